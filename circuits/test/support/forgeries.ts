// SPDX-License-Identifier: GPL-3.0-or-later

// What a prover may try with EvaluateModel, on any architecture: the claims of the suite, built from honest inputs.
import { isDeepStrictEqual } from "node:util";
import { type Chunk, labelsOf, type Task } from "@commonweight/sdk/data";
import { type IntegerModel, matricesOf } from "@commonweight/sdk/model";
import {
  dataCommitment,
  evaluateModelInputs,
  FIELD_ORDER,
  InvalidValueError,
  modelCommitment,
} from "@commonweight/sdk/proving";
import type { CircuitPlan, Product } from "../../generator/index.ts";
import type { Inputs } from "./circuit.ts";
import { altered, operator, renamed, thief } from "./statements.ts";
import type { Forgery } from "./verdicts.ts";

/** A forgery by name, and the constraints that have to stop it. */
export interface NamedForgery extends Forgery {
  name: string;
  stoppedBy: RegExp;
}

/** An honest run. */
export interface HonestRun {
  plan: CircuitPlan;
  task: Task;
  model: IntegerModel;
  chunk: Chunk;
  modelSalt: bigint;
  inputs: Inputs;
}

/** Builds the inputs of an honest run. @throws InvalidValueError if the model has no proof on the chunk */
export function honestRun(parameters: Omit<HonestRun, "inputs">): HonestRun {
  const { task, model, chunk, modelSalt } = parameters;
  return { ...parameters, inputs: evaluateModelInputs({ task, model, modelSalt, operator, chunk }).inputs };
}

/** Every forgery of the suite that the architecture and the chunk give occasion for. */
export function forgeriesOf(run: HonestRun): NamedForgery[] {
  return [
    ...bindingForgeries(run),
    ...rangeForgeries(run),
    ...run.plan.products.flatMap((product) => [...wrongClaims(run, product), ...carries(run, product)]),
    ...scoreForgeries(run),
    ...layerForgeries(run),
    ...run.plan.products.flatMap((product) => otherWeight(run, product)),
  ];
}

const MODEL = /modelCommitment/;
const DATA = /dataCommitment/;
/** A product and its claim, or what is selected of several; plain, or at the challenge. */
const PRODUCT = /claimed\d|product\d|selected/;
/** Ranges of what is claimed. */
const RANGE = /requantise\d|pool\d|round\d|argmax|range\d|squares|router\d/;

function either(...patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => source).join("|"));
}

/** Something other than what is committed to. */
function bindingForgeries({ task, model, chunk, modelSalt, inputs }: HonestRun): NamedForgery[] {
  const { architecture } = model;
  const otherLayout = { ...model, architecture: renamed(architecture) };
  const taken = modelCommitment({ model, salt: modelSalt, operator: thief });
  const laidOut = modelCommitment({ model: otherLayout, salt: modelSalt, operator });
  const otherTask = dataCommitment(renamed(task), chunk);
  const plus = (name: string) => ({ ...inputs, [name]: altered(inputs[name]!, [], increment) });
  return [
    { name: "another operator", inputs: { ...inputs, operator: BigInt(thief) }, stoppedBy: MODEL },
    { name: "the commitment of another operator", inputs: { ...inputs, modelCommitment: taken }, stoppedBy: MODEL },
    { name: "another layout of the model", inputs: { ...inputs, modelCommitment: laidOut }, stoppedBy: MODEL },
    { name: "another layout of the chunk", inputs: { ...inputs, dataCommitment: otherTask }, stoppedBy: DATA },
    { name: "another salt of the model", inputs: plus("modelSalt"), stoppedBy: MODEL },
    { name: "another salt of the chunk", inputs: plus("dataSalt"), stoppedBy: DATA },
    ...Object.keys(inputs)
      .filter((name) => /^(weight|bias|element)\d/.test(name))
      .map((name) => ({
        name: `one number of ${name} changed`,
        inputs: { ...inputs, [name]: firstChanged(inputs[name]!, increment) },
        stoppedBy: either(MODEL, PRODUCT, /range|weights\d|biases\d/),
      })),
    ...["packed", "packedTarget", "feature"]
      .filter((name) => inputs[name] !== undefined)
      .map((name) => ({
        name: `one number of ${name} changed`,
        inputs: { ...inputs, [name]: firstChanged(inputs[name]!, increment) },
        stoppedBy: either(DATA, PRODUCT, /features/),
      })),
  ];
}

/** Numbers of the chunk that are no features, labels or symbols, under the commitment that follows from them. */
function rangeForgeries({ inputs }: HonestRun): NamedForgery[] {
  const following = ["dataCommitment"];
  const forgeries: NamedForgery[] = [];
  if (inputs.feature) {
    for (const [name, value] of [
      ["a feature above its range", 256n],
      ["a negative feature", FIELD_ORDER - 5n],
    ] as const) {
      const feature = firstChanged(inputs.feature, () => value);
      forgeries.push({ name, inputs: { ...inputs, feature }, following, stoppedBy: either(PRODUCT, /features/) });
    }
  }
  for (const signal of ["label", "symbol"] as const) {
    const flags = inputs[signal] as bigint[][] | undefined;
    if (!flags) continue;
    const stoppedBy = either(PRODUCT, /labels|symbols|argmax/);
    const none = flags.with(
      0,
      flags[0]!.map(() => 0n),
    );
    const all = flags.with(
      0,
      flags[0]!.map(() => 1n),
    );
    const cancelling = flags.with(
      0,
      flags[0]!.map((_, j) => (j === 0 ? 2n : j === 1 ? FIELD_ORDER - 1n : 0n)),
    );
    forgeries.push({ name: `a ${signal} of zeros`, inputs: { ...inputs, [signal]: none }, following, stoppedBy });
    forgeries.push({ name: `a ${signal} of ones`, inputs: { ...inputs, [signal]: all }, following, stoppedBy });
    forgeries.push({
      name: `a ${signal} of 2 and −1`,
      inputs: { ...inputs, [signal]: cancelling },
      following,
      stoppedBy,
    });
  }
  return forgeries;
}

/** Signals that are neither committed to nor public. */
const CLAIMED = /^(accumulator|adapter|embedded|maximum|below|router|choice|deficit|right|error|correct)/;

/** How many weights are tried until one makes a difference. */
const TRIES = 40;

/**
 * All that is computed, as it follows from another weight of one matrix, under the commitment to the honest ones: consistent but
 * for that matrix's product.
 */
function otherWeight(run: HonestRun, { index, matrix }: Product): NamedForgery[] {
  for (let at = 0; at < Math.min(TRIES, matrix.rows * matrix.columns); at++) {
    const model = withOtherWeight(run.model, index, Math.floor(at / matrix.columns), at % matrix.columns);
    const other = provableRun({ ...run, model });
    if (!other) continue;
    const claims = Object.fromEntries(Object.entries(other.inputs).filter(([name]) => CLAIMED.test(name)));
    const isSame = Object.entries(claims).every(([name, value]) => isDeepStrictEqual(value, run.inputs[name]));
    if (isSame) continue;
    const name = `everything computed with another weight of matrix ${index}`;
    return [{ name, inputs: { ...run.inputs, ...claims }, stoppedBy: PRODUCT }];
  }
  return [];
}

function withOtherWeight(model: IntegerModel, index: number, i: number, j: number): IntegerModel {
  const { weightBits } = matricesOf(model.architecture)[index]!;
  const other = (weight: number): number => (weightBits === 1 ? -weight : weight === 1 ? -1 : 1);
  const change = (row: readonly number[]): number[] => row.with(j, other(row[j]!));
  const matrices = model.matrices.map((matrix, m) =>
    m === index ? { ...matrix, weights: matrix.weights.map((row, r) => (r === i ? change(row) : row)) } : matrix,
  );
  return { ...model, matrices };
}

/** An honest run, unless the model has no proof on the chunk. */
function provableRun(parameters: Omit<HonestRun, "inputs">): HonestRun | undefined {
  try {
    return honestRun(parameters);
  } catch (error) {
    if (error instanceof InvalidValueError) return undefined;
    throw error;
  }
}

/** The claimed lanes of a product: the signal, and whether a larger lane means a smaller signal. */
function claimOf({ placed, matrix }: Product): { signal: string; sign: bigint } | undefined {
  const { index, layer, isLast, pool } = placed;
  if (isLast) return undefined;
  if (matrix.role === "router") return { signal: `routerBelow${index}`, sign: -1n };
  if (matrix.role === "expert") return undefined;
  if (matrix.role === "down") return { signal: `adapter${index}`, sign: 1n };
  if (layer.kind === "embedding") return { signal: `embedded${index}`, sign: 1n };
  return pool ? undefined : { signal: `accumulator${index}`, sign: 1n };
}

/** A claim that is off by one. */
function wrongClaims({ inputs }: HonestRun, product: Product): NamedForgery[] {
  const claim = claimOf(product);
  if (!claim) return [];
  return [-1n, 1n].map((delta) => ({
    name: `${claim.signal} off by ${delta}`,
    inputs: { ...inputs, [claim.signal]: changed(inputs[claim.signal]!, [0, 0], delta) },
    stoppedBy: either(PRODUCT, RANGE),
  }));
}

/** A lane that is larger by 2^stride, and the next smaller by one: the element stays as it was. */
function carries({ inputs, task }: HonestRun, product: Product): NamedForgery[] {
  const { placed, matrix, lanes, stride, vectors, isPacked } = product;
  const claim =
    claimOf(product) ?? (task.metric === "squared-error" ? { signal: "error", sign: 1n } : deficitOf(product));
  if (!claim || lanes < 2) return [];
  const next = isPacked ? placed.positions : 1;
  const over = matrix.lanes.over;
  if (over === "samples" ? vectors <= next : matrix.rows < 2) return [];
  const first = claim.signal === "deficit" ? 1 : 0;
  const places =
    over === "samples"
      ? [
          [0, first],
          [next, first],
        ]
      : [
          [0, first],
          [0, first + 1],
        ];
  const lower = changed(inputs[claim.signal]!, places[0]!, claim.sign * 2n ** BigInt(stride));
  const carried = changed(lower, places[1]!, -claim.sign);
  return [
    {
      name: `a carry between the lanes of ${claim.signal}`,
      inputs: { ...inputs, [claim.signal]: carried },
      stoppedBy: either(RANGE, PRODUCT),
    },
  ];
}

function deficitOf({ placed }: Product): { signal: string; sign: bigint } | undefined {
  return placed.isLast ? { signal: "deficit", sign: -1n } : undefined;
}

/** More points than there are. */
function scoreForgeries({ task, chunk, inputs }: HonestRun): NamedForgery[] {
  const more = (inputs.correct as bigint) + 1n;
  const forgeries: NamedForgery[] = [
    { name: "one point more", inputs: { ...inputs, correct: more }, stoppedBy: /correct/ },
  ];
  if (task.metric === "squared-error") {
    const errors = inputs.error as bigint[][];
    const s = errors.findIndex((row) => row[0] !== 0n);
    if (s < 0) return forgeries;
    const error = changed(errors, [s, 0], isNegative(errors[s]![0]!) ? 1n : -1n);
    forgeries.push({
      name: "an error smaller than it is",
      inputs: { ...inputs, error },
      following: ["correct"],
      stoppedBy: PRODUCT,
    });
    return forgeries;
  }
  const wrong = (inputs.right as bigint[]).indexOf(0n);
  if (wrong < 0) return forgeries;
  const label = labelsOf(task, chunk)[wrong]!;
  const right = (inputs.right as bigint[]).with(wrong, 1n);
  const claimed = { ...inputs, right, correct: more };
  forgeries.push({ name: "a wrong sample claimed right", inputs: claimed, stoppedBy: /argmax/ });
  const deficits = inputs.deficit as bigint[][];
  const lowered = deficits[wrong]!.map((deficit) => modulo(deficit - deficits[wrong]![label]!));
  const deficit = deficits.with(wrong, lowered);
  forgeries.push({ name: "deficits below zero", inputs: { ...claimed, deficit }, stoppedBy: /argmax/ });
  return forgeries;
}

/** What only one kind of layer gives occasion for. */
function layerForgeries({ plan, inputs }: HonestRun): NamedForgery[] {
  return plan.products.flatMap(({ placed, matrix }): NamedForgery[] => {
    const l = placed.index;
    if (placed.pool) return poolForgeries(inputs, l);
    return matrix.role === "router" ? routerForgeries(inputs, l) : [];
  });
}

/** All members shift together with a maximum, so that the convolution's accumulators stay as they are. */
function poolForgeries(inputs: Inputs, l: number): NamedForgery[] {
  const shifted = (delta: bigint): Inputs => {
    const maximum = changed(inputs[`maximum${l}`]!, [0, 0], delta);
    const members = (inputs[`below${l}`] as bigint[][][])[0]![0]!.map((value) => modulo(value + delta));
    const below = (inputs[`below${l}`] as bigint[][][]).map((rows, i) => (i === 0 ? rows.with(0, members) : rows));
    return { ...inputs, [`maximum${l}`]: maximum, [`below${l}`]: below };
  };
  const stoppedBy = either(RANGE, PRODUCT);
  return [
    { name: "a maximum that no member reaches", inputs: shifted(1n), stoppedBy },
    { name: "a maximum that a member exceeds", inputs: shifted(-1n), stoppedBy },
  ];
}

function routerForgeries(inputs: Inputs, l: number): NamedForgery[] {
  const choice = inputs[`choice${l}`] as bigint[][];
  const moved = [...choice[0]!.slice(1), choice[0]![0]!];
  const forged: [name: string, flags: bigint[]][] = [
    ["another expert chosen", moved],
    ["all experts chosen", choice[0]!.map(() => 1n)],
    ["no expert chosen", choice[0]!.map(() => 0n)],
  ];
  return forged.map(([name, flags]) => ({
    name,
    inputs: { ...inputs, [`choice${l}`]: choice.with(0, flags) },
    stoppedBy: either(RANGE, PRODUCT),
  }));
}

function increment(value: bigint): bigint {
  return modulo(value + 1n);
}

function changed(value: Inputs[string], path: readonly number[], delta: bigint): Inputs[string] {
  return altered(value, path, (old) => modulo(old + delta));
}

/** The first number of a nested list changed. */
function firstChanged(value: Inputs[string], change: (old: bigint) => bigint): Inputs[string] {
  const path: number[] = [];
  for (let part = value; typeof part !== "bigint"; part = part[0]!) path.push(0);
  return altered(value, path, change);
}

function modulo(value: bigint): bigint {
  return ((value % FIELD_ORDER) + FIELD_ORDER) % FIELD_ORDER;
}

function isNegative(value: bigint): boolean {
  return value > FIELD_ORDER / 2n;
}
