// SPDX-License-Identifier: GPL-3.0-or-later
import { samplesPerChunk, symbolsPerChunk, type Task } from "@commonweight/sdk/data";
import {
  type Architecture,
  lanesOf,
  layersOf,
  type Matrix,
  matricesOf,
  matrixElementCount,
} from "@commonweight/sdk/model";
import { layoutId } from "@commonweight/sdk/proving";
import type { Product } from "../products.ts";
import {
  assignElements,
  type Elements,
  emitCommitData,
  emitFeatures,
  emitFlat,
  emitLabels,
  emitSymbols,
} from "./chunk.ts";
import { emitLayer, type LayerContext } from "./layers.ts";
import { CircuitText, loop } from "./text.ts";

export interface EvaluateOptions {
  /**
   * Whether model and chunk are bound: committed to, with weights and features in range. Without it the circuit proves nothing
   * of anybody's model; it is there to be counted beside circuits that bind nothing either.
   */
  binding?: boolean;
}

/**
 * EvaluateModel for an architecture on a task, an operator's statement about a committed model and a committed chunk: on the
 * samples of the chunk the integer network gets at least `correct` points. The ranges of packed features are SealChunk's to
 * prove, for the same dataCommitment; those of matrices with lanes over outputs SealModel's, for the same modelCommitment. Without
 * them it proves nothing.
 */
export function emitEvaluateModel(
  task: Task,
  architecture: Architecture,
  products: readonly Product[],
  { binding = true }: EvaluateOptions = {},
): string {
  const text = new CircuitText();
  text.inputs("Public.");
  if (binding) {
    text.input("modelCommitment", [], "to the model, under operator");
    text.input("dataCommitment", [], "to the chunk");
  }
  text.input("correct", [], "points claimed");
  if (binding) text.input("operator", [], "the account that claims, below 2^160");

  emitModel(text, architecture, binding);
  emitChunk(text, task, binding);
  const context: LayerContext = { text, task, architecture, products };
  text.inputs("Private: the computation. A vector is a sample, or a patch of one.");
  for (const placed of layersOf(architecture)) emitLayer(context, placed);
  emitScore(text, task);
  emitTranscript(text, architecture, products, binding);
  const subject = `the architecture ${architecture.name} on the task ${task.name}`;
  return text.main("EvaluateModel", subject, binding ? undefined : ["correct"]);
}

function emitModel(text: CircuitText, architecture: Architecture, binding: boolean): void {
  const matrices = matricesOf(architecture);
  text.inputs("Private: the model.");
  if (binding) text.input("modelSalt", [], "any field element");
  text.section("The model.");
  const parts = matrices.flatMap((matrix, m) => emitMatrix(text, matrix, m, binding));
  if (!binding) return;
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  text.component("commitModel", "CommitModel", [layoutId(architecture), total]);
  text.add("commitModel.salt <== modelSalt;", "commitModel.operator <== operator;");
  text.add(...assignElements("commitModel.element", parts, 0), "commitModel.commitment === modelCommitment;");
}

/** Signals of a matrix, and ranges where its weights are used one by one. @returns its elements of the commitment */
function emitMatrix(text: CircuitText, matrix: Matrix, m: number, binding: boolean): Elements[] {
  const { layer, role, rows, columns, weightBits, biasBits } = matrix;
  const what = `layer ${layer}, ${role}`;
  if (matrix.lanes.over === "outputs") {
    const { perElement } = lanesOf(matrix);
    const count = matrixElementCount(matrix);
    text.input(`element${m}`, [count], `${what}: ${perElement} rows an element, as committed; ranged by SealModel`);
    return [{ name: `element${m}`, count }];
  }
  text.input(`weight${m}`, [rows, columns], `${what}; signed`);
  if (biasBits > 0) text.input(`bias${m}`, [rows], "signed");
  if (!binding) return [];
  const tight = (name: string, sizes: [number, number], bits: number): Elements => {
    text.component(name, "TightMatrix", [...sizes, bits]);
    return { name: `${name}.word`, count: Math.ceil((sizes[0] * sizes[1]) / Math.floor(248 / bits)) };
  };
  const weights = tight(`weights${m}`, [rows, columns], weightBits);
  text.add(`weights${m}.weight <== weight${m};`);
  if (biasBits === 0) return [weights];
  const biases = tight(`biases${m}`, [1, rows], biasBits);
  text.add(`biases${m}.weight[0] <== bias${m};`);
  return [weights, biases];
}

function emitChunk(text: CircuitText, task: Task, binding: boolean): void {
  text.inputs("Private: the chunk.");
  if (binding) text.input("dataSalt", [], "any field element");
  const inputs = chunkInputs(task);
  for (const [name, sizes, meaning] of inputs) text.input(name, sizes, meaning);
  text.section("The chunk.");
  const parts = chunkParts(text, task, binding);
  if (binding) emitCommitData(text, task, "dataSalt", parts);
}

type Input = [name: string, sizes: number[], meaning: string];

function chunkInputs(task: Task): Input[] {
  const samples = samplesPerChunk(task);
  if (task.metric === "next-symbol") return [["symbol", [symbolsPerChunk(task), task.symbols], "one-hot"]];
  const { encoding } = task;
  const features: Input =
    encoding.kind === "lanes"
      ? ["packed", [encoding.groups, task.features], "a lane a sample; ranged by SealChunk"]
      : ["feature", [samples, task.features], `in [0, 2^${task.featureBits})`];
  if (task.metric !== "squared-error") return [features, ["label", [samples, task.classes], "one-hot"]];
  return [features, ["packedTarget", [task.encoding.groups, task.targets], "a lane a sample; ranged by SealChunk"]];
}

/** Ranges of what is unpacked here. @returns elements of the commitment */
function chunkParts(text: CircuitText, task: Task, binding: boolean): Elements[] {
  if (task.metric === "next-symbol") return [emitSymbols(text, task)];
  const { encoding } = task;
  if (encoding.kind === "lanes") {
    if (!binding) return emitLabels(text, task);
    const packed = emitFlat(text, "packedElement", "packed", encoding.groups, task.features);
    if (task.metric !== "squared-error") return [packed, ...emitLabels(text, task)];
    return [packed, emitFlat(text, "targetElement", "packedTarget", encoding.groups, task.targets)];
  }
  const sizes = { samples: samplesPerChunk(task), width: task.features, bits: task.featureBits };
  const features = binding ? [emitFeatures(text, "features", "feature", sizes)] : [];
  return [...features, ...emitLabels(text, task)];
}

function emitScore(text: CircuitText, task: Task): void {
  const samples = samplesPerChunk(task);
  text.section("The score.");
  text.add("var points = 0;");
  if (task.metric === "squared-error") {
    const most = `2 ** ${2 * task.errorBits - 2}`;
    text.add(...loop("s", samples, [`points += ${task.targets} * ${most} - squares[s].loss;`]));
  } else {
    text.add(...loop("s", samples, ["points += right[s];"]));
  }
  text.add("points === correct;");
}

/** The challenge of the products that are checked by Freivalds: a hash of both commitments and of every one of them. */
function emitTranscript(
  text: CircuitText,
  architecture: Architecture,
  products: readonly Product[],
  binding: boolean,
): void {
  const checked = products.filter(({ check }) => check === "freivalds");
  if (checked.length === 0) return;
  text.section("The challenge, once both commitments and every product that is checked at it are fixed.");
  const commitments = binding ? ["modelCommitment", "dataCommitment"] : [];
  const total = checked.reduce((sum, { p, q }) => sum + p * q, commitments.length);
  text.component("transcript", "Sponge", [3, layoutId(architecture), total]);
  for (const [k, name] of commitments.entries()) text.add(`transcript.in[${k}] <== ${name};`);
  let at = commitments.length;
  for (const { index, p, q } of checked) {
    const place = `transcript.in[${at} + i * ${q} + j] <== claimed${index}[i][j];`;
    text.add(...loop("i", p, loop("j", q, [place])), `product${index}.challenge <== transcript.out;`);
    at += p * q;
  }
}
