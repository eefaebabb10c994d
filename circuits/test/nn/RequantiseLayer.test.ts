// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { compile, mainOf } from "../support/circuit.ts";
import { edgyMatrix, readMatrix, shifted, toFields } from "../support/matrices.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

const [VECTORS, ROWS, BITS, SHIFT, ACTIVATION] = [2, 3, 8, 2, 3];
const circuit = await compile(
  mainOf("nn/RequantiseLayer.circom", `RequantiseLayer(${[VECTORS, ROWS, BITS, SHIFT, ACTIVATION]})`, ["accumulator"]),
);
const [MINIMUM, MAXIMUM] = [-(2 ** (BITS - 1)) - 2, 2 ** (BITS - 1) - 3];

test("every accumulator is rounded and clamped in its place", () => {
  const random = seeded(1);
  for (let run = 0; run < 40; run++) {
    const accumulator = edgyMatrix(random, VECTORS, ROWS, run % 2 === 0 ? MINIMUM : -8, run % 2 === 0 ? MAXIMUM : 36);
    const values = assertAccepted(circuit, { accumulator: toFields(accumulator) });
    const expected = accumulator.map((row) =>
      row.map((z) => BigInt(Math.min(Math.max(Math.floor(Number(z) / 4 + 0.5), 0), 7))),
    );
    assert.deepEqual(readMatrix(circuit, values, "activation", VECTORS, ROWS), expected);
  }
});

test("accumulators out of range are refused wherever they are", () => {
  const inputs = edgyMatrix(seeded(2), VECTORS, ROWS, 0, 0);
  for (let v = 0; v < VECTORS; v++) {
    for (let i = 0; i < ROWS; i++) {
      const stoppedBy = new RegExp(
        `^requantise\\[${v}\\]\\[${i}\\]\\.bits\\.in, requantise\\[${v}\\]\\[${i}\\]\\.bits\\.out$`,
      );
      for (const z of [BigInt(MINIMUM - 1), BigInt(MAXIMUM + 1), 2n ** 200n]) {
        assertRejected(circuit, { inputs: { accumulator: shifted(inputs, v, i, z) } }, stoppedBy);
      }
    }
  }
});

test("an activation of another place is refused", () => {
  const inputs = {
    accumulator: toFields([
      [4n, 8n, 12n],
      [16n, 20n, -4n],
    ]),
  };
  const changes = { "activation[0][1]": 5n, "activation[1][1]": 2n };
  assertRejected(circuit, { inputs, changes }, /^activation\[\d\], requantise\[\d\]\[1\]\.activation$/);
});

test("it costs what its accumulators cost one by one", () => {
  // With h = 2 bits above the activation's: 8 + 1 + 1 + 1.
  assert.equal(circuit.proven.constraints.length, VECTORS * ROWS * (BITS + 3));
});

test("the activations are unique", () => {
  const random = seeded(3);
  const accumulator = [
    [BigInt(MINIMUM), -1n, 0n],
    [17n, 40n, BigInt(MAXIMUM)],
  ];
  const honest = assertAccepted(circuit, { accumulator: toFields(accumulator) });
  assert.deepEqual(survivingChanges(circuit, honest, random, { given: /^accumulator/ }), []);
});
