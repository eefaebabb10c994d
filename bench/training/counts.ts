// SPDX-License-Identifier: MIT
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type CircuitPlan,
  loadRecipe,
  planCircuit,
  planTrainStep,
  recipeCircuitNames,
  recipeNames,
  recipeOf,
} from "@commonweight/circuits";
import { BaseError } from "@commonweight/sdk/proving";
import { countCircuit } from "../../circuits/setup/count.ts";

/** The most constraints that a circuit may have, by name: of a proof of training they are what an operator pays for a stipend. */
const LIMITS: Readonly<Record<string, number>> = {
  "train-step.digits-mlp-sgd": 2 ** 18,
  "train-step.digits-mlp-sgd-12bit": 122_000,
  "train-step.digits-mlp-last-layer": 40_000,
};

/**
 * Constraints of the circuits of every recipe that ships, and of a step with narrower master weights.
 *
 * @throws {@link BaseError} naming the first circuit that is above its limit
 */
export async function countTraining(onCompile: (name: string) => void): Promise<Record<string, number>> {
  const plans: CircuitPlan[] = recipeNames().map(loadRecipe).flatMap(recipeCircuitNames).map(planCircuit);
  const narrow = join(import.meta.dirname, "recipes", "digits-mlp-sgd-12bit.json");
  plans.push(planTrainStep(recipeOf(JSON.parse(await readFile(narrow, "utf8")))));
  const counts: [name: string, constraints: number][] = [];
  for (const plan of plans) {
    const { constraints } = await countCircuit(plan, () => onCompile(plan.name));
    counts.push([plan.name, constraints.total]);
  }
  for (const [name, count] of counts) {
    const limit = LIMITS[name] ?? 2 ** 18;
    if (count > limit) throw new BaseError(`${name} has ${count} constraints; expected at most ${limit}.`);
  }
  return Object.fromEntries(counts.sort(([a], [b]) => (a < b ? -1 : 1)));
}
