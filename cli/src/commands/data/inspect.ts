// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import { asClassification } from "@commonweight/sdk";
import type { Context } from "../../context.ts";
import { type Inspection, inspectSamples } from "../../data/inspect.ts";
import { taskOf } from "../../definitions.ts";
import { formatFacts } from "../../format/table.ts";
import { readSamples } from "../../modelData.ts";
import type { Result } from "../../output.ts";

export interface InspectOptions {
  task: string;
  labels?: string;
  scale: number;
}

/** What a file of samples holds, and what a task would make of it. Nothing is sent or kept. */
export async function inspect(context: Context, file: string, options: InspectOptions): Promise<Result> {
  const { cwd } = context.io;
  const task = asClassification(await taskOf(context, options.task));
  const labels = options.labels === undefined ? undefined : resolve(cwd, options.labels);
  const inspection = inspectSamples(task, await readSamples(resolve(cwd, file), labels), options.scale);
  return { json: inspection, text: inspectionText(inspection, options.scale) };
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
  const verdict = task.fits
    ? `It fits ${task.name}.`
    : `It does not fit ${task.name}:\n${task.problems.map((problem) => `  ${problem}`).join("\n")}`;
  const isTooWide = maximum * scale > maximum * suggestedScale + 1;
  const advice = isTooWide ? `\nWith --scale ${suggestedScale} the largest feature becomes the largest integer.` : "";
  return `${facts}\n\n${verdict}${advice}`;
}
