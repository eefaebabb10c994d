// SPDX-License-Identifier: GPL-3.0-or-later

// Every kind of layer, encoding and metric on small networks: the circuit and the SDK's reference agree at the edges of every
// range, every forgery of the suite is stopped, and witnesses are unique but for the freedoms that are documented.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { score } from "@commonweight/sdk/model";
import { InvalidValueError } from "@commonweight/sdk/proving";
import { planEvaluateModel } from "../../generator/index.ts";
import type { TestCircuit } from "../support/circuit.ts";
import { folded, modelOf, randomChunk, randomModel, type Shape, shapes } from "../support/definitions.ts";
import { forgeriesOf, type HonestRun, honestRun } from "../support/forgeries.ts";
import { type Random, seeded } from "../support/random.ts";
import {
  assertEstimate,
  assertPublicInputsMatter,
  assertPublicOrder,
  claimsOf,
  compilePlan,
} from "../support/statements.ts";
import { assertAccepted, assertFreedom, assertRejected, survivingChanges } from "../support/verdicts.ts";

const RUNS = 6;

/** A run with a model and a chunk at the edges of their ranges; smaller models where that leaves some accumulator. */
function anyRun({ task, architecture }: Shape, random: Random): HonestRun {
  const plan = planEvaluateModel(task, architecture);
  for (let attempt = 0; ; attempt++) {
    const model = attempt < 20 ? randomModel(architecture, random) : thinModel({ task, architecture }, random);
    const parameters = { plan, task, model, chunk: randomChunk(task, random), modelSalt: random.bigint(2n ** 250n) };
    try {
      return honestRun(parameters);
    } catch (error) {
      if (!(error instanceof InvalidValueError) || attempt > 60) throw error;
    }
  }
}

function thinModel({ architecture }: Shape, random: Random) {
  return modelOf(
    architecture,
    (bits) => (bits === 1 ? 2 * random.integer(0, 1) - 1 : random.integer(-1, 1)),
    () => random.integer(-2, 2),
  );
}

for (const shape of shapes) {
  const { task, architecture } = shape;
  describe(`EvaluateModel of ${architecture.name} on ${task.name}`, async () => {
    const plan = planEvaluateModel(task, architecture);
    const circuit = await compilePlan(plan);

    it("computes what the reference computes, from the whole range", () => {
      const random = seeded(1);
      for (let i = 0; i < RUNS; i++) {
        const { model, chunk, inputs } = anyRun(shape, random);
        circuit.calculate(inputs);
        assert.equal(inputs.correct, BigInt(score({ model, task, chunk })));
      }
      assertAccepted(circuit, anyRun(shape, random).inputs);
    });

    it("has the SDK's public inputs, and each matters", () => {
      assertPublicOrder(circuit, "EvaluateModel");
      assertPublicInputsMatter(circuit, anyRun(shape, seeded(2)).inputs, "EvaluateModel");
    });

    it("has as many constraints as expected, or a few less", () => assertEstimate(circuit, plan));

    it("stops every forgery", () => {
      const forgeries = forgeriesOf(anyRun(shape, seeded(3)));
      for (const { name, stoppedBy, ...forgery } of forgeries) {
        try {
          assertRejected(circuit, forgery, stoppedBy);
        } catch (cause) {
          throw new Error(`${name} is not stopped as it should be`, { cause });
        }
      }
      assert.ok(forgeries.length >= 15, `${forgeries.length} forgeries`);
    });

    // Larger ones take long, and have no other kinds of wires.
    const isSmall = circuit.proven.constraints.length < 4_000;
    it("has one witness, but for claiming less", { skip: !isSmall && "searched on smaller networks" }, () => {
      const run = anyRun(shape, seeded(4));
      assertUnique(circuit, run, seeded(5));
    });
  });
}

/** The only changes that survive: a right sample claimed wrong, with the score that follows. */
function assertUnique(circuit: TestCircuit, { inputs }: HonestRun, random: Random): void {
  const honest = assertAccepted(circuit, inputs);
  for (const name of survivingChanges(circuit, honest, random)) assert.equal(name, "correct −1");
  const freed = survivingChanges(circuit, honest, random, { following: claimsOf("EvaluateModel") });
  for (const name of freed) assert.match(name, FREED_BY_CLAIMS);
  const right = inputs.right as bigint[] | undefined;
  const index = right?.indexOf(1n) ?? -1;
  if (!right || index < 0) return;
  const forgery = { inputs: { ...inputs, right: right.with(index, 0n) }, following: ["correct"] };
  assertFreedom(circuit, forgery);
}

/**
 * What a prover may choose as long as the claims follow: its salts; a sample that is right claimed wrong; and numbers of which the
 * other statements prove that they are in range, where nothing that is computed depends on them.
 */
const FREED_BY_CLAIMS =
  /^(modelSalt|dataSalt|operator|right\[\d+\] −1|(weight|bias|element|packed|packedTarget|feature|symbol)\w*\[)/;

describe("a layer that is checked by Freivalds", () => {
  it("is among them", () => {
    const { products } = planEvaluateModel(folded.task, folded.architecture);
    assert.deepEqual(
      products.map(({ check }) => check),
      ["freivalds", "plain", "plain"],
    );
  });
});
