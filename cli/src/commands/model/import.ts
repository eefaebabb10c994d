// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import { InvalidValueError, modelBits, quantise, saveModel } from "@commonweight/sdk";
import { importFile } from "@commonweight/sdk/import";
import type { Context } from "../../context.ts";
import { architectureOf, taskOf } from "../../definitions.ts";
import { assertFree } from "../../documents.ts";
import { formatFacts, formatTable } from "../../format/table.ts";
import { type DataOptions, dataOptions, readLabelled } from "../../modelData.ts";
import type { Result } from "../../output.ts";
import { readMapping } from "./mapping.ts";

export interface ImportModelOptions extends DataOptions {
  architecture: string;
  calibration: string;
  task?: string;
  mapping?: string;
  inputScale?: number;
  bits?: number;
  search: "network" | "layers";
  out: string;
}

/** Samples on which ranges are settled, where a file has more. */
const CALIBRATION_SAMPLES = 1_000;

/** Quantises a trained network from a safetensors or ONNX file, and saves the model that can be proven. */
export async function importModel(context: Context, file: string, options: ImportModelOptions): Promise<Result> {
  const at = (path: string): string => resolve(context.io.cwd, path);
  const out = at(options.out);
  await assertFree(out);
  const architecture = await architectureOf(context, options.architecture);
  if (architecture.output.kind !== "logits" && options.task === undefined) {
    const subject = `The output of ${architecture.name}`;
    throw new InvalidValueError({
      subject,
      value: architecture.output.kind,
      expected: "logits, unless --task is given",
    });
  }
  const task = options.task === undefined ? undefined : await taskOf(context, options.task);
  const mapping = options.mapping === undefined ? undefined : readMapping(at(options.mapping));
  const { network, matches, unused } = await importFile({
    path: at(file),
    architecture,
    mapping,
    inputScale: options.inputScale,
  });
  const { inputs } = await readLabelled(architecture, at(options.calibration), dataOptions(context, options));
  const calibration = inputs.slice(0, CALIBRATION_SAMPLES);
  const { bits: mostBits, search } = options;
  const model = await context.output.progress("Quantising", async () =>
    quantise({ architecture, network, calibration, task, search, bits: mostBits }),
  );
  await saveModel(out, model);
  const bits = modelBits(model);
  const rows = matches.map(({ place, names, by }) => [place, names.join(", ") || "zeros", by]);
  const facts = formatFacts([
    ["model", out],
    ["architecture", architecture.name],
    ["size", `${bits} bits`],
    ["quantised on", `${calibration.length} samples`],
    ["unused", unused.join(", ") || undefined],
  ]);
  const table = formatTable(["place", "in the file", "by"], rows, { left: ["in the file", "by"] });
  return {
    json: { path: out, architecture: architecture.name, bits, calibration: calibration.length, matches, unused },
    text: `${table}\n\n${facts}\nCheck it on samples it has not seen: commonweight model check`,
  };
}
