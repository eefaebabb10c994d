// SPDX-License-Identifier: GPL-3.0-or-later

// The suite of malicious provers against every SealModel and SealChunk that ships, with the trained models. Compiling takes
// minutes, so that it is no part of `npm test`, where the same suite runs on small networks of every kind.
import { describe, it } from "node:test";
import { type SignalValue, sealChunkInputs, sealModelInputs, statements } from "@commonweight/sdk/proving";
import { type CircuitPlan, listCircuits, loadTask, planCircuit } from "../../generator/index.ts";
import type { Inputs } from "../support/circuit.ts";
import { loadExample, randomChunk } from "../support/definitions.ts";
import { type Random, seeded } from "../support/random.ts";
import { altered, assertPublicOrder, compilePlan, operator } from "../support/statements.ts";
import { assertAccepted, assertRejected, type Forgery } from "../support/verdicts.ts";

for (const circuitName of listCircuits()) {
  const plan = planCircuit(circuitName);
  if (plan.statement !== "SealModel" && plan.statement !== "SealChunk") continue;
  const [, definition = ""] = circuitName.split(".");

  describe(circuitName, () => {
    it("accepts what is honest, and stops every forgery", async () => {
      const circuit = await compilePlan(plan);
      assertPublicOrder(circuit, plan.statement);
      const inputs = await sealInputs(plan, definition, seeded(2));
      assertAccepted(circuit, inputs);
      for (const forgery of sealForgeries(plan, inputs)) assertRejected(circuit, forgery, /./);
    });
  });
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
