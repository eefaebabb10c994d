// SPDX-License-Identifier: GPL-3.0-or-later
import { readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import type { Task } from "@commonweight/sdk/data";
import { type Architecture, fits } from "@commonweight/sdk/model";
import { BaseError, type StatementName } from "@commonweight/sdk/proving";
import { type Recipe, recordCircuitNames } from "@commonweight/sdk/training";
import {
  architectureNames,
  loadArchitecture,
  loadRecipe,
  loadTask,
  REPOSITORY,
  recipeNames,
  taskNames,
} from "./definitions.ts";
import { UnknownDefinitionError } from "./errors.ts";
import { type CircuitPlan, planEvaluateModel, planSealChunk, planSealModel } from "./plan.ts";
import { planInheritModel, planInitStep, planQuantiseModel, planTrainStep } from "./training/plan.ts";

/** A circuit ready to be compiled. */
export interface GeneratedCircuit {
  name: string;
  statement: StatementName;
  /** circom text; its includes are relative to the root of the repository and to `node_modules`. */
  main: string;
  /** All circom files that the text depends on, relative to the root of the repository with `/`, sorted. */
  sources: string[];
}

/**
 * Names of the circuits of these definitions: one for each task, each architecture, and each pair whose features and
 * classes agree. A name is no promise: a pair is listed even if its lanes are too narrow, so that the mistake is told by
 * {@link assertPlannable}, and not by a circuit that is missing.
 */
export function circuitNames(tasks: readonly Task[], architectures: readonly Architecture[]): string[] {
  return [
    ...tasks.map((task) => `seal-chunk.${task.name}`),
    ...architectures.map((architecture) => `seal-model.${architecture.name}`),
    ...tasks.flatMap((task) =>
      architectures
        .filter((architecture) => fits(architecture, task))
        .map((architecture) => `evaluate-model.${task.name}.${architecture.name}`),
    ),
  ];
}

/** Plans of the circuits of a recipe, by the beginning of their names. */
const RECIPE_PLANS: Readonly<Record<string, (recipe: Recipe) => CircuitPlan>> = {
  "train-step": planTrainStep,
  "init-step": planInitStep,
  "inherit-model": planInheritModel,
  "quantise-model": planQuantiseModel,
};

/**
 * Names of the circuits of a recipe: a step, the first checkpoint and the last. A record begins with what its seed gives, or, where
 * some layers are frozen, with the parent that they are of.
 */
export function recipeCircuitNames(recipe: Pick<Recipe, "name" | "layers">): string[] {
  return Object.values(recordCircuitNames(recipe));
}

/** Names of all circuits of `circuits/tasks`, `circuits/architectures` and `circuits/recipes`. */
export function listCircuits(): string[] {
  return [
    ...circuitNames(taskNames().map(loadTask), architectureNames().map(loadArchitecture)),
    ...recipeNames().map(loadRecipe).flatMap(recipeCircuitNames),
  ];
}

/**
 * The text and the sources of a circuit.
 *
 * @param name - one of {@link listCircuits}
 * @throws UnknownDefinitionError if there is no such circuit; and as the planning functions
 * @example
 * generateCircuit("seal-chunk.digits-28").statement; // "SealChunk"
 */
export function generateCircuit(name: string): GeneratedCircuit {
  const { statement, main } = planCircuit(name);
  return { name, statement, main, sources: sourcesOf(main) };
}

/**
 * The plan of a circuit by its name.
 *
 * @throws as {@link generateCircuit}
 */
export function planCircuit(name: string): CircuitPlan {
  const [kind, first = "", second = ""] = name.split(".");
  if (listCircuits().includes(name)) {
    if (kind === "seal-chunk") return planSealChunk(loadTask(first));
    if (kind === "seal-model") return planSealModel(loadArchitecture(first));
    const planRecipe = RECIPE_PLANS[kind!];
    if (planRecipe) return planRecipe(loadRecipe(first));
    return planEvaluateModel(loadTask(first), loadArchitecture(second));
  }
  const expected = `one of ${listCircuits().join(", ")}`;
  throw new UnknownDefinitionError({ subject: "The name of the circuit", value: name, expected });
}

/**
 * Checks that circuits can be built, before any is.
 *
 * @param names - of those that {@link listCircuits} names
 * @param plan - plans a circuit, or throws; {@link planCircuit} unless given
 * @throws {@link BaseError} naming those that cannot be built, why, and how to build the others
 */
export function assertPlannable(names: readonly string[], plan: (name: string) => unknown = planCircuit): void {
  const refused = new Map<string, BaseError>();
  for (const name of names) {
    try {
      plan(name);
    } catch (error) {
      if (!(error instanceof BaseError)) throw error;
      refused.set(name, error);
    }
  }
  if (refused.size === 0) return;
  const reasons = [...refused].map(([name, { shortMessage }]) => `${name}: ${shortMessage}`);
  const others = names.filter((name) => !refused.has(name));
  const advice = others.length > 0 ? ["", `The others can: npm run circuits -- ${others.join(" ")}`] : [];
  const problem = `${refused.size} of ${names.length} circuits cannot be built.`;
  throw new BaseError(problem, { metaMessages: [...reasons, ...advice], docsPath: "docs/circuits.md" });
}

/**
 * circom files that a text includes, directly or through others.
 *
 * @param text - a main component
 * @returns paths relative to the root of the repository, sorted
 */
export function sourcesOf(text: string): string[] {
  const found = new Set<string>();
  const visit = (source: string, folder: string) => {
    for (const [, include] of source.matchAll(/^\s*include\s+"([^"]+)";/gm)) {
      const path = resolveInclude(include!, folder);
      if (found.has(path)) continue;
      found.add(path);
      visit(readFileSync(join(REPOSITORY, path), "utf8"), dirname(path));
    }
  };
  visit(text, ".");
  return [...found].sort();
}

/** As circom does: next to the including file, but libraries are told by their first folder. */
function resolveInclude(include: string, folder: string): string {
  if (include.startsWith("circomlib/")) return posix.join("node_modules", include);
  return posix.join(folder, include);
}
