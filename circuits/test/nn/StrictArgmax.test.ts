// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { strictArgmax } from "@commonweight/sdk/model";
import { toField } from "@commonweight/sdk/proving";
import { compile } from "../support/circuit.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, assertFreedom, assertRejected, survivingChanges } from "../support/verdicts.ts";

const CLASSES = 4;
const BITS = 6;

// The logits are given out for a caller to compare; here they are compared with an input, as the network's would be.
const circuit = await compile(`pragma circom 2.2.0;
include "circuits/src/nn/StrictArgmax.circom";
template Network() {
    signal input logit[${CLASSES - 1}];
    signal input label[${CLASSES}];
    signal input deficit[${CLASSES}];
    signal input right;
    component argmax = StrictArgmax(${CLASSES}, ${BITS});
    argmax.label <== label;
    argmax.deficit <== deficit;
    argmax.right <== right;
    logit === argmax.logit;
}
component main {public [logit, label]} = Network();
`);

/** The claim that a prover makes with the level one above, at, or below the lowest that is possible. */
function claim(logits: readonly number[], label: number, right: boolean, raise = 0) {
  const shifted = logits.map((logit, j) => (j === label ? logit - 1 : logit));
  const level = Math.max(...shifted) + raise;
  return {
    logit: logits.slice(1).map((logit) => toField(BigInt(logit))),
    label: logits.map((_, j) => (j === label ? 1n : 0n)),
    deficit: shifted.map((logit) => toField(BigInt(level - logit))),
    right: right ? 1n : 0n,
  };
}

test("a claim succeeds just where the reference says that the label wins strictly", () => {
  const random = seeded(1);
  for (let run = 0; run < 200; run++) {
    const logits = [0, ...Array.from({ length: CLASSES - 1 }, () => random.edgy(-3, 3))];
    const label = random.integer(0, CLASSES - 1);
    const isRight = strictArgmax(logits) === label;
    circuit.calculate(claim(logits, label, isRight));
    if (!isRight) assert.throws(() => circuit.calculate(claim(logits, label, true)), /Assert failed/);
  }
  assertAccepted(circuit, claim([0, 5, -7, 3], 1, true));
  assertAccepted(circuit, claim([0, 5, -7, 3], 0, false));
});

test("differences up to the last that fits are accepted, and no further", () => {
  assertAccepted(circuit, claim([0, 62, 0, 0], 0, false));
  assertAccepted(circuit, claim([0, 64, 0, 0], 1, true));
  assertRejected(
    circuit,
    { inputs: claim([0, 63, 0, 0], 0, false) },
    /^argmax\.range\[\d\]\.in, argmax\.range\[\d\]\.out$/,
  );
});

test("a tie does not pass for right", () => {
  for (const logits of [
    [0, 0, 0, 0],
    [0, 3, 3, 1],
  ]) {
    assertRejected(circuit, { inputs: claim(logits, 1, true) }, /argmax\.(labelled, argmax\.)?right/);
    // The level that the label needs puts the other below zero.
    assertRejected(circuit, { inputs: claim(logits, 1, true, -1) }, /^argmax\.range/);
  }
});

test("a deficit of p − 5 does not pass for a small one", () => {
  // The label loses by 4, so its level leaves the winner at −5.
  assertRejected(circuit, { inputs: claim([0, 4, 0, 0], 0, true, -5) }, /^argmax\.range/);
});

test("a label's deficit other than its own does not make it right, whichever class it is", () => {
  for (let label = 0; label < CLASSES; label++) {
    // The class after it leads by 1; logits are relative to that of class 0.
    const leads = Array.from({ length: CLASSES }, (_, j) => (j === (label + 1) % CLASSES ? 1 : 0));
    const inputs = claim(
      leads.map((lead) => lead - leads[0]!),
      label,
      true,
    );
    assertRejected(circuit, { inputs }, /argmax\.(labelled, argmax\.)?right$/);
    const honest = circuit.forger.witness(inputs);
    const deficit = honest[circuit.forger.wire(`argmax.deficit[${label}]`)]!;
    for (let j = 0; j < CLASSES; j++) {
      const name = `argmax.labelled[${j}]`;
      const changes = { [name]: honest[circuit.forger.wire(name)]! - deficit };
      assertRejected(circuit, { inputs, changes }, /^argmax\.deficit, (argmax\.label, )?argmax\.labelled$/);
    }
  }
});

test("it costs n + 1 constraints a class, and one more", () => {
  assert.equal(circuit.proven.constraints.length, CLASSES * (BITS + 1) + 1);
});

test("right is nothing but 0 or 1", () => {
  const inputs = { ...claim([0, 5, -7, 3], 1, true), right: 2n };
  assertRejected(circuit, { inputs }, /^argmax\.right$/);
});

test("another logit is refused", () => {
  const inputs = claim([0, 5, -7, 3], 1, true);
  for (let j = 0; j < CLASSES - 1; j++) {
    const logit = inputs.logit.with(j, toField(inputs.logit[j]! - 1n));
    assertRejected(circuit, { inputs: { ...inputs, logit } }, /^argmax\.(deficit, argmax\.label, argmax\.)?logit/);
  }
});

test("the witness is unique, but for claiming less and for the level of wrong samples", () => {
  const random = seeded(2);
  const given = /^(logit|label)/;
  const right = assertAccepted(circuit, claim([0, 5, -7, 3], 1, true));
  assert.deepEqual(survivingChanges(circuit, right, random, { given }), ["right −1"]);
  const wrong = assertAccepted(circuit, claim([0, 5, -7, 3], 0, false));
  assert.deepEqual(survivingChanges(circuit, wrong, random, { given }), []);

  assertFreedom(circuit, { inputs: claim([0, 5, -7, 3], 0, false, 7) });
  assertRejected(circuit, { inputs: claim([0, 5, -7, 3], 1, true, 7) }, /argmax\.(labelled, argmax\.)?right/);
});
