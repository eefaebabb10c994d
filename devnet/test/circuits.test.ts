// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { definitionId, fits } from "@commonweight/sdk";
import type { CircuitArtifacts } from "@commonweight/sdk/proving";
import { tinyArchitecture, tinyTask } from "../../sdk/test/fixtures.ts";
import { calmRecipe, lastLayerRecipe } from "../../sdk/test/support/recipes.ts";
import { keysOf, shippedDefinitions } from "../src/circuits.ts";

describe("what is registered on a local chain", () => {
  it("has recipes where they are asked for, of architectures that are there and can be proven", () => {
    assert.equal(shippedDefinitions().recipes, undefined);
    const { tasks, architectures, recipes = [] } = shippedDefinitions({ withRecipes: true });
    assert.equal(recipes.length, 1);
    for (const { architecture } of recipes) {
      assert.ok(architectures.map(definitionId).includes(definitionId(architecture)));
      assert.ok(tasks.some((task) => fits(architecture, task)));
    }
  });

  it("has of each recipe the keys of its own circuits, by how its records begin", () => {
    const architectures = [tinyArchitecture, calmRecipe.architecture, lastLayerRecipe.architecture];
    const definitions = { tasks: [tinyTask], architectures, recipes: [calmRecipe, lastLayerRecipe] };
    // A key that tells whose it is stands for each.
    const circuits = { get: (name: string) => ({ verifyingKey: name }) as unknown as CircuitArtifacts };
    const { recipes = [] } = keysOf(definitions, circuits as unknown as Parameters<typeof keysOf>[1]);
    assert.deepEqual(
      recipes.map(({ recipe, ...keys }) => [recipe.name, keys]),
      [
        [
          "tiny-calm",
          {
            start: "init-step.tiny-calm",
            trainStep: "train-step.tiny-calm",
            quantiseModel: "quantise-model.tiny-calm",
          },
        ],
        [
          "tiny-last-layer",
          {
            start: "inherit-model.tiny-last-layer",
            trainStep: "train-step.tiny-last-layer",
            quantiseModel: "quantise-model.tiny-last-layer",
          },
        ],
      ],
    );
  });
});
