// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import type { Context } from "../../context.ts";
import { type Inspection, inspectSamples, type TaskFit } from "../../data/inspect.ts";
import { inspectSymbols, type SymbolInspection } from "../../data/inspectSymbols.ts";
import { asScored } from "../../data/kinds.ts";
import { taskOf } from "../../definitions.ts";
import { formatFacts } from "../../format/table.ts";
import { type DataOptions, dataOptions, readRun, readSamples } from "../../modelData.ts";
import type { Result } from "../../output.ts";

export interface InspectOptions extends DataOptions {
  task: string;
}

/** What a file of samples holds, and what a task would make of it. Nothing is sent or kept. */
export async function inspect(context: Context, file: string, options: InspectOptions): Promise<Result> {
  const path = resolve(context.io.cwd, file);
  const task = asScored(await taskOf(context, options.task));
  const data = dataOptions(context, options);
  if (task.metric === "next-symbol") {
    const inspection = inspectSymbols(task, await readRun(path, data));
    return { json: inspection, text: symbolsText(inspection, options.alphabet) };
  }
  const inspection = inspectSamples(task, await readSamples(path, data), options.scale);
  return { json: inspection, text: inspectionText(inspection, options.scale) };
}

function symbolsText({ symbols, counts, samples, duplicates, task }: SymbolInspection, alphabet?: string): string {
  const characters = alphabet === undefined ? undefined : Array.from(alphabet, (one) => JSON.stringify(one));
  const left = task.left > 0 ? `, and ${task.left} symbols that fill no whole one` : "";
  const facts = formatFacts([
    ["symbols", `${symbols}, ${samples} of them after as many as are read`],
    ["of each", counts.map(({ symbol, count }) => `${characters?.[symbol] ?? symbol}: ${count}`).join(", ")],
    ["duplicates", duplicates > 0 ? `${duplicates} windows with what follows, which count twice` : undefined],
    [`for ${task.name}`, `${task.chunks} chunks${left}`],
  ]);
  return `${facts}\n\n${verdictOf(task)}`;
}

function verdictOf({ name, fits, problems }: TaskFit): string {
  return fits
    ? `It fits ${name}.`
    : `It does not fit ${name}:\n${problems.map((problem) => `  ${problem}`).join("\n")}`;
}

function inspectionText(inspection: Inspection, scale: number): string {
  const { samples, classes, minimum, maximum, constant, duplicates, contradictions, suggestedScale, task } = inspection;
  const some = (count: number, what: string) => (count > 0 ? `${count}${what}` : undefined);
  const left = task.left > 0 ? `, and ${task.left} samples that fill no whole one` : "";
  const clamped = some(task.clamped, " that are one above the largest become the largest");
  const rounded = some(task.rounded, " are rounded");
  const facts = formatFacts([
    ["samples", `${samples} of ${inspection.features} features from ${minimum} to ${maximum}`],
    ["labels", classes.map((one) => `${one.label}: ${one.samples}`).join(", ")],
    ["constant features", some(constant, ", which tell nothing")],
    ["duplicates", some(duplicates, ", which count twice")],
    ["contradictions", some(contradictions, ": the same features with different labels")],
    [`for ${task.name}`, `${task.chunks} chunks${left}`],
    [`times ${scale}`, [rounded, clamped].filter(Boolean).join(", ") || "nothing is altered"],
  ]);
  const isTooWide = maximum * scale > maximum * suggestedScale + 1;
  const advice = isTooWide ? `\nWith --scale ${suggestedScale} the largest feature becomes the largest integer.` : "";
  return `${facts}\n\n${verdictOf(task)}${advice}`;
}
