// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Probe, Reached } from "./probes.ts";
import { type Explanation, type Verdict, verdictOf } from "./verdict.ts";

function probeAt(id: number, reached: Reached, line: number): Probe {
  return { id, reached, file: "C.sol", line, place: "C.f", text: `text ${line}` };
}

/** Lines 0 to 99 with a statement each, and as many conditions. */
const probes = Array.from({ length: 100 }, (_, i) => [
  probeAt(3 * i, "run", i),
  probeAt(3 * i + 1, "true", i),
  probeAt(3 * i + 2, "false", i),
]).flat();

function judge(missed: number[], explanations: Explanation[]): Verdict {
  return verdictOf(probes, new Set(probes.map(({ id }) => id).filter((id) => !missed.includes(id))), explanations);
}

function explain(id: number): Explanation {
  const { place, text, reached } = probes[id]!;
  return { place, text, reached, reason: "for a reason" };
}

test("lines and branches are counted", () => {
  const { files, total, complaints } = judge([1], [explain(1)]);
  const [lines, branches] = [
    { covered: 100, all: 100 },
    { covered: 199, all: 200 },
  ];
  assert.deepEqual(files, [{ name: "C.sol", lines, branches }]);
  assert.deepEqual(total, { name: "all", lines, branches });
  assert.deepEqual(complaints, []);
});

test("a line is covered where every statement of it is", () => {
  const twice = [probeAt(0, "run", 1), probeAt(1, "run", 1), probeAt(2, "run", 2)];
  assert.deepEqual(verdictOf(twice, new Set([0, 2]), []).total.lines, { covered: 1, all: 2 });
});

test("under 98 % is too little, explained or not", () => {
  const of = (count: number, offset: number): string[] => {
    const missed = Array.from({ length: count }, (_, i) => 3 * i + offset);
    return judge(missed, missed.map(explain)).complaints;
  };
  assert.deepEqual(of(2, 0), []);
  assert.deepEqual(of(3, 0), ["97.0 % of the lines are covered, expected 98.0 %"]);
  assert.deepEqual(of(4, 1), []);
  assert.deepEqual(of(5, 1), ["97.5 % of the branches are covered, expected 98.0 %"]);
});

test("what is not explained is one too many", () => {
  const { complaints, missed } = judge([1, 2], [explain(2)]);
  assert.deepEqual(complaints, ["1 are not covered and not explained, expected none"]);
  assert.deepEqual(
    missed.map(({ probe, explanation }) => [probe.id, explanation?.reason]),
    [
      [1, undefined],
      [2, "for a reason"],
    ],
  );
});

test("an explanation of what is covered, or gone, is noticed", () => {
  assert.deepEqual(judge([], [explain(1)]).complaints, [
    'C.f is explained with "never true: text 0", but tests cover it',
  ]);
  assert.deepEqual(judge([], [{ ...explain(1), place: "C.g" }]).complaints, [
    'C.g is explained with "never true: text 0", but there is no such thing',
  ]);
});
