// SPDX-License-Identifier: GPL-3.0-or-later

// What ties the first and the last checkpoint of a record: InitStep, InheritModel and QuantiseModel.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FIELD_ORDER, modelCommitment, type StatementName, toField } from "@commonweight/sdk/proving";
import {
  checkpointCommitment,
  inheritModelInputs,
  initialMaster,
  initStepInputs,
  masterFromModel,
  quantiseModelInputs,
  roundMaster,
} from "@commonweight/sdk/training";
import { planInheritModel, planInitStep, planQuantiseModel } from "../../generator/index.ts";
import type { Inputs, TestCircuit } from "../support/circuit.ts";
import { seeded } from "../support/random.ts";
import { lastLayerRecipe, randomMaster, tinyRecipe } from "../support/recipes.ts";
import {
  altered,
  assertEstimate,
  assertPublicInputsMatter,
  assertPublicOrder,
  claimsOf,
  compilePlan,
  operator,
  renamed,
  thief,
} from "../support/statements.ts";
import { assertAccepted, assertRejected, survivingChanges } from "../support/verdicts.ts";

const salt = 2n ** 200n + 1n;
const modelSalt = 2n ** 190n + 3n;

/** What every one of them has to pass. */
function checkStatement(circuit: TestCircuit, statement: StatementName, inputs: Inputs): bigint[] {
  assertPublicOrder(circuit, statement);
  const honest = assertAccepted(circuit, inputs);
  assertPublicInputsMatter(circuit, inputs, statement);
  return honest;
}

function plus(inputs: Inputs, name: string, path: readonly number[], delta: bigint): Inputs {
  return { ...inputs, [name]: altered(inputs[name]!, path, (old) => toField(old + delta)) };
}

describe("InitStep", async () => {
  const plan = planInitStep(tinyRecipe);
  const circuit = await compilePlan(plan);
  const owner = { recipe: tinyRecipe, salt, operator } as const;

  it("gives the first weights that the SDK gives, and only those", () => {
    for (const seed of [0n, 1n, FIELD_ORDER - 1n, 2n ** 253n])
      circuit.calculate(initStepInputs({ ...owner, seed }).inputs);
    const honest = checkStatement(circuit, "InitStep", initStepInputs({ ...owner, seed: 77n }).inputs);
    assert.deepEqual(survivingChanges(circuit, honest, seeded(8)), []);
    assertEstimate(circuit, plan);
  });

  it("refuses a start that somebody chose", () => {
    const { inputs } = initStepInputs({ ...owner, seed: 77n });
    assertAccepted(circuit, inputs);
    const chosen = randomMaster(tinyRecipe, seeded(3));
    const masters = { "weights of one's own": chosen, "those of another seed": initialMaster(tinyRecipe, 78n) };
    for (const [name, master] of Object.entries(masters)) {
      const commitment = checkpointCommitment({ ...owner, master, step: 0 });
      assertRejected(circuit, { name, inputs: { ...inputs, commitment } }, /commitment/);
    }
    const later = checkpointCommitment({ ...owner, master: initialMaster(tinyRecipe, 77n), step: 1 });
    assertRejected(circuit, { name: "a later checkpoint", inputs: { ...inputs, commitment: later } }, /commitment/);
    const other = { ...inputs, operator: BigInt(thief) };
    assertRejected(circuit, { name: "another operator", inputs: other }, /commitment/);
  });

  it("refuses the bits of another number that is equal modulo p", () => {
    const { inputs } = initStepInputs({ ...owner, seed: 77n });
    const honest = assertAccepted(circuit, inputs);
    // The lowest bit of a hash and of the hash + p differ: p is odd.
    const bit = "numbers0.bits[0].n2b.out[0]";
    const changes = { [bit]: 1n - honest[circuit.forger.wire(bit)]! };
    assertRejected(circuit, { inputs, changes, following: ["commitment"] }, /n2b|bits\[0\]/);
  });
});

describe("QuantiseModel", async () => {
  const plan = planQuantiseModel(tinyRecipe);
  const circuit = await compilePlan(plan);
  const owner = { recipe: tinyRecipe, salt, operator, step: 9, modelSalt } as const;
  const inputsOf = (seed: number) => {
    const master = randomMaster(tinyRecipe, seeded(seed));
    return { master, inputs: quantiseModelInputs({ ...owner, master }).inputs };
  };

  it("ties masters from the whole range to the model that they round to, and to no other", () => {
    for (let seed = 1; seed < 9; seed++) circuit.calculate(inputsOf(seed).inputs);
    const honest = checkStatement(circuit, "QuantiseModel", inputsOf(9).inputs);
    assert.deepEqual(survivingChanges(circuit, honest, seeded(8)), []);
    assertEstimate(circuit, plan);
  });

  it("refuses a model that was not trained so", () => {
    const { master, inputs } = inputsOf(10);
    assertAccepted(circuit, inputs);
    const model = roundMaster(tinyRecipe, master);
    const forged = (name: string, modelCommitment: bigint) =>
      assertRejected(circuit, { name, inputs: { ...inputs, modelCommitment } }, /modelCommitment/);
    const stolen = roundMaster(tinyRecipe, randomMaster(tinyRecipe, seeded(11)));
    forged("a stolen model", modelCommitment({ model: stolen, salt: modelSalt, operator }));
    const nudged = structuredClone(model);
    nudged.matrices[1]!.weights[0]![0]! = nudged.matrices[1]!.weights[0]![0]! === 3 ? 2 : 3;
    forged("one weight nudged", modelCommitment({ model: nudged, salt: modelSalt, operator }));
    forged("the model of another operator", modelCommitment({ model, salt: modelSalt, operator: thief }));
    const laidOut = { ...model, architecture: renamed(model.architecture) };
    forged("another architecture of the same shape", modelCommitment({ model: laidOut, salt: modelSalt, operator }));
  });

  it("refuses altered rounding, and masters out of range", () => {
    const { inputs } = inputsOf(12);
    const honest = assertAccepted(circuit, inputs);
    const following = ["modelCommitment", "commitmentLast"];
    const top = "rounded0.bits[0][0].out[7]";
    const changes = { [top]: 1n - honest[circuit.forger.wire(top)]! };
    assertRejected(circuit, { name: "a sign", inputs, changes, following }, /rounded0\.bits/);
    for (const value of [128n, FIELD_ORDER - 129n]) {
      const forged = { ...inputs, master0: altered(inputs.master0!, [0, 0], () => value) };
      assertRejected(circuit, { name: "a master out of range", inputs: forged, following }, /rounded0\.bits/);
    }
    const carried = plus(plus(inputs, "master0", [0, 0], 256n), "master0", [0, 1], -1n);
    assertRejected(circuit, { name: "a carry between masters", inputs: carried, following }, /rounded0\.bits/);
    const another = plus(inputs, "master1", [1, 1], 1n);
    assertRejected(circuit, { name: "another checkpoint", inputs: another }, /commitmentLast|modelCommitment|rounded1/);
  });
});

describe("InheritModel", async () => {
  const plan = planInheritModel(lastLayerRecipe);
  const circuit = await compilePlan(plan);
  const model = roundMaster(lastLayerRecipe, randomMaster(lastLayerRecipe, seeded(1)));
  const parent = { model, salt: modelSalt, operator: thief } as const;
  const owner = { recipe: lastLayerRecipe, salt, operator } as const;
  const { inputs } = inheritModelInputs({ ...owner, parent });

  it("ties the first checkpoint to the parent's model, and to no other", () => {
    const freed = /^(salt|modelSalt|operator|parentOperator|(weight|bias)\d\[\d\](\[\d\])?) /;
    const honest = checkStatement(circuit, "InheritModel", inputs);
    const following = claimsOf("InheritModel");
    for (const name of survivingChanges(circuit, honest, seeded(8), { following })) assert.match(name, freed);
    assertEstimate(circuit, plan);
  });

  it("refuses a start beside the parent's model, and another parent", () => {
    assertAccepted(circuit, inputs);
    const master = masterFromModel(lastLayerRecipe, model);
    master[0]![0]!++;
    const commitment = checkpointCommitment({ ...owner, master, step: 0 });
    assertRejected(circuit, { name: "a start beside it", inputs: { ...inputs, commitment } }, /commitment/);
    const unfrozen = structuredClone(model);
    unfrozen.matrices[0]!.biases[0] = 1;
    const parentCommitment = modelCommitment({ model: unfrozen, salt: modelSalt, operator: thief });
    assertRejected(
      circuit,
      { name: "another frozen layer", inputs: { ...inputs, parentCommitment } },
      /parentCommitment/,
    );
    assert.throws(() => inheritModelInputs({ ...owner, parent: { ...parent, model: unfrozen } }), /frozen one/);
    const following = ["commitment", "parentCommitment"];
    const wide = { ...inputs, weight2: altered(inputs.weight2!, [0, 0], () => 4n) };
    assertRejected(circuit, { name: "a weight out of range", inputs: wide, following }, /weightRange2/);
    const wideBias = { ...inputs, bias2: altered(inputs.bias2!, [0], () => 16n) };
    assertRejected(circuit, { name: "a bias out of range", inputs: wideBias, following }, /biasRange2/);
  });
});
