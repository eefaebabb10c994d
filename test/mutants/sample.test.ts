// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Mutant } from "./mutants.ts";
import { sharesOf } from "./sample.ts";

/** As many mutants as said, of files A, B, … */
function mutantsOfFiles(...counts: number[]): Mutant[] {
  return counts.flatMap((count, i) => {
    const file = String.fromCharCode("A".charCodeAt(0) + i);
    const mutant = { file, kind: "", line: 1, column: 1, place: "", original: "", mutated: "" };
    return Array.from({ length: count }, (_, j) => ({
      ...mutant,
      id: `${file}:${j}`,
      start: j,
      end: j,
      replacement: "",
    }));
  });
}

function countsOf(counts: number[], sample: number): number[] {
  return sharesOf(mutantsOfFiles(...counts), sample, "1").map(({ count }) => count);
}

test("every file has one, and the rest goes by size", () => {
  assert.deepEqual(countsOf([1, 11, 31], 7), [1, 2, 4]);
  assert.deepEqual(countsOf([2, 2, 2], 4), [2, 1, 1]);
});

test("all are all, and more than all too", () => {
  assert.deepEqual(countsOf([1, 11, 31], 43), [1, 11, 31]);
  assert.deepEqual(countsOf([1, 11, 31], 99), [1, 11, 31]);
});

test("a seed gives one order, which others do not give", () => {
  const order = (seed: string): string[] => sharesOf(mutantsOfFiles(50), 50, seed)[0]!.mutants.map(({ id }) => id);
  assert.deepEqual(order("1"), order("1"));
  assert.notDeepEqual(order("1"), order("2"));
});
