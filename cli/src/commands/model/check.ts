// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import {
  checkModel,
  type FloatNetwork,
  type IntegerModel,
  type LayerCheck,
  loadModel,
  type ModelCheck,
  readFileBytes,
} from "@commonweight/sdk";
import { decodeOnnx, importFile, runOnnx } from "@commonweight/sdk/import";
import type { Context } from "../../context.ts";
import { asScored } from "../../data/kinds.ts";
import { taskOf } from "../../definitions.ts";
import { formatFacts, formatTable } from "../../format/table.ts";
import { type DataOptions, dataOptions, readLabelled } from "../../modelData.ts";
import type { Result } from "../../output.ts";
import { readMapping } from "./mapping.ts";

export interface CheckOptions extends DataOptions {
  task: string;
  float?: string;
  mapping?: string;
  inputScale?: number;
  chunks: number;
}

/** Everything there is to know of a model before it is committed to. */
export async function checkModelFile(
  context: Context,
  file: string,
  data: string,
  options: CheckOptions,
): Promise<Result> {
  const at = (path: string): string => resolve(context.io.cwd, path);
  const model = await loadModel(at(file));
  const task = asScored(await taskOf(context, options.task));
  const { inputs, labels } = await readLabelled(model.architecture, at(data), dataOptions(context, options));
  const given = options.float === undefined ? {} : await readFloat(model, at(options.float), inputs, options, at);
  const check = checkModel({ model, task, samples: { inputs, labels }, chunks: options.chunks, ...given });
  return { json: check, text: checkText(model, check) };
}

/** The network that the model came from; an ONNX file's is run by another runtime than ours. */
async function readFloat(
  { architecture }: IntegerModel,
  path: string,
  inputs: readonly number[][],
  { mapping, inputScale }: CheckOptions,
  at: (path: string) => string,
): Promise<{ network: FloatNetwork; reference?: number[][] }> {
  const tensors = mapping === undefined ? undefined : readMapping(at(mapping));
  const { network } = await importFile({ path, architecture, mapping: tensors, inputScale });
  if (!path.endsWith(".onnx") || architecture.input.kind !== "features") return { network };
  const bytes = await readFileBytes(path);
  const scale = inputScale ?? 1 / (2 ** architecture.input.featureBits - 1);
  return { network, reference: await runOnnx({ bytes, graph: decodeOnnx(bytes, path), inputs, inputScale: scale }) };
}

function checkText({ architecture }: IntegerModel, { samples, measured, layers, size, provable }: ModelCheck): string {
  const { integer, float, agreement } = measured;
  const lost = float === undefined ? undefined : `${(100 * (float - integer)).toFixed(2)} points less than in float`;
  const facts = formatFacts([
    ["architecture", architecture.name],
    ["integer accuracy", `${percent(integer)} of ${samples} samples${lost === undefined ? "" : `, ${lost}`}`],
    ["float accuracy", float === undefined ? undefined : percent(float)],
    ["agreement", agreement === undefined ? undefined : `${percent(agreement)} of the samples get the same class`],
    ["size", `${size.bits} bits; ${size.nonZeroWeights} of ${size.weights} weights are not zero`],
    [
      "proofs",
      `${provable.proofs}: ${provable.circuits.SealModel}, and ${provable.circuits.EvaluateModel} for each chunk`,
    ],
    ["score to expect", `${provable.expectedPoints} of ${provable.points}`],
    ["published at the claim", `${provable.words} words, ${provable.bytes} bytes`],
  ]);
  const head = ["layer", "kind", "cut off", "zero", "least bits left"];
  return `${facts}\n\n${formatTable(head, layers.map(layerRow), { left: ["kind"] })}`;
}

function layerRow({ index, kind, saturated, zero, margins }: LayerCheck): string[] {
  const least = Math.min(...margins.map(({ bitsLeft }) => bitsLeft));
  const share = (value: number | undefined): string => (value === undefined ? "-" : percent(value));
  return [String(index), kind, share(saturated), share(zero), Number.isFinite(least) ? least.toFixed(2) : "-"];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
