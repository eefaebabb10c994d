// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { toField } from "@commonweight/sdk/proving";
import { compile, mainOf } from "../support/circuit.ts";
import { assertAccepted, assertRejected } from "../support/verdicts.ts";

const circuit = await compile(mainOf("nn/OneHot.circom", "OneHot(4)", ["flag"]));

test("each label is accepted, and packed as its bit", () => {
  for (let label = 0; label < 4; label++) {
    const honest = assertAccepted(circuit, { flag: [0, 1, 2, 3].map((j) => (j === label ? 1n : 0n)) });
    assert.equal(honest[circuit.forger.wire("packed")], 1n << BigInt(label));
  }
});

test("no label, two labels, and labels that only sum to 1 are refused", () => {
  assertRejected(circuit, { inputs: { flag: [0n, 0n, 0n, 0n] } }, /^flag$/);
  assertRejected(circuit, { inputs: { flag: [1n, 0n, 1n, 0n] } }, /^flag$/);
  assertRejected(circuit, { inputs: { flag: [2n, toField(-1n), 0n, 0n] } }, /^flag$/);
});
