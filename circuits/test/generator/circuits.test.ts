// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { layoutId, type StatementName, statements } from "@commonweight/sdk/proving";
import {
  assertPlannable,
  circuitNames,
  evaluateModelConstraints,
  generateCircuit,
  listCircuits,
  loadArchitecture,
  loadTask,
  planCircuit,
  planEvaluateModel,
  planSealChunk,
  planSealModel,
  sealChunkConstraints,
  sealModelConstraints,
  sourcesOf,
} from "../../generator/index.ts";
import { deep } from "../support/definitions.ts";

const digits = loadTask("digits-28");
const mlp = loadArchitecture("digits-mlp");

test("every definition has its circuits", () => {
  assert.deepEqual(listCircuits(), [
    "seal-chunk.digits-28",
    "seal-chunk.digits-84",
    "seal-model.digits-mlp",
    "evaluate-model.digits-28.digits-mlp",
    "evaluate-model.digits-84.digits-mlp",
  ]);
  for (const name of listCircuits()) assert.equal(planCircuit(name).name, name);
});

test("an architecture is only paired with tasks whose samples it reads", () => {
  assert.deepEqual(circuitNames([digits, deep.task], [mlp, deep.architecture]).slice(4), [
    "evaluate-model.digits-28.digits-mlp",
    "evaluate-model.deep.deep",
  ]);
});

test("the circuits of the digits are within their limits: the estimates are upper bounds", () => {
  const large = loadTask("digits-84");
  const estimates = [
    [sealChunkConstraints(digits), 12_987, 15_000],
    [sealModelConstraints(mlp), 26_307, 27_000],
    [evaluateModelConstraints(digits, mlp), 53_448, 56_000],
    [evaluateModelConstraints(large, mlp), 116_232, 120_000],
  ] as const;
  for (const [estimate, expected, limit] of estimates) {
    assert.equal(estimate, expected);
    assert.ok(estimate <= limit);
  }
});

test("the main component names the layouts and lists the public inputs of the statement", () => {
  const templates = { "seal-chunk.digits-28": "SealChunk", "seal-model.digits-mlp": "SealModel" } as const;
  for (const [name, template] of Object.entries(templates)) {
    const { main, statement } = generateCircuit(name);
    assert.equal(statement, template);
    assert.ok(main.includes(`{public [${statements[template as StatementName].join(", ")}]} = ${template}(`));
  }
  const { main } = generateCircuit("evaluate-model.digits-28.digits-mlp");
  for (const id of [layoutId(mlp), layoutId(digits)]) assert.ok(main.includes(`    ${id},`));
  assert.notEqual(main, generateCircuit("evaluate-model.digits-84.digits-mlp").main);
});

test("the sources of a circuit are all that it includes, and nothing else", () => {
  assert.deepEqual(sourcesOf('include "circuits/src/nn/DenseOverOutputs.circom";'), [
    "circuits/src/arithmetic/PackLanes.circom",
    "circuits/src/nn/DenseOverOutputs.circom",
  ]);
  const { sources } = generateCircuit("seal-chunk.digits-28");
  assert.ok(sources.includes("circuits/src/model/SealChunk.circom"));
  assert.ok(sources.includes("node_modules/circomlib/circuits/poseidon_constants.circom"));
  assert.ok(!sources.includes("circuits/src/model/SealModel.circom"));
});

test("names that do not exist are refused, with those that do", () => {
  assert.throws(() => generateCircuit("seal-chunk.digits-29"), {
    name: "UnknownDefinitionError",
    message: /The name of the circuit is seal-chunk\.digits-29; expected one of seal-chunk\.digits-28, /,
  });
  assert.throws(() => loadTask("../architectures/digits-mlp"), {
    name: "UnknownDefinitionError",
    message: /expected one of digits-28, digits-84, the files of circuits\/tasks/,
  });
  assert.throws(() => loadArchitecture("digits"), { name: "UnknownDefinitionError" });
});

test("circuits above 2^18 constraints are refused, with the limit", () => {
  const wide = { ...mlp, layers: mlp.layers.with(0, { ...mlp.layers[0]!, outputs: 150 }) };
  const tooWide = { ...mlp, layers: mlp.layers.with(0, { ...mlp.layers[0]!, outputs: 230 }) };
  assert.equal(planEvaluateModel(digits, wide).constraints < 2 ** 18, true);
  assert.throws(() => planEvaluateModel(digits, tooWide), {
    name: "CircuitTooLargeError",
    message: /constraints of evaluate-model\.digits-28\.digits-mlp is \d+; expected at most 262144 \(2\^18\)/,
  });
  assert.throws(() => planSealChunk({ ...digits, lanes: { stride: 18, perElement: 1 }, groups: 120 }), {
    name: "CircuitTooLargeError",
    message: /constraints of seal-chunk\.digits-28 is \d+; expected at most 262144 \(2\^18\)/,
  });
});

test("more than 750 words are refused, with the limit", () => {
  const wide = { ...mlp, layers: mlp.layers.with(0, { ...mlp.layers[0]!, outputs: 350 }) };
  assert.throws(() => planSealModel(wide), {
    name: "CircuitTooLargeError",
    message: /words that a model of digits-mlp is published as is 850; expected at most 750/,
  });
  assert.throws(() => planSealChunk({ ...digits, featureBits: 8, lanes: { stride: 18, perElement: 14 }, groups: 30 }), {
    name: "CircuitTooLargeError",
    message: /words that a chunk of digits-28 is published as is \d+; expected at most 750/,
  });
});

test("circuits that cannot be built are named, with why, and how to build the others", () => {
  const narrow = { ...digits, name: "narrow", lanes: { stride: 12, perElement: 14 } };
  const plans: Record<string, () => unknown> = {
    "seal-chunk.narrow": () => planSealChunk(narrow),
    "seal-model.digits-mlp": () => planSealModel(mlp),
    "evaluate-model.narrow.digits-mlp": () => planEvaluateModel(narrow, mlp),
  };
  const names = circuitNames([narrow], [mlp]);
  assert.deepEqual(names, Object.keys(plans));
  assert.throws(() => assertPlannable(names, (name) => plans[name]!()), {
    name: "BaseError",
    message:
      /^1 of 3 circuits cannot be built\.\n\nevaluate-model\.narrow\.digits-mlp: The .* is \d+; expected .*\n\nThe others can: npm run circuits -- seal-chunk\.narrow seal-model\.digits-mlp\n/,
  });
  assertPlannable(listCircuits());
});
