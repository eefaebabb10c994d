// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { digest, FIELD_ORDER } from "@commonweight/sdk/proving";
import { compile, mainOf } from "../support/circuit.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, survivingChanges } from "../support/verdicts.ts";

const circuit = await compile(mainOf("hash/Digest.circom", "Digest(4)", ["word", "challenge"]));

test("the circuit evaluates the polynomial as the SDK does, and uniquely", () => {
  const random = seeded(1);
  for (const challenge of [0n, 1n, FIELD_ORDER - 1n, random.bigint(FIELD_ORDER)]) {
    const word = Array.from({ length: 4 }, () => random.bigint(FIELD_ORDER));
    const honest = assertAccepted(circuit, { word, challenge });
    assert.equal(honest[circuit.forger.wire("value")], digest(word, challenge));
    assert.deepEqual(survivingChanges(circuit, honest, random, { given: /^(word|challenge)/ }), []);
  }
});

test("a digest of one word, which would show the salt, does not compile", async () => {
  await assert.rejects(compile(mainOf("hash/Digest.circom", "Digest(1)")), /assert/i);
});
