// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { toField } from "@commonweight/sdk/proving";
import { compile, mainOf } from "../support/circuit.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, assertFreedom, survivingChanges } from "../support/verdicts.ts";

const circuit = await compile(mainOf("arithmetic/PackLanes.circom", "PackLanes(3, 8)", ["in"]));
const packed = (values: readonly bigint[]) => values[circuit.transparent.wireOf.get("packed")!]!;

test("signed numbers are summed at the stride", () => {
  for (const [a, b, c] of [
    [0n, 0n, 0n],
    [1n, 2n, 3n],
    [-1n, -127n, 127n],
    [-1n, 0n, -1n],
  ] as const) {
    const honest = assertAccepted(circuit, { in: [toField(a), toField(b), toField(c)] });
    assert.equal(packed(honest), toField(a + 256n * b + 65_536n * c));
  }
});

test("the sum is unique", () => {
  const honest = assertAccepted(circuit, { in: [1n, 2n, 3n] });
  assert.deepEqual(survivingChanges(circuit, honest, seeded(1), { given: /^in/ }), []);
});

test("the caller must range numbers: a carry between lanes gives the same element", () => {
  const honest = assertFreedom(circuit, { inputs: { in: [5n, 5n, 5n] } });
  const carried = assertFreedom(circuit, { inputs: { in: [261n, 4n, 5n] } });
  assert.equal(packed(carried), packed(honest));
});

test("lanes that fill more than 253 bits do not compile", async () => {
  await assert.rejects(compile(mainOf("arithmetic/PackLanes.circom", "PackLanes(2, 127)")), /assert/i);
});
