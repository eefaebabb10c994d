// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type Batch,
  initialMaster,
  type Master,
  parseRecipe,
  type Recipe,
  stepperOf,
  TrainingOverflowError,
  trainedLayersOf,
  trainingBounds,
  weightsOf,
} from "../../src/training/index.ts";
import { integerBelow, seededRandom } from "../fixtures.ts";
import { deepRecipe, lastLayerRecipe, referenceStep, tinyRecipe, tinyRecipes } from "../support/recipes.ts";

function randomBatch({ task }: Recipe, random: () => number): Batch {
  const rows = Array.from({ length: task.encoding.samples }, () => 0);
  const most = 2 ** task.featureBits;
  return {
    features: rows.map(() => Array.from({ length: task.features }, () => integerBelow(random, most))),
    labels: rows.map(() => integerBelow(random, task.classes)),
  };
}

function randomMaster(recipe: Recipe, random: () => number, width: number): Master {
  return trainedLayersOf(recipe).map(({ rows, columns }) =>
    Int32Array.from({ length: rows * columns }, () => integerBelow(random, width) - width / 2),
  );
}

/** One neuron of logits on one input: small enough to be followed by hand. */
const byHand = parseRecipe({
  name: "by-hand",
  task: {
    name: "one",
    metric: "accuracy",
    features: 1,
    featureBits: 2,
    classes: 2,
    encoding: { kind: "dense", samples: 1 },
  },
  architecture: {
    name: "one",
    input: { kind: "features", features: 1, featureBits: 2 },
    output: { kind: "logits", classes: 2 },
    layers: [
      {
        kind: "dense",
        outputs: 2,
        weightBits: 3,
        biasBits: 5,
        accumulatorBits: 8,
        lanes: { over: "outputs", stride: 60 },
      },
    ],
  },
  masterBits: 8,
  loss: { target: 10, accumulatorBits: 8, shift: 1, errorBits: 4 },
  halvings: [5],
  layers: [{ kind: "trained", rateShift: 3, decay: 2, biasShift: 2, initialBits: 4 }],
});

describe("a training step", () => {
  it("is what its definition says, followed by hand", () => {
    // Master 70 rounds to the weight ⌊70 / 32⌋ = 2, and 21 to the bias ⌊21 / 8⌋ = 2. z = 2·3 + 2 = 8.
    const master = [Int32Array.of(70, 21)];
    const step = stepperOf(byHand);
    // Class 1: z shall be at least 10. It lacks 2, rounded ⌊(2 + 1) / 2⌋ = 1, so the error is −1, twice before step 5.
    const right = step(master, { features: [[3]], labels: [1] }, 0);
    // Gradient of the weight: 2·(−1)·3 + 2·2 = −2; of the bias: 2·(−1)·2² = −8. ⌊(−2 + 4) / 8⌋ = 0, ⌊(−8 + 4) / 8⌋ = −1.
    assert.deepEqual([...right.next[0]!], [70, 22]);
    assert.deepEqual([right.correct, right.loss], [1, 1]);
    // Class 0: z shall be at most −10. It exceeds that by 18, rounded 9; after step 5 errors count once.
    const wrong = step(master, { features: [[3]], labels: [0] }, 5);
    // 9·3 + 2·2 = 31, ⌊35 / 8⌋ = 4; 9·2² = 36, ⌊40 / 8⌋ = 5.
    assert.deepEqual([...wrong.next[0]!], [66, 16]);
    assert.deepEqual([wrong.correct, wrong.loss], [0, 81]);
  });

  it("clips what a logit lacks at the bits of an error", () => {
    const clipped = parseRecipe({ ...byHand, loss: { ...byHand.loss, errorBits: 2 } });
    const { layers } = stepperOf(clipped)([Int32Array.of(70, 21)], { features: [[3]], labels: [0] }, 0);
    assert.deepEqual([...layers[0]!.errorSums], [18]);
    assert.deepEqual([...layers[0]!.errors], [3]);
  });

  for (const recipe of tinyRecipes) {
    it(`is what another implementation, in bigints, computes: ${recipe.name}`, () => {
      const random = seededRandom(7);
      const step = stepperOf(recipe);
      let taken = 0;
      for (let run = 0; run < 400; run++) {
        const master = randomMaster(recipe, random, 2 ** (recipe.masterBits - 1 - (run % 4)));
        const batch = randomBatch(recipe, random);
        let next: Master;
        try {
          next = step(master, batch, run % 7).next;
        } catch (error) {
          if (!(error instanceof TrainingOverflowError)) throw error;
          continue;
        }
        assert.deepEqual(
          next.map((layer) => [...layer]),
          referenceStep(recipe, master, batch, run % 7),
        );
        taken++;
      }
      assert.ok(taken > 100, `${taken} steps`);
    });
  }

  it("keeps every number within the bounds that lanes are computed from", () => {
    const random = seededRandom(8);
    for (const recipe of tinyRecipes) {
      const bounds = trainingBounds(recipe);
      const step = stepperOf(recipe);
      for (let run = 0; run < 200; run++) {
        const master = randomMaster(recipe, random, 2 ** (recipe.masterBits - 1 - (run % 3)));
        try {
          for (const [l, layer] of step(master, randomBatch(recipe, random), 0).layers.entries()) {
            const within = (values: Int32Array, bound: number) => values.every((value) => Math.abs(value) <= bound);
            assert.ok(within(layer.accumulators, bounds[l]!.forward));
            assert.ok(within(layer.errors, bounds[l]!.error));
            assert.ok(within(layer.gradients, bounds[l]!.gradient));
            if (l < bounds.length - 1) assert.ok(within(layer.errorSums, bounds[l + 1]!.backward));
          }
        } catch (error) {
          if (!(error instanceof TrainingOverflowError)) throw error;
        }
      }
    }
  });

  it("leaves the master weights that it starts from alone, and gives the same again", () => {
    const random = seededRandom(9);
    const master = initialMaster(tinyRecipe, 5n);
    const copy = structuredClone(master);
    const batch = randomBatch(tinyRecipe, random);
    const step = stepperOf(tinyRecipe);
    const first = step(master, batch, 3);
    assert.deepEqual(master, copy);
    assert.deepEqual(step(master, batch, 3), first);
  });

  it("has no slope where an activation is clamped", () => {
    // Neuron 0 is far below zero, neuron 1 far above its bits, neuron 2 in between; all logits lack something.
    const hidden = Int32Array.of(-128, -128, -128, 0, 127, 127, 127, 0, 30, 30, 30, 0);
    const logits = Int32Array.of(40, 40, 40, 0, 40, 40, 40, 0);
    const batch = {
      features: [
        [3, 3, 3],
        [3, 3, 3],
        [3, 3, 3],
      ],
      labels: [0, 0, 0],
    };
    const { layers } = stepperOf(tinyRecipe)([hidden, logits], batch, 0);
    assert.ok(layers[0]!.errorSums.every((sum) => sum !== 0));
    const errors = layers[0]!.errors;
    assert.deepEqual([errors[0], errors[1], errors[2] === 0], [0, 0, false]);
  });

  describe("clamps nothing", () => {
    const refusal = (recipe: Recipe, master: Master, features: number[][], labels: number[]) => {
      try {
        stepperOf(recipe)(master, { features, labels }, 4);
      } catch (error) {
        assert.ok(error instanceof TrainingOverflowError);
        assert.equal(error.step, 4);
        return error;
      }
      return assert.fail("nothing was refused");
    };

    it("where a weight leaves its bits", () => {
      const error = refusal(byHand, [Int32Array.of(127, -128)], [[3]], [1]);
      assert.match(error.message, /^Master weight 0 of layer 0 at step 4 is 133; expected -128 to 127/);
      assert.ok(error.value > error.maximum);
    });

    it("where an accumulator does", () => {
      const wide = parseRecipe({ ...tinyRecipe, loss: { ...tinyRecipe.loss, accumulatorBits: 6, errorBits: 3 } });
      const master = [new Int32Array(12).fill(127), new Int32Array(8).fill(127)];
      const row = [3, 3, 3];
      const error = refusal(wide, master, [row, row, row], [0, 0, 0]);
      assert.match(error.message, /^What a logit exceeds its bound by of layer 1 at step 4 is \d+; expected -33 to 30/);
    });

    it("where what is handed back does, at one beyond the end of the range and not at the end", () => {
      const layers = tinyRecipe.layers.map((layer, l) =>
        l === 0 ? { ...layer, error: { accumulatorBits: 4, shift: 1 } } : layer,
      );
      const narrow = parseRecipe({ ...tinyRecipe, layers });
      const random = seededRandom(3);
      let [refused, largest] = [0, -Infinity];
      for (let run = 0; run < 300; run++) {
        try {
          const { layers } = stepperOf(narrow)(randomMaster(narrow, random, 64), randomBatch(narrow, random), 0);
          largest = Math.max(largest, ...layers[0]!.errorSums);
        } catch (error) {
          if (!(error instanceof TrainingOverflowError) || !/handed back/.test(error.message)) continue;
          assert.ok(error.value > 6 || error.value < -9);
          refused++;
        }
      }
      assert.ok(refused > 10);
      assert.equal(largest, 6);
    });
  });

  it("rounds a master down to its weight, also below zero", () => {
    const [layer] = trainedLayersOf(deepRecipe);
    const master = Int32Array.of(-1, -16, -17, 15, 16, -64, 63, -1, 4, -5, 0, 7);
    assert.deepEqual([...weightsOf(layer!, master)], [-1, -1, -2, 3, 1, -4, 3, -1, 0, -1, 0, 1]);
  });

  it("trains the last layer only where the others are frozen", () => {
    const random = seededRandom(4);
    const master = initialMaster(lastLayerRecipe, 9n);
    assert.equal(master.length, 1);
    const { next } = stepperOf(lastLayerRecipe)(master, randomBatch(lastLayerRecipe, random), 0);
    assert.equal(next[0]!.length, master[0]!.length);
    assert.notDeepEqual(next, master);
  });
});
