// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { chunkElements } from "@commonweight/sdk/data";
import { dataCommitment, FIELD_ORDER, layoutId } from "@commonweight/sdk/proving";
import { compile, mainOf } from "../support/circuit.ts";
import { multiplications } from "../support/counts.ts";
import { deep, randomChunk, smallest } from "../support/definitions.ts";
import { seeded } from "../support/random.ts";
import { renamed } from "../support/statements.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

const SPONGE_BLOCK = 612;

// One block of the sponge; and two, of deep copies of its features.
const { task } = smallest;
const wide = { ...deep.task, encoding: { kind: "lanes", stride: 12, perElement: 3, groups: 6 } } as const;
const [circuit, twoBlocks] = await Promise.all(
  [task, wide].map((other) => {
    const elements = chunkElements(other, randomChunk(other, seeded(0))).length - 1;
    const call = `CommitData(${layoutId(other)}, ${elements})`;
    return compile(mainOf("hash/CommitData.circom", call, ["salt", "element"]));
  }),
);

for (const [name, committed, of] of [
  ["a block", circuit!, task],
  ["two blocks", twoBlocks!, wide],
] as const) {
  const random = seeded(1);
  const chunk = randomChunk(of, random);
  const [salt, ...element] = chunkElements(of, chunk) as [bigint, ...bigint[]];

  test(`the circuit commits as the SDK does, and uniquely: ${name}`, () => {
    const honest = assertAccepted(committed, { salt, element });
    assert.equal(honest[committed.forger.wire("commitment")], dataCommitment(of, chunk));
    assert.deepEqual(survivingChanges(committed, honest, random, { given: /^(salt|element)/ }), []);
  });

  test(`the salt, every element, and the layout matter: ${name}`, () => {
    const commitment = dataCommitment(of, chunk);
    const others = [
      { salt: (salt + 1n) % FIELD_ORDER, element },
      ...element.map((value, k) => ({ salt, element: element.with(k, (value + 1n) % FIELD_ORDER) })),
    ];
    for (const inputs of others) assertRejected(committed, { inputs, changes: { commitment } }, /\bcommitment\b/);
    const changes = { commitment: dataCommitment(renamed(of), chunk) };
    assertRejected(committed, { inputs: { salt, element }, changes }, /\bcommitment\b/);
  });

  test(`it costs at most ${SPONGE_BLOCK} constraints a block of 16, and few less: ${name}`, () => {
    const most = SPONGE_BLOCK * Math.ceil((1 + element.length) / 16);
    assert.ok(multiplications(committed) <= most && multiplications(committed) > most - 60 * (most / SPONGE_BLOCK));
  });
}
