// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import { modelBits, saveModel } from "@commonweight/sdk";
import { loadOnnx, proposeArchitecture } from "@commonweight/sdk/import";
import type { Context } from "../../context.ts";
import { asScored, readerOf } from "../../data/kinds.ts";
import { taskOf } from "../../definitions.ts";
import { assertFree, writeDocument } from "../../documents.ts";
import { type DataOptions, dataOptions, readLabelled } from "../../modelData.ts";
import type { Result } from "../../output.ts";

export interface ImportArchitectureOptions extends DataOptions {
  name: string;
  task: string;
  calibration: string;
  out: string;
  model?: string;
  inputScale?: number;
}

/** Proposes an architecture for a graph: the path of a bounty for new architectures. */
export async function importArchitecture(
  context: Context,
  file: string,
  options: ImportArchitectureOptions,
): Promise<Result> {
  const at = (path: string): string => resolve(context.io.cwd, path);
  const out = at(options.out);
  const modelPath = options.model === undefined ? undefined : at(options.model);
  for (const path of [out, modelPath]) if (path !== undefined) await assertFree(path);
  const task = await taskOf(context, options.task);
  const graph = await loadOnnx(at(file));
  const reader = readerOf(asScored(task));
  const { inputs: calibration } = await readLabelled(reader, at(options.calibration), dataOptions(context, options));
  const { name, inputScale } = options;
  const proposal = await context.output.progress("Searching widths", async () =>
    proposeArchitecture({ graph, name, task, calibration, inputScale }),
  );
  const { architecture, model, agreement, explanation } = proposal;
  await writeDocument(out, architecture);
  if (modelPath !== undefined) await saveModel(modelPath, model);
  const bits = modelBits(model);
  const next = [
    `It agrees with the graph on ${(100 * agreement).toFixed(1)} % of the samples; the model has ${bits} bits.`,
    `Next: npm run circuits -- build ${options.out} ${task.name}, and the registry's owner registers it: commonweight architecture register ${options.out} --task ${task.name}`,
  ];
  return {
    json: { path: out, model: modelPath, architecture, bits, agreement, explanation },
    text: [`${out}:`, ...explanation.map((line) => `  ${line}`), ...next].join("\n"),
  };
}
