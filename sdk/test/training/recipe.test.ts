// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { frozenMatricesOf, gainAt, parseRecipe, slower, trainedLayersOf } from "../../src/training/index.ts";
import { layoutId } from "../../src/utils/index.ts";
import { assertThrows } from "../fixtures.ts";
import { lastLayerRecipe, tinyRecipe } from "../support/recipes.ts";

/** The recipe with one part of its JSON replaced. */
function withPart(recipe: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const copy = structuredClone(recipe) as Record<string | number, never>;
  let part: Record<string | number, unknown> = copy;
  for (const key of path.slice(0, -1)) part = part[key] as Record<string | number, unknown>;
  if (value === undefined) delete part[path.at(-1)!];
  else part[path.at(-1)!] = value;
  return copy;
}

describe("a recipe", () => {
  it("is itself after a round through JSON", () => {
    assert.deepEqual(parseRecipe(JSON.parse(JSON.stringify(tinyRecipe))), tinyRecipe);
  });

  const refused: [name: string, path: (string | number)[], value: unknown, message: RegExp][] = [
    ["an unknown key", ["momentum"], 1, /^recipe\.momentum is 1; expected no such key/],
    ["a task in lanes", ["task", "encoding"], { kind: "lanes", stride: 8, perElement: 3, groups: 1 }, /encoding\.kind/],
    ["an architecture of another shape", ["architecture", "input", "features"], 4, /features/],
    ["too few layers", ["layers"], [{ ...tinyRecipe.layers[1] }], /^The number of recipe\.layers is 1; expected 2/],
    ["masters no wider than weights", ["masterBits"], 3, /weightBits of its architecture is 3; expected from 2 to 2/],
    ["masters of 17 bits", ["masterBits"], 17, /an integer from 3 to 16/],
    ["a bias beyond its bits", ["layers", 0, "biasShift"], 4, /biasShift is 4; expected at most 3/],
    ["first weights beyond the masters", ["layers", 0, "initialBits"], 8, /initialBits is 8; expected at most 7/],
    ["an error of one bit", ["layers", 0, "error", "shift"], 7, /error\.shift is 7; expected at most 6/],
    ["a hidden layer without rounding", ["layers", 0, "error"], undefined, /layers\[0\]\.error is missing/],
    ["a last layer with rounding", ["layers", 1, "error"], { accumulatorBits: 8, shift: 1 }, /the loss rounds/],
    ["a loss with more bits than it has", ["loss", "errorBits"], 8, /errorBits is 8; expected at most 7/],
    ["halvings out of order", ["halvings"], [5, 5], /halvings\[1\] is 5; expected more than 5/],
    ["five halvings", ["halvings"], [1, 2, 3, 4, 5], /at most 4 steps/],
    [
      "a layer frozen after a trained one",
      ["layers", 1],
      { kind: "frozen", weights: "0x", biases: [] },
      /kind is "frozen"/,
    ],
  ];
  for (const [name, path, value, message] of refused) {
    it(`is refused with ${name}`, () => {
      assertThrows(() => parseRecipe(withPart(tinyRecipe, path, value)), "InvalidValueError", message);
    });
  }

  it("is refused with sums that 32 bits might not hold", () => {
    const recipe = withPart(withPart(tinyRecipe, ["task", "encoding", "samples"], 60_000), ["loss"], {
      target: 12,
      accumulatorBits: 30,
      shift: 1,
      errorBits: 16,
    });
    assertThrows(
      () => parseRecipe(recipe),
      "InvalidValueError",
      /largest \w+ sum of layer \d of tiny-sgd .* less than 2\^30/,
    );
  });

  const frozen: [name: string, path: (string | number)[], value: unknown, message: RegExp][] = [
    [
      "too few weights",
      ["layers", 0, "weights"],
      "0x0101",
      /number of bytes of recipe\.layers\[0\]\.weights is 2; expected 9/,
    ],
    ["too few biases", ["layers", 0, "biases"], [1], /biases is 1; expected 3/],
    [
      "a weight beyond its bits",
      ["layers", 0, "weights"],
      "0x04ff0202fe0100ff01",
      /weights\[0\] is 4; expected .* -4 to 3/,
    ],
    ["a bias beyond its bits", ["layers", 0, "biases"], [32, 0, 0], /biases\[0\] is 32/],
  ];
  for (const [name, path, value, message] of frozen) {
    it(`is refused with a frozen layer with ${name}`, () => {
      assertThrows(() => parseRecipe(withPart(lastLayerRecipe, path, value)), "InvalidValueError", message);
    });
  }

  it("is refused with a frozen layer that could overflow: no lower rate would help", () => {
    const heavy = withPart(lastLayerRecipe, ["layers", 0, "weights"], "0x030303020203000000");
    const narrow = withPart(heavy, ["architecture", "layers", 0, "accumulatorBits"], 5);
    assertThrows(() => parseRecipe(narrow), "InvalidValueError", /What neuron \d of recipe\.layers\[0\] can reach/);
  });

  it("counts what a halving changes", () => {
    assert.deepEqual(
      [0, 1, 2, 4, 5, 9].map((step) => gainAt(tinyRecipe, step)),
      [4, 4, 2, 2, 1, 1],
    );
    assert.equal(gainAt({ halvings: [] }, 0), 1);
  });

  it("halves its rate as another recipe", () => {
    const half = slower(tinyRecipe);
    assert.equal(half.name, "tiny-sgd-slower-1");
    assert.deepEqual(
      trainedLayersOf(half).map(({ layer }) => layer.rateShift),
      [5, 5],
    );
    assert.equal(slower(half).name, "tiny-sgd-slower-2");
    assert.notEqual(layoutId(half), layoutId(tinyRecipe));
  });

  it("reads frozen weights as two's complement bytes, row by row", () => {
    assert.deepEqual(frozenMatricesOf(lastLayerRecipe)[1], {
      weights: [
        [1, -2, 1],
        [3, -1, 0],
      ],
      biases: [0, 4],
    });
  });
});
