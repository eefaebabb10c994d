// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { seeded } from "../support/random.ts";
import { compileTraining, outputsOf } from "../support/templates.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

test("constants times inputs, requantised", async () => {
  const circuit = await compileTraining("FrozenLayer", "2, 2, 2, [[1, -2], [3, 0]], [4, -1], 7, 1, 3", ["in"]);
  const rows = [
    [3, 1],
    [0, 5],
  ];
  const expected = rows
    .flatMap(([a, b]) => [a! - 2 * b! + 4, 3 * a! - 1])
    .map((z) => Math.min(Math.max((z + 1) >> 1, 0), 7));
  const inputs = { in: rows.map((row) => row.map(BigInt)) };
  const names = ["activation[0][0]", "activation[0][1]", "activation[1][0]", "activation[1][1]"];
  assert.deepEqual(outputsOf(circuit, inputs, names), expected.map(BigInt));
  const honest = assertAccepted(circuit, inputs);
  assert.deepEqual(survivingChanges(circuit, honest, seeded(8), { given: /^in/ }), []);
  assertRejected(circuit, { inputs, changes: { "activation[0][0]": 5n } }, /activation/);
});
