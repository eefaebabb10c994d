// SPDX-License-Identifier: GPL-3.0-or-later

// The bounds of lanes against numbers that networks really have: found by trying all weights, biases and inputs of small layers,
// and evaluated by the SDK's reference, which knows nothing of bounds.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Architecture,
  evaluateTrace,
  type IntegerModel,
  layersOf,
  matricesOf,
  parseArchitecture,
  type Trace,
} from "@commonweight/sdk/model";
import { laneBounds, narrowestStride } from "../../generator/index.ts";

/** Features of two bits. */
const INPUTS = [0, 3];
const LANES = { over: "samples" } as const;
const LAST = {
  kind: "dense",
  outputs: 2,
  weightBits: 2,
  biasBits: 2,
  accumulatorBits: 30,
  lanes: { over: "outputs", stride: 84 },
} as const;

/** A network whose first layers are these, on features of two bits. */
function network(
  features: number,
  layers: readonly Record<string, unknown>[],
  shape?: readonly number[],
): Architecture {
  const input = { kind: "features", features, featureBits: 2, ...(shape && { shape }) };
  return parseArchitecture({
    name: "tried",
    input,
    output: { kind: "logits", classes: 2 },
    layers: [...layers, LAST],
  });
}

const numbers = { weightBits: 2, biasBits: 2, accumulatorBits: 24, lanes: LANES };
const dense = { ...numbers, kind: "dense", outputs: 1 };
const requantise = { shift: 1, activationBits: 2 };

interface Tried {
  name: string;
  architecture: Architecture;
  /** The layer and its matrix whose numbers are looked at. */
  layer: number;
  matrix: number;
  read(trace: Trace): number[];
}

const accumulators =
  (layer: number) =>
  (trace: Trace): number[] =>
    trace.layers[layer]!.accumulators.flat();

const TRIED: readonly Tried[] = [
  {
    name: "dense",
    architecture: network(2, [{ ...dense, requantise }]),
    layer: 0,
    matrix: 0,
    read: accumulators(0),
  },
  {
    name: "dense, weights of one bit",
    architecture: network(2, [{ ...dense, weightBits: 1, requantise }]),
    layer: 0,
    matrix: 0,
    read: accumulators(0),
  },
  {
    name: "a later dense layer",
    architecture: network(1, [first(), { ...dense, requantise }]),
    layer: 1,
    matrix: 0,
    read: accumulators(1),
  },
  {
    name: "conv2d",
    architecture: network(
      2,
      [
        {
          kind: "conv2d",
          channels: 1,
          kernel: 1,
          stride: 1,
          padding: 0,
          ...numbers,
          requantise,
        },
      ],
      [1, 1, 2],
    ),
    layer: 0,
    matrix: 0,
    read: accumulators(0),
  },
  {
    name: "lora, down",
    architecture: network(2, [lora(0)]),
    layer: 0,
    matrix: 0,
    read: (trace) => trace.layers[0]!.adapter!,
  },
  {
    name: "router",
    architecture: network(1, [first(), experts()]),
    layer: 1,
    matrix: 0,
    read: (trace) => trace.layers[1]!.router!,
  },
  {
    name: "expert",
    architecture: network(1, [first(), experts()]),
    layer: 1,
    matrix: 1,
    read: accumulators(1),
  },
];

/** Reads features up to 3, and gives activations up to 3. */
function first(): Record<string, unknown> {
  return { ...dense, weightBits: 3, requantise };
}

function lora(baseShift: number, base = "0x0102"): Record<string, unknown> {
  const adapter = { accumulatorBits: 12, shift: 1 };
  return { ...dense, kind: "lora", base, baseShift, rank: 1, adapter, requantise };
}

function experts(): Record<string, unknown> {
  const router = { accumulatorBits: 24, stride: 60 };
  return { ...dense, kind: "experts", experts: 2, router, lanes: { over: "outputs", stride: 60 }, requantise };
}

function placedInputs(architecture: Architecture): number {
  return layersOf(architecture)[0]!.input.count;
}

/** All lists of numbers that are each at an end of its range: in between linear functions give less. */
function* corners(ends: readonly (readonly number[])[]): Generator<number[]> {
  const [first, ...rest] = ends;
  if (!first) return yield [];
  for (const value of first) for (const others of corners(rest)) yield [value, ...others];
}

function endsOf(bits: number): readonly number[] {
  return bits === 1 ? [-1, 1] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
}

/** Every model with numbers from the ends of their ranges in the first layers, the last one all zero. */
function* models(architecture: Architecture): Generator<IntegerModel> {
  const matrices = matricesOf(architecture);
  const own = matrices.slice(0, -1);
  const ends = own.flatMap(({ rows, columns, weightBits, biasBits }) => [
    ...Array.from({ length: rows * columns }, () => endsOf(weightBits)),
    ...Array.from({ length: biasBits === 0 ? 0 : rows }, () => endsOf(biasBits)),
  ]);
  for (const values of corners(ends)) {
    const waiting = values.values();
    const take = (count: number) => Array.from({ length: count }, () => waiting.next().value!);
    const filled = matrices.map(({ rows, columns, biasBits }, m) => {
      const isLast = m === own.length;
      const weights = Array.from({ length: rows }, () => (isLast ? Array(columns).fill(0) : take(columns)));
      return { weights, biases: biasBits === 0 ? [] : isLast ? Array(rows).fill(0) : take(rows) };
    });
    yield { architecture, matrices: filled as IntegerModel["matrices"] };
  }
}

for (const { name, architecture, layer, matrix, read } of TRIED) {
  test(`the bound is the largest magnitude that there is: ${name}`, () => {
    const placed = layersOf(architecture)[layer]!;
    let largest = 0;
    for (const model of models(architecture)) {
      for (const input of corners(Array.from({ length: placedInputs(architecture) }, () => INPUTS))) {
        largest = Math.max(largest, ...read(evaluateTrace(model, input)).map(Math.abs));
      }
    }
    assert.equal(laneBounds(placed, placed.matrices[matrix]!).accumulator, BigInt(largest));
  });
}

test("the bound is no less than any magnitude, and at most 2 more: lora, up, over its actual base", () => {
  for (const base of [
    [0, 0],
    [127, 127],
    [-128, -128],
    [127, -128],
    [5, -3],
  ]) {
    const bytes = base.map((weight) => (weight & 255).toString(16).padStart(2, "0")).join("");
    const placed = layersOf(network(2, [lora(3, `0x${bytes}`)]))[0]!;
    // A signed number of 12 bits, halved.
    const updates = [-(2 ** 10), 2 ** 10 - 1];
    const ranges = [INPUTS, INPUTS, endsOf(2), updates, endsOf(2)];
    const values = [...corners(ranges)].map(
      ([x0, x1, weight, update, bias]) => 8 * (base[0]! * x0! + base[1]! * x1!) + weight! * update! + bias!,
    );
    const largest = Math.max(...values.map(Math.abs));
    // Magnitudes are added up of which the signs do not go together: the largest update takes two negative factors, or one
    // that is smaller by one, times 2; and of the bias 1 is the largest above zero.
    const excess = laneBounds(placed, placed.matrices[1]!).accumulator - BigInt(largest);
    assert.ok(excess >= 0n && excess <= 2n, `${excess} more with the base ${base}`);
  }
});

test("a lane of the narrowest stride tells the two furthest numbers apart, and one of a bit less does not", () => {
  const architecture = network(2, [{ ...dense, requantise }]);
  const placed = layersOf(architecture)[0]!;
  const { accumulator, claim, difference } = laneBounds(placed, placed.matrices[0]!);
  const stride = BigInt(narrowestStride(difference));
  const element = (lanes: readonly bigint[], width: bigint) =>
    lanes.reduce((sum, value, i) => sum + value * 2n ** (width * BigInt(i)), 0n);
  // A true number, and a claim that is larger by a whole lane, with the next lane smaller by one.
  const carried = (width: bigint) => ({ from: [-accumulator, 1n], to: [-accumulator + 2n ** width, 0n] });
  for (const width of [stride, stride - 1n]) {
    const { from, to } = carried(width);
    assert.equal(element(from, width), element(to, width));
    assert.equal(to[0]! <= claim, width < stride, "the claim is in range just where the stride is too narrow");
  }
});
