// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { FIELD_ORDER } from "@commonweight/sdk/proving";
import { compile, mainOf } from "../support/circuit.ts";
import { multiplications } from "../support/counts.ts";
import { fieldMatrix } from "../support/matrices.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, assertFreedom, assertRejected, survivingChanges } from "../support/verdicts.ts";

/** Experts and chunks. */
const SHAPES = [
  [3, 2],
  [2, 1],
] as const;
const circuits = await Promise.all(
  SHAPES.map((shape) => compile(mainOf("nn/SelectExpert.circom", `SelectExpert(${shape})`, ["choice", "candidate"]))),
);
const [three] = circuits;
const flags = (experts: number, chosen: number) => Array.from({ length: experts }, (_, e) => (e === chosen ? 1n : 0n));

for (const [index, [experts, chunks]] of SHAPES.entries()) {
  const circuit = circuits[index]!;

  test(`what the chosen expert gives is selected: ${experts} experts, ${chunks} chunks`, () => {
    const random = seeded(index);
    for (let run = 0; run < 20; run++) {
      const candidate = fieldMatrix(random, experts, chunks);
      for (let chosen = 0; chosen < experts; chosen++) {
        const values = assertAccepted(circuit, { choice: flags(experts, chosen), candidate });
        const selected = Array.from({ length: chunks }, (_, k) => values[circuit.forger.wire(`selected[${k}]`)]!);
        assert.deepEqual(selected, candidate[chosen]);
      }
    }
  });

  test(`it costs a constraint a chunk for all experts but one: ${experts} experts, ${chunks} chunks`, () => {
    assert.equal(multiplications(circuit), (experts - 1) * chunks);
  });
}

test("the other expert's outputs, or none, are refused", () => {
  const candidate = [
    [11n, 12n],
    [21n, 22n],
    [31n, 32n],
  ];
  const inputs = { choice: flags(3, 1), candidate };
  for (const [first, second] of [candidate[0]!, candidate[2]!, [0n, 0n]] as [bigint, bigint][]) {
    const changes = { "selected[0]": first, "selected[1]": second };
    assertRejected(three!, { inputs, changes }, /^candidate\[0\], correction\[0\], correction\[1\], selected$/);
    // Made up for by a correction of the chosen one, or of the last.
    const chosen = { "correction[0][0]": first - 11n, "correction[0][1]": second - 12n };
    assertRejected(three!, { inputs, changes: chosen }, /^candidate\[0\], candidate\[1\], choice, correction\[0\]$/);
    const last = { "correction[1][0]": first - 21n, "correction[1][1]": second - 22n };
    assertRejected(three!, { inputs, changes: last }, /^candidate\[0\], candidate\[2\], choice, correction\[1\]$/);
  }
});

test("what is selected is unique", () => {
  const random = seeded(5);
  for (let chosen = 0; chosen < 3; chosen++) {
    const honest = assertAccepted(three!, { choice: flags(3, chosen), candidate: fieldMatrix(random, 3, 2) });
    assert.deepEqual(survivingChanges(three!, honest, random, { given: /^(choice|candidate)/ }), []);
  }
});

test("the caller must enforce that one expert is chosen: else mixtures pass, and the first for none", () => {
  const candidate = [[10n], [30n]];
  const circuit = circuits[1]!;
  const selected = (choice: bigint[]) =>
    assertFreedom(circuit, { inputs: { choice, candidate } })[circuit.forger.wire("selected[0]")];
  assert.equal(selected([0n, 0n]), 10n);
  assert.equal(selected([1n, 1n]), 30n);
  const half = (FIELD_ORDER + 1n) / 2n;
  assert.equal(selected([half, half]), 20n);
});
