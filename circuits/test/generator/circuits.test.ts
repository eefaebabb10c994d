// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { asClassification } from "@commonweight/sdk/data";
import { type Architecture, type DenseLayer, matricesOf, parseArchitecture } from "@commonweight/sdk/model";
import { layoutId, statements } from "@commonweight/sdk/proving";
import {
  architectureNames,
  assertPlannable,
  circuitNames,
  generateCircuit,
  listCircuits,
  loadArchitecture,
  loadTask,
  planCircuit,
  planEvaluateModel,
  planSealChunk,
  planSealModel,
  sourcesOf,
  taskNames,
} from "../../generator/index.ts";
import { deep, shapes } from "../support/definitions.ts";

const digits = asClassification(loadTask("digits-28"));
const mlp = loadArchitecture("digits-mlp");
const lanes = { kind: "lanes", stride: 18, perElement: 14, groups: 2 } as const;

/** digits-mlp with another number of hidden neurons. */
function widened(outputs: number): Architecture {
  const first = mlp.layers[0] as DenseLayer;
  return { ...mlp, layers: mlp.layers.with(0, { ...first, outputs }) };
}

test("every definition has its circuits", () => {
  const names = listCircuits();
  for (const task of taskNames()) assert.ok(names.includes(`seal-chunk.${task}`));
  for (const architecture of architectureNames()) {
    assert.ok(names.includes(`seal-model.${architecture}`));
    assert.ok(names.some((name) => name.startsWith("evaluate-model.") && name.endsWith(`.${architecture}`)));
  }
  for (const name of names) assert.equal(planCircuit(name).name, name);
});

test("an architecture is only paired with tasks whose samples it reads", () => {
  assert.deepEqual(circuitNames([digits, deep.task], [mlp, deep.architecture]).slice(4), [
    "evaluate-model.digits-28.digits-mlp",
    "evaluate-model.deep.deep",
  ]);
});

test("a network of 64, 32 and 10 costs at most 1,300 constraints a sample of digits-84, 1,200 with weights of four bits", () => {
  assert.ok(planCircuit("evaluate-model.digits-84.digits-mlp").constraints <= 84 * 1_300);
  assert.ok(planCircuit("evaluate-model.digits-84.digits-mlp-int4").constraints <= 84 * 1_200);
});

/** What a seal costs a weight beyond the ranges of weights and biases. */
function sealOverhead(architecture: Architecture): { weights: number; each: number } {
  const matrices = matricesOf(architecture);
  const weights = matrices.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
  const ranges = matrices.reduce((sum, m) => sum + m.rows * (m.columns * m.weightBits + m.biasBits), 0);
  return { weights, each: (planSealModel(architecture).constraints - ranges) / weights };
}

test("a seal costs at most 3.2 constraints a weight beyond its range bits, from 2,000 weights on", () => {
  const large = architectureNames().filter((name) => sealOverhead(loadArchitecture(name)).weights >= 2_000);
  assert.ok(large.length >= 4, large.join());
  for (const name of large.filter((other) => other !== "next-byte")) {
    assert.ok(sealOverhead(loadArchitecture(name)).each <= 3.2, name);
  }
});

test("or more, where seal and evaluation cost less together than with a cheaper seal", () => {
  const committed = loadArchitecture("next-byte");
  const layers = committed.layers.map((layer) =>
    layer.kind === "dense" ? { ...layer, lanes: { over: "samples" } } : layer,
  );
  const cheaperSeal = parseArchitecture({ ...committed, layers });
  assert.ok(sealOverhead(committed).each > 3.2 && sealOverhead(cheaperSeal).each <= 3.2);
  const task = loadTask("text-64");
  const total = (architecture: Architecture): number =>
    planSealModel(architecture).constraints + planEvaluateModel(task, architecture).constraints;
  assert.ok(total(committed) < total(cheaperSeal));
});

test("the main component names the layouts and lists the public inputs of the statement", () => {
  const templates = {
    "seal-chunk.digits-28": "SealChunk",
    "seal-model.digits-mlp": "SealModel",
    "evaluate-model.digits-28.digits-mlp": "EvaluateModel",
  } as const;
  for (const [name, template] of Object.entries(templates)) {
    const { main, statement } = generateCircuit(name);
    assert.equal(statement, template);
    assert.ok(main.includes(`{public [${statements[template].join(", ")}]} = ${template}(`));
  }
  const { main } = generateCircuit("evaluate-model.digits-28.digits-mlp");
  for (const id of [layoutId(mlp), layoutId(digits)]) assert.ok(main.includes(`(${id}, `));
  assert.notEqual(main, generateCircuit("evaluate-model.digits-84.digits-mlp").main);
});

test("the sources of a circuit are all that it includes, and nothing else", () => {
  assert.deepEqual(sourcesOf('include "circuits/src/nn/RequantiseLayer.circom";'), [
    "circuits/src/arithmetic/Bits.circom",
    "circuits/src/nn/RequantiseLayer.circom",
    "circuits/src/nn/RequantiseReLU.circom",
  ]);
  const { sources } = generateCircuit("seal-chunk.digits-28");
  assert.ok(sources.includes("circuits/src/model/Features.circom"));
  assert.ok(sources.includes("node_modules/circomlib/circuits/poseidon_constants.circom"));
  assert.ok(!sources.includes("circuits/src/model/SealModel.circom"));
});

test("the text of a circuit is the same whenever it is made, and whatever was made before", () => {
  const texts = () => shapes.map(({ task, architecture }) => planEvaluateModel(task, architecture).main);
  assert.deepEqual(texts(), texts());
  assert.deepEqual(
    texts().toReversed(),
    shapes.toReversed().map((shape) => planEvaluateModel(shape.task, shape.architecture).main),
  );
  // So is that of a definition which has been through JSON.
  const copy = JSON.parse(JSON.stringify(deep)) as typeof deep;
  assert.equal(
    planEvaluateModel(copy.task, copy.architecture).main,
    planEvaluateModel(deep.task, deep.architecture).main,
  );
});

test("a circuit includes every template that it calls, and no other", () => {
  const mains = [
    ...shapes.map(({ task, architecture }) => planEvaluateModel(task, architecture).main),
    ...shapes.map(({ task }) => planSealChunk(task).main),
    ...shapes.map(({ architecture }) => planSealModel(architecture).main),
  ];
  const found = new Set<string>();
  for (const main of mains) {
    const included = [...main.matchAll(/^include "circuits\/src\/\w+\/(\w+)\.circom";$/gm)].map(([, name]) => name!);
    const body = main.replaceAll(/\/\/.*/g, "");
    const called = [...body.matchAll(/= ([A-Z]\w+)\(/g)].map(([, name]) => name!);
    const own = [...body.matchAll(/^template (\w+)\(/gm)].map(([, name]) => name!);
    const foreign = [...new Set(called)].filter((name) => !own.includes(name)).sort();
    assert.deepEqual(included, foreign);
    for (const name of included) found.add(name);
  }
  // The kinds of layers, encodings and metrics are all among them.
  assert.ok(found.size >= 25, [...found].join());
});

test("names that do not exist are refused, with those that do", () => {
  assert.throws(() => generateCircuit("seal-chunk.digits-29"), {
    name: "UnknownDefinitionError",
    message: /The name of the circuit is seal-chunk\.digits-29; expected one of seal-chunk\.denoise-28, /,
  });
  assert.throws(() => loadTask("../architectures/digits-mlp"), {
    name: "UnknownDefinitionError",
    message: /expected one of .*digits-28, digits-84, .*the files of circuits\/tasks/,
  });
  assert.throws(() => loadArchitecture("digits"), { name: "UnknownDefinitionError" });
});

test("circuits above 2^18 constraints are refused, with the limit", () => {
  const wide = widened(150);
  const tooWide = widened(260);
  assert.equal(planEvaluateModel(digits, wide).constraints < 2 ** 18, true);
  assert.throws(() => planEvaluateModel(digits, tooWide), {
    name: "CircuitTooLargeError",
    message: /constraints of evaluate-model\.digits-28\.digits-mlp is \d+; expected at most 262144 \(2\^18\)/,
  });
  assert.throws(
    () => planSealChunk({ ...digits, encoding: { kind: "lanes", stride: 18, perElement: 1, groups: 120 } }),
    {
      name: "CircuitTooLargeError",
      message: /constraints of seal-chunk\.digits-28 is \d+; expected at most 262144 \(2\^18\)/,
    },
  );
});

test("more than 750 words are refused, with the limit", () => {
  const wide = widened(350);
  assert.throws(() => planSealModel(wide), {
    name: "CircuitTooLargeError",
    message: /words that a model of digits-mlp is published as is 850; expected at most 750/,
  });
  assert.throws(() => planSealChunk({ ...digits, featureBits: 8, encoding: { ...lanes, groups: 30 } }), {
    name: "CircuitTooLargeError",
    message: /words that a chunk of digits-28 is published as is \d+; expected at most 750/,
  });
});

test("circuits that cannot be built are named, with why, and how to build the others", () => {
  const narrow = { ...digits, name: "narrow", encoding: { ...lanes, stride: 12 } };
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
