// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { modelElements } from "@commonweight/sdk/model";
import { addressToField, layoutId, modelCommitment } from "@commonweight/sdk/proving";
import { compile, mainOf } from "../support/circuit.ts";
import { randomModel, smallest } from "../support/definitions.ts";
import { seeded } from "../support/random.ts";
import { assertAccepted, survivingChanges } from "../support/verdicts.ts";

const { architecture } = smallest;
const operator = "0x00000000000000000000000000000000000000A1";
const elements = modelElements(randomModel(architecture, seeded(1))).length;
const call = `CommitModel(${layoutId(architecture)}, ${elements})`;
const circuit = await compile(mainOf("hash/CommitModel.circom", call, ["element", "salt", "operator"]));

test("the circuit commits as the SDK does, and uniquely", () => {
  const random = seeded(2);
  const model = randomModel(architecture, random);
  const salt = random.bigint(2n ** 250n);
  const inputs = { element: modelElements(model), salt, operator: addressToField(operator) };
  const honest = assertAccepted(circuit, inputs);
  assert.equal(honest[circuit.forger.wire("commitment")], modelCommitment({ model, salt, operator }));
  assert.deepEqual(survivingChanges(circuit, honest, random, { given: /^(element|salt|operator)/ }), []);
});
