// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { chunkElements } from "@commonweight/sdk/data";
import { dataCommitment, layoutId } from "@commonweight/sdk/proving";
import { compile, mainOf } from "../support/circuit.ts";
import { randomChunk, smallest } from "../support/definitions.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, survivingChanges } from "../support/verdicts.ts";

const { task } = smallest;
const call = `CommitData(${layoutId(task)}, ${task.features + 1})`;
const circuit = await compile(mainOf("hash/CommitData.circom", call, ["salt", "element"]));

test("the circuit commits as the SDK does, and uniquely", () => {
  const random = seeded(1);
  const chunk = randomChunk(task, random);
  const [salt, ...element] = chunkElements(task, chunk);
  const inputs = { salt: salt!, element };
  const honest = assertAccepted(circuit, inputs);
  assert.equal(honest[circuit.forger.wire("commitment")], dataCommitment(task, chunk));
  assert.deepEqual(survivingChanges(circuit, honest, random, { given: /^(salt|element)/ }), []);
});
