// SPDX-License-Identifier: MIT
// Circuits of tasks and architectures, with development keys. They are cached, so that a second run builds nothing.
import { mkdir, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  buildCircuit,
  type CircuitPlan,
  loadArchitecture,
  loadRecipe,
  loadTask,
  planEvaluateModel,
  planInheritModel,
  planInitStep,
  planQuantiseModel,
  planSealChunk,
  planSealModel,
  planTrainStep,
} from "@commonweight/circuits";
import { type Architecture, type CircuitArtifacts, fits, type Task } from "@commonweight/sdk";
import { inheritsModel, type Recipe } from "@commonweight/sdk/training";
import type { ProtocolKeys } from "../../scripts/deploy/protocol.ts";

/** What is registered on a chain: tasks, architectures, every pair of them that fits, and recipes of the architectures. */
export interface Definitions {
  tasks: readonly Task[];
  architectures: readonly Architecture[];
  /** None unless given. */
  recipes?: readonly Recipe[] | undefined;
}

/** Artifacts by the name of the circuit, such as `seal-chunk.digits-28`. */
export type Circuits = ReadonlyMap<string, CircuitArtifacts>;

/**
 * Handwritten digits of 64 features, 28 to a chunk, and the network with one hidden layer.
 *
 * @param options - `withRecipes`: and the recipe that trains it, whose circuits take minutes to build the first time
 */
export function shippedDefinitions(options: { withRecipes?: boolean | undefined } = {}): Definitions {
  const definitions = { tasks: [loadTask("digits-28")], architectures: [loadArchitecture("digits-mlp")] };
  return options.withRecipes ? { ...definitions, recipes: [loadRecipe("digits-mlp-sgd")] } : definitions;
}

/**
 * Builds the circuits of definitions with development keys, or finds those that were built before.
 *
 * @param onProgress - called with what is being done
 */
export async function buildDefinitions(
  definitions: Definitions,
  onProgress: (detail: string) => void = () => {},
): Promise<Circuits> {
  const built = await Promise.allSettled(
    plansOf(definitions).map((plan) =>
      buildCircuit(plan, {
        onProgress: ({ circuit, step, done }) => onProgress(`${circuit} ${step} ${Math.round(100 * done)} %`),
      }),
    ),
  );
  // All end before the first failure is told: nothing goes on in the background.
  return new Map(
    built.map((result) => {
      if (result.status === "rejected") throw result.reason;
      return [result.value.name, result.value];
    }),
  );
}

/** What a deployment registers: the definitions with the verifying keys of their circuits. */
export function keysOf(definitions: Definitions, circuits: Circuits): ProtocolKeys {
  const keyOf = ({ name }: CircuitPlan) => circuits.get(name)!.verifyingKey;
  return {
    tasks: definitions.tasks.map((task) => ({ task, sealChunk: keyOf(planSealChunk(task)) })),
    architectures: definitions.architectures.map((architecture) => ({
      architecture,
      sealModel: keyOf(planSealModel(architecture)),
    })),
    pairs: pairsOf(definitions).map((pair) => ({
      ...pair,
      evaluateModel: keyOf(planEvaluateModel(pair.task, pair.architecture)),
    })),
    recipes: (definitions.recipes ?? []).map((recipe) => ({
      recipe,
      start: keyOf(planStart(recipe)),
      trainStep: keyOf(planTrainStep(recipe)),
      quantiseModel: keyOf(planQuantiseModel(recipe)),
    })),
  };
}

/** Makes a folder in which each circuit's artifacts are found by the circuit's name. Nothing is copied: its entries are links. */
export async function linkArtifacts(folder: string, circuits: Circuits): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, { zkey }] of circuits) await symlink(dirname(zkey), join(folder, name), "junction");
}

function plansOf(definitions: Definitions): CircuitPlan[] {
  return [
    ...definitions.tasks.map(planSealChunk),
    ...definitions.architectures.map(planSealModel),
    ...pairsOf(definitions).map(({ task, architecture }) => planEvaluateModel(task, architecture)),
    ...(definitions.recipes ?? []).flatMap((recipe) => [
      planStart(recipe),
      planTrainStep(recipe),
      planQuantiseModel(recipe),
    ]),
  ];
}

/** A record begins with its seed, or with a parent's model. */
function planStart(recipe: Recipe): CircuitPlan {
  return inheritsModel(recipe) ? planInheritModel(recipe) : planInitStep(recipe);
}

function pairsOf({ tasks, architectures }: Definitions): { task: Task; architecture: Architecture }[] {
  const pairs = tasks.flatMap((task) => architectures.map((architecture) => ({ task, architecture })));
  return pairs.filter(({ task, architecture }) => fits(architecture, task));
}
