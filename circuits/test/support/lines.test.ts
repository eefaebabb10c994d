// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { planEvaluateModel, planSealModel } from "../../generator/index.ts";
import { deep, smallest } from "./definitions.ts";
import { formatLine, type Line, Lines, templateLines } from "./lines.ts";
import { compilePlan } from "./statements.ts";

/** Between them they hold most templates. */
const PLANS = [planSealModel(smallest.architecture), planEvaluateModel(deep.task, deep.architecture)];

describe("the statement that a constraint comes from", () => {
  for (const plan of PLANS) {
    it(`is known of every constraint, and of ours is one: ${plan.name}`, async () => {
      const { transparent, main } = await compilePlan(plan);
      const lines = new Lines(main);
      const found = Array.from(transparent.constraints.keys(), (constraint) => lines.of(transparent, constraint));
      const isOurs = ({ file }: Line) => !file?.startsWith("node_modules/");
      const ambiguous = found.filter((candidates) => candidates.length > 1 && candidates.some(isOurs));
      assert.deepEqual(ambiguous, []);
      // Every statement of the circuit itself constrains.
      const known = new Set(found.flat().map(formatLine));
      for (const line of lines.own()) assert.ok(known.has(formatLine(line)), formatLine(line));
    });
  }

  it("is found by the line that the witness generator names", () => {
    const lines = new Lines(PLANS[0]!.main);
    const expected = templateLines().find(
      ({ template, statement }) => template === "Bits" && statement.includes("==="),
    )!;
    assert.deepEqual(lines.at("Bits", expected.line), expected);
    assert.throws(() => lines.at("Bits", 1), /No statement is known in line 1 of Bits\./);
  });
});
