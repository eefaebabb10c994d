// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { InvalidValueError } from "@commonweight/sdk/proving";
import { parseRecipe, type Recipe, stepperOf, trainedLayersOf, trainingBounds } from "@commonweight/sdk/training";
import {
  assertExactLanes,
  CircuitTooLargeError,
  explain,
  listCircuits,
  loadRecipe,
  planCircuit,
  planTrainStep,
  REPOSITORY,
  type TrainingProduct,
  trainingProductsOf,
  UnknownDefinitionError,
  UnsoundLanesError,
} from "../../generator/index.ts";
import { deepRecipe, tinyRecipe, tinyRecipes } from "../support/recipes.ts";

const kinds = (products: readonly TrainingProduct[]) =>
  products.map(({ kind, placed, bounds }) => [`${kind} ${placed.index}`, bounds.accumulator, bounds.claim]);

describe("the bounds of a training step", () => {
  it("are what the ranges give, worked out by hand", () => {
    // Three inputs below 4 and weights of three bits: 3·4·3, and a bias of five bits: 16. Claims: 2^6 + 2^1, and 2^8 + 1 + 12.
    // Errors of logits have three bits: two rows hand back 2·4·7; claims: 2^7 + 1. Hidden errors: eight bits less one, so 2^6.
    // Gradients: 4·3 samples · 64 · an input of 2^2, and a decay of 4; of the last layer 4·3·7·4 + 4. Claims: 255·16 + 8.
    assert.deepEqual(kinds(trainingProductsOf(tinyRecipe)), [
      ["forward 0", 52n, 66n],
      ["gradient 0", 3_076n, 4_088n],
      ["forward 1", 64n, 269n],
      ["backward 1", 56n, 129n],
      ["gradient 1", 340n, 4_088n],
    ]);
  });

  it("are reached at the ends of the ranges", () => {
    const wide = parseRecipe({
      ...tinyRecipe,
      loss: { ...tinyRecipe.loss, accumulatorBits: 10 },
      layers: tinyRecipe.layers.map((layer, l) => ({
        ...layer,
        rateShift: 12,
        ...(l === 0 ? { error: { accumulatorBits: 9, shift: 1 } } : {}),
      })),
    });
    const [hidden, logits] = trainedLayersOf(wide);
    // Every weight and bias of the hidden layer as large as it can be, of the logits as small: the last is reached only below.
    const master = [
      new Int32Array(hidden!.rows * hidden!.columns).fill(127),
      new Int32Array(logits!.rows * logits!.columns).fill(-128),
    ];
    const features = [0, 1, 2].map(() => [3, 3, 3]);
    const { layers } = stepperOf(wide)(master, { features, labels: [1, 1, 1] }, 9);
    const [, last] = trainingBounds(wide);
    // z = −3·4·3 − 16, which lacks 12 more.
    assert.equal(Math.max(...layers[1]!.errorSums.map(Math.abs)), last!.forward);
    assert.equal(Math.max(...layers[1]!.errors.map(Math.abs)), last!.error);
  });

  it("fit their lanes, and would not fit narrower ones", () => {
    for (const recipe of [...tinyRecipes, loadRecipe("digits-mlp-sgd"), loadRecipe("digits-mlp-last-layer")]) {
      for (const { kind, stride, lanes, bounds } of trainingProductsOf(recipe)) {
        assertExactLanes(`${kind} of ${recipe.name}`, { stride, lanes }, bounds.difference);
        assert.throws(
          () => assertExactLanes("narrower", { stride: stride - 1, lanes }, bounds.difference),
          UnsoundLanesError,
        );
      }
    }
  });
});

describe("how products of a step are checked", () => {
  const withBatch = (recipe: Recipe, samples: number) =>
    parseRecipe({ ...recipe, task: { ...recipe.task, encoding: { kind: "dense", samples } } });

  it("is plainly where a batch is small: exact, and without a challenge", () => {
    const { trainingProducts, main } = planTrainStep(loadRecipe("digits-mlp-sgd"));
    assert.ok(trainingProducts.every(({ check }) => check === "plain"));
    assert.doesNotMatch(main, /transcript|FreivaldsProduct/);
  });

  it("is by Freivalds where it is cheaper, with every such product in the transcript", () => {
    const recipe = withBatch(loadRecipe("digits-mlp-sgd"), 96);
    const products = trainingProductsOf(recipe);
    const checked = products.filter(({ check }) => check === "freivalds");
    assert.ok(checked.length >= 1);
    assert.ok(checked.length < products.length);
  });

  it("hashes all three commitments and each product once", () => {
    const { main, trainingProducts } = planTrainStep(deepRecipe, { check: "freivalds" });
    const elements = trainingProducts.reduce((sum, { p, q }) => sum + p * q, 3);
    assert.match(main, new RegExp(`component transcript = Sponge\\(3, \\d+, ${elements}\\);`));
    for (const { kind, placed } of trainingProducts) {
      const name = `${kind}${placed.index}`;
      assert.equal(main.split(`${name}.challenge <== transcript.out;`).length, 2);
      assert.match(main, new RegExp(`transcript\\.in\\[.*\\] <== claimed${name[0]!.toUpperCase()}${name.slice(1)}`));
    }
  });
});

describe("the circuits of recipes", () => {
  it("are listed: a step, a start and an end", () => {
    const names = listCircuits().filter((name) => /digits-mlp-(sgd|last-layer)$/.test(name));
    assert.deepEqual(names, [
      "train-step.digits-mlp-last-layer",
      "inherit-model.digits-mlp-last-layer",
      "quantise-model.digits-mlp-last-layer",
      "train-step.digits-mlp-sgd",
      "init-step.digits-mlp-sgd",
      "quantise-model.digits-mlp-sgd",
    ]);
    for (const name of names) assert.equal(planCircuit(name).name, name);
  });

  it("are within the limits of the design", () => {
    assert.ok(planCircuit("train-step.digits-mlp-sgd").constraints <= 2 ** 18);
    assert.ok(planCircuit("train-step.digits-mlp-last-layer").constraints <= 40_000);
  });

  it("are refused where they are too large, malformed or unknown", () => {
    const huge = {
      ...loadRecipe("digits-mlp-sgd"),
      architecture: { ...loadRecipe("digits-mlp-sgd").architecture },
    };
    huge.architecture.layers = huge.architecture.layers.map((layer, l) =>
      layer.kind === "dense" && l === 0 ? { ...layer, outputs: 120 } : layer,
    );
    assert.throws(() => planTrainStep(huge), CircuitTooLargeError);
    assert.throws(() => planTrainStep({ ...tinyRecipe, masterBits: 2 }), InvalidValueError);
    assert.throws(() => planCircuit("train-step.nothing"), UnknownDefinitionError);
    assert.throws(() => loadRecipe("nothing"), UnknownDefinitionError);
  });
});

describe("the documentation of training", () => {
  const text = readFileSync(join(REPOSITORY, "docs/training.md"), "utf8");

  it("has the bounds that the generator computes", () => {
    for (const name of ["digits-mlp-sgd", "digits-mlp-last-layer"]) {
      for (const { kind, placed, bounds, stride, lanes } of trainingProductsOf(loadRecipe(name))) {
        const { accumulator, claim, difference } = bounds;
        const cells = [name, `${kind} ${placed.index}`, accumulator, claim, difference, stride, lanes];
        assert.ok(text.includes(`| ${cells.join(" | ")} |`), cells.join(" | "));
      }
    }
  });

  it("has the constraints that the bench has counted", () => {
    const { constraints } = JSON.parse(readFileSync(join(REPOSITORY, "bench/training.json"), "utf8")) as {
      constraints: Record<string, number>;
    };
    for (const count of Object.values(constraints).filter((count) => count > 20_000)) {
      assert.ok(text.includes(count.toLocaleString("en-GB")), `${count}`);
    }
  });
});

describe("a training circuit explained", () => {
  it("has form, bounds, both ways of checking, and the costs of every product", () => {
    const text = explain(planCircuit("train-step.digits-mlp-sgd"), 118_684);
    assert.match(text, /the forward product of layer 0: of 8 vectors/);
    assert.match(text, /\|true\| ≤ 262528, \|claimed\| ≤ 4194272: E = 4456800 < 2\^23/);
    assert.match(text, /plain +2,048 {2}← chosen/);
    assert.match(text, /constraints counted +118,684/);
  });
});
