// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import {
  type Chunk,
  type ClassificationChunk,
  type ClassificationTask,
  parseTask,
  samplesPerChunk,
  symbolsPerChunk,
  type Task,
} from "../src/data/index.ts";
import { type Architecture, type IntegerModel, matricesOf, parseArchitecture } from "../src/model/index.ts";
import { FIELD_ORDER } from "../src/proving/index.ts";

/** A task whose type says what it is. */
function classification(task: ClassificationTask): ClassificationTask {
  parseTask(task);
  return task;
}

/** Smaller than anything useful, and with every case: an incomplete label word, two widths of weights, three layers. */
export const tinyTask: ClassificationTask = classification({
  name: "tiny",
  metric: "accuracy",
  features: 3,
  featureBits: 2,
  classes: 3,
  encoding: { kind: "lanes", stride: 20, perElement: 2, groups: 2 },
});

/** Fits {@link tinyTask}. Its middle layer needs two elements a column, the second of them incomplete. */
export const tinyArchitecture: Architecture = parseArchitecture({
  name: "tiny-mlp",
  input: { kind: "features", features: 3, featureBits: 2 },
  output: { kind: "logits", classes: 3 },
  layers: [
    {
      kind: "dense",
      outputs: 4,
      weightBits: 3,
      biasBits: 5,
      accumulatorBits: 8,
      lanes: { over: "samples" },
      requantise: { shift: 2, activationBits: 3 },
    },
    {
      kind: "dense",
      outputs: 5,
      weightBits: 3,
      biasBits: 6,
      accumulatorBits: 10,
      lanes: { over: "outputs", stride: 84 },
      requantise: { shift: 3, activationBits: 4 },
    },
    {
      kind: "dense",
      outputs: 3,
      weightBits: 4,
      biasBits: 6,
      accumulatorBits: 12,
      lanes: { over: "outputs", stride: 30 },
    },
  ],
});

/** A network, and a task that it fits. */
export interface Example {
  task: Task;
  architecture: Architecture;
}

/** The smallest networks that together have every kind of layer, encoding, metric and width. */
export const tinyExamples: readonly Example[] = [
  { task: tinyTask, architecture: tinyArchitecture },
  {
    task: parseTask({
      name: "tiny-image",
      metric: "accuracy",
      features: 16,
      featureBits: 2,
      classes: 3,
      encoding: { kind: "dense", samples: 3 },
    }),
    architecture: parseArchitecture({
      name: "tiny-cnn",
      input: { kind: "features", features: 16, featureBits: 2, shape: [4, 4, 1] },
      output: { kind: "logits", classes: 3 },
      layers: [
        {
          kind: "conv2d",
          channels: 2,
          kernel: 3,
          stride: 1,
          padding: 1,
          weightBits: 2,
          biasBits: 4,
          accumulatorBits: 7,
          lanes: { over: "samples" },
          requantise: { shift: 2, activationBits: 3 },
        },
        { kind: "maxPool", window: 2 },
        {
          kind: "conv2d",
          channels: 2,
          kernel: 3,
          stride: 1,
          padding: 1,
          weightBits: 4,
          biasBits: 6,
          accumulatorBits: 9,
          lanes: { over: "outputs", stride: 40 },
          requantise: { shift: 3, activationBits: 3 },
        },
        { kind: "residual", from: 1 },
        { kind: "averagePool", window: 2 },
        {
          kind: "dense",
          outputs: 3,
          weightBits: 8,
          biasBits: 8,
          accumulatorBits: 12,
          lanes: { over: "outputs", stride: 40 },
        },
      ],
    }),
  },
  {
    task: tinyTask,
    architecture: parseArchitecture({
      name: "tiny-lora",
      input: { kind: "features", features: 3, featureBits: 2 },
      output: { kind: "logits", classes: 3 },
      layers: [
        {
          kind: "lora",
          outputs: 4,
          base: "0x05fd00047f80010203fefdff",
          baseShift: 1,
          rank: 2,
          weightBits: 4,
          biasBits: 6,
          adapter: { accumulatorBits: 7, shift: 2 },
          accumulatorBits: 13,
          lanes: { over: "samples" },
          requantise: { shift: 5, activationBits: 3 },
        },
        {
          kind: "dense",
          outputs: 3,
          weightBits: 4,
          biasBits: 6,
          accumulatorBits: 9,
          lanes: { over: "outputs", stride: 40 },
        },
      ],
    }),
  },
  {
    task: { ...tinyTask, name: "tiny-teacher", metric: "agreement" },
    architecture: parseArchitecture({
      name: "tiny-moe",
      input: { kind: "features", features: 3, featureBits: 2 },
      output: { kind: "logits", classes: 3 },
      layers: [
        {
          kind: "dense",
          outputs: 4,
          weightBits: 4,
          biasBits: 5,
          accumulatorBits: 8,
          lanes: { over: "samples" },
          requantise: { shift: 2, activationBits: 3 },
        },
        {
          kind: "experts",
          experts: 3,
          outputs: 3,
          weightBits: 4,
          biasBits: 6,
          router: { accumulatorBits: 10, stride: 40 },
          accumulatorBits: 9,
          lanes: { over: "outputs", stride: 100 },
          requantise: { shift: 3, activationBits: 3 },
        },
        {
          kind: "dense",
          outputs: 3,
          weightBits: 1,
          biasBits: 6,
          accumulatorBits: 8,
          lanes: { over: "outputs", stride: 40 },
        },
      ],
    }),
  },
  {
    task: parseTask({
      name: "tiny-text",
      metric: "next-symbol",
      symbols: 5,
      context: 3,
      encoding: { kind: "symbols", samples: 4 },
    }),
    architecture: parseArchitecture({
      name: "tiny-next",
      input: { kind: "symbols", symbols: 5, context: 3 },
      output: { kind: "logits", classes: 5 },
      layers: [
        { kind: "embedding", dimensions: 2, weightBits: 3, lanes: { over: "outputs", stride: 40 } },
        {
          kind: "dense",
          outputs: 4,
          weightBits: 1,
          biasBits: 6,
          accumulatorBits: 8,
          lanes: { over: "samples" },
          requantise: { shift: 2, activationBits: 3 },
        },
        {
          kind: "dense",
          outputs: 5,
          weightBits: 4,
          biasBits: 6,
          accumulatorBits: 9,
          lanes: { over: "outputs", stride: 60 },
        },
      ],
    }),
  },
  {
    task: parseTask({
      name: "tiny-denoiser",
      metric: "squared-error",
      features: 3,
      featureBits: 2,
      targets: 2,
      targetBits: 2,
      targetShift: 3,
      errorBits: 9,
      encoding: { kind: "lanes", stride: 20, perElement: 2, groups: 2 },
    }),
    architecture: parseArchitecture({
      name: "tiny-regression",
      input: { kind: "features", features: 3, featureBits: 2 },
      output: { kind: "values", values: 2 },
      layers: [
        {
          kind: "dense",
          outputs: 4,
          weightBits: 4,
          biasBits: 5,
          accumulatorBits: 8,
          lanes: { over: "samples" },
          requantise: { shift: 2, activationBits: 3 },
        },
        { kind: "dense", outputs: 2, weightBits: 4, biasBits: 6, lanes: { over: "samples" } },
      ],
    }),
  },
];

export const digits28: ClassificationTask = classification({
  name: "digits-28",
  metric: "accuracy",
  features: 64,
  featureBits: 4,
  classes: 10,
  encoding: { kind: "lanes", stride: 18, perElement: 14, groups: 2 },
});

export const digitsMlp: Architecture = parseArchitecture({
  name: "digits-mlp",
  input: { kind: "features", features: 64, featureBits: 4 },
  output: { kind: "logits", classes: 10 },
  layers: [
    {
      kind: "dense",
      outputs: 32,
      weightBits: 8,
      biasBits: 16,
      accumulatorBits: 12,
      lanes: { over: "samples" },
      requantise: { shift: 6, activationBits: 5 },
    },
    {
      kind: "dense",
      outputs: 10,
      weightBits: 8,
      biasBits: 16,
      accumulatorBits: 14,
      lanes: { over: "outputs", stride: 28 },
    },
  ],
});

/** Numbers in [0, 1) that are the same in every run: mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function integerBelow(random: () => number, limit: number): number {
  return Math.floor(random() * limit);
}

export function fieldElement(random: () => number): bigint {
  let value = 0n;
  for (let i = 0; i < 8; i++) value = (value << 32n) + BigInt(integerBelow(random, 2 ** 32));
  return value % FIELD_ORDER;
}

/** A model whose weights and biases are uniform over their ranges. */
export function randomModel(architecture: Architecture, random: () => number): IntegerModel {
  const signed = (bits: number) => integerBelow(random, 2 ** bits) - 2 ** (bits - 1);
  const weight = (bits: number) => (bits === 1 ? 2 * integerBelow(random, 2) - 1 : signed(bits));
  const list = (length: number, value: () => number) => Array.from({ length }, value);
  return {
    architecture,
    matrices: matricesOf(architecture).map(({ rows, columns, weightBits, biasBits }) => ({
      weights: Array.from({ length: rows }, () => list(columns, () => weight(weightBits))),
      biases: biasBits === 0 ? [] : list(rows, () => signed(biasBits)),
    })),
  };
}

/** A chunk whose values are uniform over their ranges. */
export function randomChunk(task: ClassificationTask, random: () => number): ClassificationChunk;
export function randomChunk(task: Task, random: () => number): Chunk;
export function randomChunk(task: Task, random: () => number): Chunk {
  const list = (length: number, limit: number) => Array.from({ length }, () => integerBelow(random, limit));
  if (task.metric === "next-symbol") {
    return { symbols: list(symbolsPerChunk(task), task.symbols), salt: fieldElement(random) };
  }
  const samples = samplesPerChunk(task);
  const rows = (width: number, bits: number) => Array.from({ length: samples }, () => list(width, 2 ** bits));
  const features = rows(task.features, task.featureBits);
  if (task.metric === "squared-error") {
    return { features, targets: rows(task.targets, task.targetBits), salt: fieldElement(random) };
  }
  return { features, labels: list(samples, task.classes), salt: fieldElement(random) };
}

/** Runs a property on the same examples every time. */
export function checkProperty<examples extends [unknown, ...unknown[]]>(
  property: fc.IProperty<examples>,
  runs = 100,
): void {
  fc.assert(property, { seed: 20_260, numRuns: runs });
}

/** Integers of a range, its edges more often than its middle. */
export function edgeInteger(minimum: number, maximum: number): fc.Arbitrary<number> {
  return fc.oneof(fc.constantFrom(minimum, maximum), fc.integer({ min: minimum, max: maximum }));
}

/** Field elements, those at the edges more often. */
export const edgeFieldElement: fc.Arbitrary<bigint> = fc.oneof(
  fc.constantFrom(0n, 1n, FIELD_ORDER - 1n),
  fc.bigInt({ min: 0n, max: FIELD_ORDER - 1n }),
);

/** Architectures of two to four small layers, as narrow and as wide as they may be. */
export const anyArchitecture: fc.Arbitrary<Architecture> = fc
  .record({
    features: fc.integer({ min: 1, max: 9 }),
    featureBits: edgeInteger(1, 8),
    classes: edgeInteger(2, 12),
    hidden: fc.array(
      fc.record({
        outputs: fc.integer({ min: 1, max: 9 }),
        weightBits: edgeInteger(2, 8),
        biasBits: edgeInteger(2, 18),
        headroom: fc.integer({ min: 0, max: 6 }),
        stride: edgeInteger(20, 252),
        shift: edgeInteger(1, 12),
        activationBits: edgeInteger(1, 7),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    last: fc.record({ weightBits: edgeInteger(2, 8), biasBits: edgeInteger(2, 18), stride: edgeInteger(20, 252) }),
  })
  .map(({ features, featureBits, classes, hidden, last }) =>
    parseArchitecture({
      name: "any",
      input: { kind: "features", features, featureBits },
      output: { kind: "logits", classes },
      layers: [
        ...hidden.map(({ headroom, stride, shift, activationBits, ...layer }, l) => ({
          kind: "dense",
          ...layer,
          accumulatorBits: shift + activationBits + 1 + headroom,
          lanes: l === 0 ? { over: "samples" } : { over: "outputs", stride },
          requantise: { shift, activationBits },
        })),
        {
          kind: "dense",
          outputs: classes,
          weightBits: last.weightBits,
          biasBits: last.biasBits,
          accumulatorBits: 16,
          lanes: { over: "outputs", stride: last.stride },
        },
      ],
    }),
  );

/** Models of an architecture with many weights at the edges of their range. */
export function anyModel(architecture: Architecture): fc.Arbitrary<IntegerModel> {
  const signed = (bits: number) => edgeInteger(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1);
  const weight = (bits: number) => (bits === 1 ? fc.constantFrom(-1, 1) : signed(bits));
  return fc
    .tuple(
      ...matricesOf(architecture).map(({ rows, columns, weightBits, biasBits }) =>
        fc.record(
          {
            weights: listOf(listOf(weight(weightBits), columns), rows),
            biases: biasBits === 0 ? fc.constant<number[]>([]) : listOf(signed(biasBits), rows),
          },
          { noNullPrototype: true },
        ),
      ),
    )
    .map((matrices) => ({ architecture, matrices }));
}

/** Chunks of a task with many values at the edges of their range. */
export function anyChunk(task: Task): fc.Arbitrary<Chunk> {
  const salt = edgeFieldElement;
  const record = <shape>(shape: { [key in keyof shape]: fc.Arbitrary<shape[key]> }) =>
    fc.record(shape, { noNullPrototype: true });
  if (task.metric === "next-symbol") {
    return record({ symbols: listOf(edgeInteger(0, task.symbols - 1), symbolsPerChunk(task)), salt });
  }
  const samples = samplesPerChunk(task);
  const rows = (width: number, bits: number) => listOf(listOf(edgeInteger(0, 2 ** bits - 1), width), samples);
  const features = rows(task.features, task.featureBits);
  if (task.metric === "squared-error") {
    return record({ features, targets: rows(task.targets, task.targetBits), salt });
  }
  return record({ features, labels: listOf(edgeInteger(0, task.classes - 1), samples), salt });
}

function listOf<value>(item: fc.Arbitrary<value>, length: number): fc.Arbitrary<value[]> {
  return fc.array(item, { minLength: length, maxLength: length });
}

/** Asserts that an action throws an error of a name, whose short message is, or matches, the one given. */
export function assertThrows(action: () => unknown, name: string, message: string | RegExp): void {
  assert.throws(action, matcher(name, message));
}

/** As {@link assertThrows}, for promises. */
export async function assertRejects(promise: Promise<unknown>, name: string, message: string | RegExp): Promise<void> {
  await assert.rejects(promise, matcher(name, message));
}

function matcher(name: string, message: string | RegExp): (error: Error & { shortMessage?: string }) => true {
  return (error) => {
    assert.equal(error.name, name, `${error}`);
    const short = error.shortMessage ?? "";
    if (typeof message === "string") assert.equal(short, message);
    else assert.match(short, message);
    return true;
  };
}

/** Runs an action with a folder of its own, which is removed afterwards. */
export async function inFolder(action: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "commonweight-"));
  try {
    await action(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
