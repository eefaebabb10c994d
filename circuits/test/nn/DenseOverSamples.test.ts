// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { toField } from "@commonweight/sdk/proving";
import { compile, mainOf } from "../support/circuit.ts";
import { type Random, seeded } from "../support/random.ts";
import { assertAccepted, assertFreedom, assertRejected, survivingChanges } from "../support/verdicts.ts";

const [INPUTS, OUTPUTS, GROUPS, LANES, STRIDE] = [3, 2, 2, 3, 14];
const call = `DenseOverSamples(${[INPUTS, OUTPUTS, GROUPS, LANES, STRIDE].join(", ")})`;
const circuit = await compile(mainOf("nn/DenseOverSamples.circom", call, ["packed", "weight", "bias", "accumulator"]));

/** Weights and biases of 8 bits on features of 4: |z| ≤ 3·128·15 + 128 < 2^13. */
function randomInputs(random: Random) {
  const list = <value>(length: number, make: () => value) => Array.from({ length }, make);
  const features = list(GROUPS * LANES, () => list(INPUTS, () => random.edgy(0, 15)));
  const weights = list(OUTPUTS, () => list(INPUTS, () => random.edgy(-128, 127)));
  const biases = list(OUTPUTS, () => random.edgy(-128, 127));
  const accumulators = features.map((x) =>
    weights.map((row, i) => row.reduce((z, weight, j) => z + weight * x[j]!, biases[i]!)),
  );
  return {
    packed: list(GROUPS, () => 0).map((_, g) =>
      list(INPUTS, () => 0).map((_, j) =>
        features
          .slice(g * LANES, (g + 1) * LANES)
          .reduce((sum, x, s) => sum + (BigInt(x[j]!) << BigInt(STRIDE * s)), 0n),
      ),
    ),
    weight: weights.map((row) => row.map((weight) => toField(BigInt(weight)))),
    bias: biases.map((bias) => toField(BigInt(bias))),
    accumulator: accumulators.map((row) => row.map((z) => toField(BigInt(z)))),
  };
}

test("the products of random weights and samples are accepted", () => {
  const random = seeded(1);
  for (let run = 0; run < 50; run++) circuit.calculate(randomInputs(random));
  assertAccepted(circuit, randomInputs(random));
});

test("another accumulator in range is refused, in each lane", () => {
  const inputs = randomInputs(seeded(2));
  for (let s = 0; s < GROUPS * LANES; s++) {
    for (const delta of [1n, -1n, 8191n]) {
      const accumulator = inputs.accumulator.map((row) => row.slice());
      accumulator[s]![1] = toField(accumulator[s]![1]! + delta);
      assertRejected(
        circuit,
        { inputs: { ...inputs, accumulator } },
        /^claimed\[\d\]\[1\]\.(in, claimed\[\d\]\[1\]\.)?packed/,
      );
    }
  }
});

test("the products are unique", () => {
  const random = seeded(3);
  const honest = assertAccepted(circuit, randomInputs(random));
  assert.deepEqual(survivingChanges(circuit, honest, random, { given: /^(packed|weight|bias|accumulator)/ }), []);
});

test("the caller must range accumulators: a carry between lanes passes", () => {
  const inputs = randomInputs(seeded(4));
  const accumulator = inputs.accumulator.map((row) => row.slice());
  accumulator[0]![0] = toField(accumulator[0]![0]! + 2n ** BigInt(STRIDE));
  accumulator[1]![0] = toField(accumulator[1]![0]! - 1n);
  assertFreedom(circuit, { inputs: { ...inputs, accumulator } });
});
