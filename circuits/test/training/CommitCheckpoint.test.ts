// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { poseidon, sponge, spongeTags } from "@commonweight/sdk/proving";
import { seeded } from "../support/random.ts";
import { compileTraining } from "../support/templates.ts";
import { assertAccepted, survivingChanges } from "../support/verdicts.ts";

test("as the SDK commits, and each input matters", async () => {
  const names = ["offset", "salt", "operator", "step"];
  const circuit = await compileTraining("CommitCheckpoint", "9, 32, 8", names);
  const offset = Array.from({ length: 32 }, (_, n) => BigInt((n * 37) % 256));
  const word = (from: number, to: number) =>
    offset.slice(from, to).reduce((sum, value, n) => sum + value * 2n ** BigInt(8 * n), 0n);
  const hash = sponge(spongeTags.training, 9n, [word(0, 31), word(31, 32)]);
  const inputs = { offset, salt: 5n, operator: 6n, step: 7n };
  const honest = assertAccepted(circuit, inputs);
  assert.equal(honest[circuit.forger.wire("commitment")], poseidon([hash, 5n, 6n, 7n]));
  assert.deepEqual(survivingChanges(circuit, honest, seeded(9), { given: /^(offset|salt|operator|step)/ }), []);
});
