// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { FIELD_ORDER, sponge, spongeTags } from "@commonweight/sdk/proving";
import { compile, mainOf } from "../support/circuit.ts";
import { multiplications } from "../support/counts.ts";
import { edgyMatrix, fieldMatrix, product, shifted, toFields } from "../support/matrices.ts";
import { type Random, seeded } from "../support/random.ts";
import { assertAccepted, assertFreedom, assertRejected, survivingChanges } from "../support/verdicts.ts";

/** p, k and q: the right side is folded; the left side is; either could be; neither needs to be. */
const SHAPES = [
  [4, 3, 2],
  [2, 3, 4],
  [3, 2, 3],
  [2, 3, 1],
  [1, 3, 2],
] as const;
const SIGNALS = ["left", "right", "product", "challenge"];
const circuits = await Promise.all(
  SHAPES.map((shape) => compile(mainOf("nn/FreivaldsProduct.circom", `FreivaldsProduct(${shape})`, SIGNALS))),
);

function honest(random: Random, index: number) {
  const [p, k, q] = SHAPES[index]!;
  const isSmall = random.integer(0, 1) === 0;
  const left = isSmall ? edgyMatrix(random, p, k, 0, 255) : fieldMatrix(random, p, k);
  const right = isSmall ? edgyMatrix(random, q, k, -128, 127) : fieldMatrix(random, q, k);
  return {
    left: toFields(left),
    right: toFields(right),
    product: toFields(product(left, right)),
    challenge: random.bigint(FIELD_ORDER),
  };
}

for (const [index, [p, k, q]] of SHAPES.entries()) {
  const circuit = circuits[index]!;
  const name = `${p} × ${k} × ${q}`;

  test(`the product is accepted at every challenge: ${name}`, () => {
    const random = seeded(index);
    for (let run = 0; run < 20; run++) assertAccepted(circuit, honest(random, index));
    for (const challenge of [0n, 1n, FIELD_ORDER - 1n])
      assertAccepted(circuit, { ...honest(random, index), challenge });
  });

  test(`another product is refused at a random challenge, in every entry: ${name}`, () => {
    const random = seeded(10 + index);
    for (let i = 0; i < p; i++) {
      for (let j = 0; j < q; j++) {
        for (const delta of [1n, -1n, 2n ** 28n]) {
          const inputs = honest(random, index);
          const forged = { ...inputs, product: shifted(inputs.product, i, j, delta) };
          assertRejected(circuit, { inputs: forged }, /folded\.product/);
        }
      }
    }
  });

  test(`the cost is the one that the generator counts with: ${name}`, () => {
    const cost = (p + q - 1) * k + p * q - Math.max(p, q);
    assert.equal(circuit.proven.constraints.length, cost);
    assert.equal(multiplications(circuit), cost);
  });

  test(`the witness is unique: ${name}`, () => {
    const random = seeded(20 + index);
    const values = assertAccepted(circuit, honest(random, index));
    const given = /^(left|right|product|challenge)/;
    assert.deepEqual(survivingChanges(circuit, values, random, { given }), []);
  });
}

const [rightFolded, leftFolded, , ...unfolded] = circuits;

test("a folded row other than the powers of the challenge give is refused", () => {
  const inputs = honest(seeded(30), 0);
  const values = assertAccepted(rightFolded!, inputs);
  for (const name of ["row[0][1]", "claimed[0][2]"]) {
    const changes = { [name]: values[rightFolded!.forger.wire(name)]! + 1n };
    assertRejected(rightFolded!, { inputs, changes }, /^challenge, |folded\.product/);
  }
});

test("one challenge of all lets an error of two entries pass", () => {
  // An error of 6 − 2·challenge, in either direction of folding.
  for (const [circuit, index, entry] of [
    [rightFolded!, 0, [0, 1]],
    [leftFolded!, 1, [1, 0]],
  ] as const) {
    const inputs = honest(seeded(31), index);
    const [i, j] = entry;
    const forged = { ...inputs, product: shifted(shifted(inputs.product, 0, 0, 6n), i, j, -2n) };
    assertFreedom(circuit, { inputs: { ...forged, challenge: 3n } });
    for (const challenge of [0n, 2n, 4n, FIELD_ORDER - 3n]) {
      assertRejected(circuit, { inputs: { ...forged, challenge } }, /folded\.product/);
    }
  }
});

test("the caller must fix the product before the challenge: who knows the challenge makes up for an error", () => {
  for (const [circuit, index, [i, j]] of [
    [rightFolded!, 0, [0, 1]],
    [leftFolded!, 1, [1, 0]],
  ] as const) {
    const inputs = honest(seeded(32), index);
    const wrong = shifted(inputs.product, i, j, 1n);
    assertRejected(circuit, { inputs: { ...inputs, product: wrong } }, /folded\.product/);
    assertFreedom(circuit, { inputs: { ...inputs, product: shifted(wrong, 0, 0, -inputs.challenge) } });
  }
});

test("with nothing to fold it is exact: no challenge lets an error pass", () => {
  for (const [offset, circuit] of unfolded.entries()) {
    const inputs = honest(seeded(33), 3 + offset);
    const forged = { ...inputs, product: shifted(inputs.product, 0, 0, 1n) };
    for (const challenge of [0n, 1n, inputs.challenge]) {
      assertRejected(circuit, { inputs: { ...forged, challenge } }, /folded\.product/);
    }
  }
});

test("the caller must hash every entry: one left out makes up for an error in another", async () => {
  // Two products, each at a challenge of its own: one hashes all four entries, the other leaves out the first.
  const circuit = await compile(`pragma circom 2.2.0;
include "circuits/src/hash/Sponge.circom";
include "circuits/src/nn/FreivaldsProduct.circom";
template HashedFrom(first) {
    signal input left[2][1];
    signal input right[2][1];
    signal input product[2][2];
    component hash = Sponge(3, 1, 4 - first);
    for (var n = first; n < 4; n++) {
        hash.in[n - first] <== product[n \\ 2][n % 2];
    }
    component check = FreivaldsProduct(2, 1, 2);
    check.left <== left;
    check.right <== right;
    check.product <== product;
    check.challenge <== hash.out;
}
template Transcripts() {
    signal input left[2][1];
    signal input right[2][1];
    signal input complete[2][2];
    signal input incomplete[2][2];
    component all = HashedFrom(0);
    all.left <== left;
    all.right <== right;
    all.product <== complete;
    component most = HashedFrom(1);
    most.left <== left;
    most.right <== right;
    most.product <== incomplete;
}
component main {public [left, right]} = Transcripts();
`);
  const left = [[3n], [5n]];
  const right = [[7n], [11n]];
  const claim = product(left, right);
  assertAccepted(circuit, { left, right, complete: claim, incomplete: claim });

  const wrong = shifted(claim, 0, 1, 1n);
  const challenge = sponge(spongeTags.transcript, 1n, wrong.flat().slice(1));
  const forged = shifted(wrong, 0, 0, -challenge);
  assertFreedom(circuit, { inputs: { left, right, complete: claim, incomplete: forged } });
  const inputs = { left, right, complete: forged, incomplete: claim };
  assertRejected(circuit, { inputs }, /^all\.check\.folded\.product/);
  const unrepaired = { left, right, complete: claim, incomplete: wrong };
  assertRejected(circuit, { inputs: unrepaired }, /^most\.check\.folded\.product/);
});
