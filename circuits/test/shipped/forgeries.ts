// SPDX-License-Identifier: GPL-3.0-or-later

// The suite of malicious provers against every circuit that ships, with the trained models: minutes of compiling, so that it is
// no part of `npm test`. The same suite runs there on small networks of every kind.
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { loadModel, score } from "@commonweight/sdk/model";
import { type SignalValue, sealChunkInputs, sealModelInputs, statements } from "@commonweight/sdk/proving";
import { type CircuitPlan, listCircuits, loadTask, planCircuit, REPOSITORY } from "../../generator/index.ts";
import type { Inputs } from "../support/circuit.ts";
import { randomChunk } from "../support/definitions.ts";
import { forgeriesOf, honestRun } from "../support/forgeries.ts";
import { type Random, seeded } from "../support/random.ts";
import { altered, assertPublicOrder, compilePlan, operator } from "../support/statements.ts";
import { assertAccepted, assertRejected, type Forgery } from "../support/verdicts.ts";

for (const circuitName of listCircuits()) {
  const plan = planCircuit(circuitName);
  const [, first = "", second = ""] = circuitName.split(".");

  // Compiled only when it is its turn: several would not fit the memory.
  describe(circuitName, () => {
    if (plan.statement === "EvaluateModel") {
      it("computes what the reference computes, and stops every forgery", async () => {
        const circuit = await compilePlan(plan);
        assertPublicOrder(circuit, plan.statement);
        const random = seeded(1);
        const task = loadTask(first);
        const model = await loadExample(second);
        const chunk = randomChunk(task, random);
        const run = honestRun({ plan, task, model, chunk, modelSalt: random.bigint(2n ** 250n) });
        assert.equal(run.inputs.correct, BigInt(score({ model, task, chunk })));
        assertAccepted(circuit, run.inputs);
        const forgeries = forgeriesOf(run);
        for (const { stoppedBy, ...forgery } of forgeries) assertRejected(circuit, forgery, stoppedBy);
        assert.ok(forgeries.length >= 20, `${forgeries.length} forgeries`);
      });
    } else {
      it("accepts what is honest, and stops every forgery", async () => {
        const circuit = await compilePlan(plan);
        assertPublicOrder(circuit, plan.statement);
        const inputs = await sealInputs(plan, first, seeded(2));
        assertAccepted(circuit, inputs);
        for (const forgery of sealForgeries(plan, inputs)) assertRejected(circuit, forgery, /./);
      });
    }
  });
}

function loadExample(architecture: string) {
  return loadModel(join(REPOSITORY, "circuits", "examples", `${architecture}.json`));
}

async function sealInputs({ statement }: CircuitPlan, definition: string, random: Random): Promise<Inputs> {
  const challenge = random.bigint(2n ** 250n);
  if (statement === "SealModel") {
    const model = await loadExample(definition);
    return sealModelInputs({ model, salt: random.bigint(2n ** 250n), operator, challenge }).inputs;
  }
  const task = loadTask(definition);
  return sealChunkInputs({ task, chunk: randomChunk(task, random), challenge }).inputs;
}

/** Every public input, and a number of every private one, changed alone; and numbers far out of range that nothing hides. */
function sealForgeries({ statement }: CircuitPlan, inputs: Inputs): Forgery[] {
  const changed = (name: string, change: (value: bigint) => bigint): Inputs => ({
    ...inputs,
    [name]: altered(inputs[name]!, firstPath(inputs[name]!), change),
  });
  const isPublic = (name: string) => (statements[statement] as readonly string[]).includes(name);
  return Object.keys(inputs).flatMap((name): Forgery[] => {
    const forgeries: Forgery[] = [{ name: `${name} larger by 1`, inputs: changed(name, (value) => value + 1n) }];
    if (isPublic(name) || /[sS]alt$/.test(name)) return forgeries;
    const following = statement === "SealModel" ? ["modelCommitment", "digest", "bits"] : ["dataCommitment", "digest"];
    const inputsOutOfRange = changed(name, () => 2n ** 100n);
    return [...forgeries, { name: `${name} out of range, all claims following`, inputs: inputsOutOfRange, following }];
  });
}

function firstPath(value: SignalValue): number[] {
  return typeof value === "bigint" ? [] : [0, ...firstPath(value[0]!)];
}
