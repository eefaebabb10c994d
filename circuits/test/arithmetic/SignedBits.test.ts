// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { toField } from "@commonweight/sdk/proving";
import { compile, mainOf } from "../support/circuit.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

const circuit = await compile(mainOf("arithmetic/SignedBits.circom", "SignedBits(5)", ["in"]));

test("numbers in range are offset by 2^(n−1)", () => {
  for (let number = -16n; number < 16n; number++) {
    const witness = circuit.calculate({ in: toField(number) });
    assert.equal(witness[circuit.proven.wireOf.get("offset")!], number + 16n);
  }
  for (const number of [-16n, 0n, 15n]) assertAccepted(circuit, { in: toField(number) });
});

test("numbers out of range are refused", () => {
  for (const number of [-17n, 16n, 2n ** 100n]) {
    assertRejected(circuit, { inputs: { in: toField(number) } }, /^bits\.in, bits\.out$/);
  }
});

test("the offset is unique", () => {
  const honest = assertAccepted(circuit, { in: toField(-3n) });
  assert.deepEqual(survivingChanges(circuit, honest, seeded(1), { given: /^in$/ }), []);
});
