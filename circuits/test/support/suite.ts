// SPDX-License-Identifier: GPL-3.0-or-later

// What every circuit of the generator has to pass, whatever network it evaluates and whatever chunk it seals.
import assert from "node:assert/strict";
import { score } from "@commonweight/sdk/model";
import { FIELD_ORDER, InvalidValueError, sealChunkInputs } from "@commonweight/sdk/proving";
import { type CircuitPlan, planEvaluateModel } from "../../generator/index.ts";
import type { TestCircuit } from "./circuit.ts";
import { modelOf, randomChunk, randomModel, type Shape } from "./definitions.ts";
import { forgeriesOf, type HonestRun, honestRun } from "./forgeries.ts";
import { type Random, seeded } from "./random.ts";
import { altered, assertEstimate, assertPublicInputsMatter, assertPublicOrder, claimsOf } from "./statements.ts";
import { assertAccepted, assertFreedom, assertRejected, survivingChanges } from "./verdicts.ts";

/** A test of a compiled circuit. */
export interface Check {
  name: string;
  /** @throws if the circuit fails */
  run(circuit: TestCircuit): void;
  /** Counts constraints: it says nothing of what they prove. */
  isCount?: true;
  /** Changes every wire: it takes long where there are many. */
  isSearch?: true;
}

const RUNS = 6;

/** Checks of EvaluateModel, cheapest first. */
export function evaluateModelChecks(plan: CircuitPlan, shape: Shape): Check[] {
  const { task } = shape;
  return [
    {
      name: "computes what the reference computes, from the whole range",
      run(circuit) {
        const random = seeded(1);
        for (let i = 0; i < RUNS; i++) {
          const { model, chunk, inputs } = anyRun(shape, random);
          circuit.calculate(inputs);
          assert.equal(inputs.correct, BigInt(score({ model, task, chunk })));
        }
        assertAccepted(circuit, anyRun(shape, random).inputs);
      },
    },
    {
      name: "has the SDK's public inputs, and each matters",
      run(circuit) {
        assertPublicOrder(circuit, "EvaluateModel");
        const { inputs } = anyRun(shape, seeded(2));
        assertAccepted(circuit, inputs);
        assertPublicInputsMatter(circuit, inputs, "EvaluateModel");
      },
    },
    {
      name: "has as many constraints as expected, or a few less",
      run: (circuit) => assertEstimate(circuit, plan),
      isCount: true,
    },
    {
      name: "stops every forgery",
      run(circuit) {
        const run = anyRun(shape, seeded(3));
        assertAccepted(circuit, run.inputs);
        const forgeries = forgeriesOf(run);
        for (const { stoppedBy, ...forgery } of forgeries) {
          try {
            assertRejected(circuit, forgery, stoppedBy);
          } catch (cause) {
            throw new Error(`${forgery.name} is not stopped as it should be`, { cause });
          }
        }
        assert.ok(forgeries.length >= 15, `${forgeries.length} forgeries`);
      },
    },
    {
      name: "has one witness, but for claiming less",
      run: (circuit) => assertUnique(circuit, anyRun(shape, seeded(4)), seeded(5)),
      isSearch: true,
    },
  ];
}

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

/** Checks of SealChunk. */
export function sealChunkChecks(plan: CircuitPlan, { task }: Pick<Shape, "task">): Check[] {
  const following = ["dataCommitment", "digest"];
  const sealed = (random: Random) => sealChunkInputs({ task, chunk: randomChunk(task, random), challenge: 5n }).inputs;
  return [
    {
      name: "seals as the SDK does",
      run: (circuit) => void assertAccepted(circuit, sealed(seeded(1))),
    },
    {
      name: "has the SDK's public inputs, and each matters",
      run(circuit) {
        assertPublicOrder(circuit, "SealChunk");
        assertPublicInputsMatter(circuit, sealed(seeded(2)), "SealChunk");
      },
    },
    {
      name: "has as many constraints as expected, or a few less",
      run: (circuit) => assertEstimate(circuit, plan),
      isCount: true,
    },
    {
      name: "has no symbol, target or feature out of range, and no label that is none",
      run(circuit) {
        const inputs = sealed(seeded(3));
        for (const name of ["feature", "target", "symbol", "label"]) {
          if (inputs[name] === undefined) continue;
          for (const value of [256n, FIELD_ORDER - 1n]) {
            const forged = { ...inputs, [name]: altered(inputs[name], [1, 0], () => value) };
            assertRejected(circuit, { inputs: forged, following }, /^(features|targets)\.range|oneHot/);
          }
        }
      },
    },
    {
      name: "has one witness",
      run(circuit) {
        const random = seeded(4);
        assert.deepEqual(survivingChanges(circuit, assertAccepted(circuit, sealed(random)), random), []);
      },
      isSearch: true,
    },
  ];
}
