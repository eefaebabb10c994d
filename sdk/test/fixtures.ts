// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { type Chunk, parseTask, samplesPerChunk, type Task } from "../src/data/index.ts";
import {
  type Architecture,
  type IntegerModel,
  layerInputs,
  parseArchitecture,
  storedRows,
} from "../src/model/index.ts";
import { FIELD_ORDER } from "../src/proving/index.ts";

/** Smaller than anything useful, and with every case: an incomplete label word, two widths of weights, three layers. */
export const tinyTask: Task = parseTask({
  name: "tiny",
  features: 3,
  featureBits: 2,
  classes: 3,
  metric: "accuracy",
  lanes: { stride: 20, perElement: 2 },
  groups: 2,
});

/** Fits {@link tinyTask}. Its middle layer needs two elements a column, the second of them incomplete. */
export const tinyArchitecture: Architecture = parseArchitecture({
  name: "tiny-mlp",
  features: 3,
  featureBits: 2,
  classes: 3,
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

export const digits28: Task = parseTask({
  name: "digits-28",
  features: 64,
  featureBits: 4,
  classes: 10,
  metric: "accuracy",
  lanes: { stride: 18, perElement: 14 },
  groups: 2,
});

export const digitsMlp: Architecture = parseArchitecture({
  name: "digits-mlp",
  features: 64,
  featureBits: 4,
  classes: 10,
  layers: [
    {
      kind: "dense",
      outputs: 32,
      weightBits: 8,
      biasBits: 16,
      accumulatorBits: 16,
      lanes: { over: "samples" },
      requantise: { shift: 8, activationBits: 6 },
    },
    {
      kind: "dense",
      outputs: 10,
      weightBits: 8,
      biasBits: 16,
      accumulatorBits: 17,
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
  return {
    architecture,
    layers: architecture.layers.map((layer, l) => ({
      weights: Array.from({ length: storedRows(layer) }, () =>
        Array.from({ length: layerInputs(architecture, l) }, () => signed(layer.weightBits)),
      ),
      biases: Array.from({ length: storedRows(layer) }, () => signed(layer.biasBits)),
    })),
  };
}

/** A chunk whose features and labels are uniform over their ranges. */
export function randomChunk(task: Task, random: () => number): Chunk {
  const samples = samplesPerChunk(task);
  return {
    features: Array.from({ length: samples }, () =>
      Array.from({ length: task.features }, () => integerBelow(random, 2 ** task.featureBits)),
    ),
    labels: Array.from({ length: samples }, () => integerBelow(random, task.classes)),
    salt: fieldElement(random),
  };
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
      features,
      featureBits,
      classes,
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
  const list = <value>(item: fc.Arbitrary<value>, length: number) =>
    fc.array(item, { minLength: length, maxLength: length });
  return fc
    .tuple(
      ...architecture.layers.map((layer, l) =>
        fc.record(
          {
            weights: list(list(signed(layer.weightBits), layerInputs(architecture, l)), storedRows(layer)),
            biases: list(signed(layer.biasBits), storedRows(layer)),
          },
          { noNullPrototype: true },
        ),
      ),
    )
    .map((layers) => ({ architecture, layers }));
}

/** Chunks of a task with many features at the edges of their range. */
export function anyChunk(task: Task): fc.Arbitrary<Chunk> {
  const samples = samplesPerChunk(task);
  const feature = edgeInteger(0, 2 ** task.featureBits - 1);
  return fc.record(
    {
      features: fc.array(fc.array(feature, { minLength: task.features, maxLength: task.features }), {
        minLength: samples,
        maxLength: samples,
      }),
      labels: fc.array(edgeInteger(0, task.classes - 1), { minLength: samples, maxLength: samples }),
      salt: edgeFieldElement,
    },
    { noNullPrototype: true },
  );
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
