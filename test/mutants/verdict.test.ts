// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Mutant } from "./mutants.ts";
import { type Explanation, type Judged, verdictOf } from "./verdict.ts";

function mutantAt(line: number): Mutant {
  const [place, original, mutated] = ["C.f", `a < ${line}`, `a <= ${line}`];
  return {
    id: `${line}`,
    file: "C.sol",
    kind: "",
    line,
    column: 1,
    place,
    original,
    mutated,
    start: 0,
    end: 0,
    replacement: "",
  };
}

function explain(line: number, isEquivalent: boolean): Explanation {
  const { place, original, mutated } = mutantAt(line);
  return { place, original, mutated, isEquivalent, reason: "for a reason" };
}

/** Lines 1 to 100, of which some survive. */
function judge(surviving: number[], explanations: Explanation[]): ReturnType<typeof verdictOf> {
  const mutants = Array.from({ length: 100 }, (_, i) => mutantAt(i + 1));
  const judged = mutants.map((mutant): Judged => {
    const outcome = surviving.includes(mutant.line)
      ? { kind: "survived" as const }
      : { kind: "killed" as const, by: "t" };
    return { mutant, outcome };
  });
  return verdictOf(judged, explanations, mutants);
}

test("an unexplained survivor is one too many", () => {
  assert.deepEqual(judge([7], []).complaints, ["1 survive without an explanation, expected none"]);
  assert.deepEqual(judge([], []).complaints, []);
});

test("explained survivors count as survivors", () => {
  const explained = (count: number): string[] => {
    const lines = Array.from({ length: count }, (_, i) => i + 1);
    return judge(
      lines,
      lines.map((line) => explain(line, false)),
    ).complaints;
  };
  assert.deepEqual(explained(5), []);
  assert.deepEqual(explained(6), ["94.0 % are killed, expected 95.0 %"]);
});

test("equivalent ones do not count", () => {
  const lines = [1, 2, 3, 4, 5, 6];
  const verdict = judge(
    lines,
    lines.map((line) => explain(line, true)),
  );
  assert.deepEqual([verdict.complaints, verdict.score, verdict.survivors.length], [[], 1, 6]);
});

test("what is killed is not equivalent", () => {
  assert.deepEqual(judge([], [explain(7, true)]).complaints, ["7 is killed, but explained as equivalent"]);
});

test("an explanation of nothing is noticed", () => {
  assert.deepEqual(judge([], [explain(101, false)]).complaints, [
    'C.f is explained with "a <= 101", but there is no such mutant',
  ]);
});
