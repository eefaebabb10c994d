// SPDX-License-Identifier: GPL-3.0-or-later
import { parseRecipe, type Recipe } from "@commonweight/sdk/training";
import { assertConstraints, type Cost, totalOf } from "../costs.ts";
import type { CircuitPlan } from "../plan.ts";
import { inheritModelCosts, initStepCosts, quantiseModelCosts, trainStepCosts } from "./costs.ts";
import { emitInheritModel, emitInitStep, emitQuantiseModel } from "./emitEnds.ts";
import { emitTrainStep } from "./emitTrainStep.ts";
import { type TrainingOptions, type TrainingProduct, trainingProductsOf } from "./products.ts";

/** The plan of TrainStep, with the products that it checks. */
export interface TrainStepPlan extends CircuitPlan {
  trainingProducts: TrainingProduct[];
}

/**
 * TrainStep for a recipe.
 *
 * @throws InvalidValueError if the recipe is malformed; UnsoundLanesError if no lanes hold the numbers of a layer;
 * CircuitTooLargeError
 */
export function planTrainStep(recipe: Recipe, options: TrainingOptions = {}): TrainStepPlan {
  parseRecipe(recipe);
  const trainingProducts = trainingProductsOf(recipe, options);
  const costs = trainStepCosts(recipe, trainingProducts);
  const plan = planned(recipe, "TrainStep", costs, () => emitTrainStep(recipe, trainingProducts));
  return { ...plan, trainingProducts };
}

/** InitStep for a recipe. @throws as {@link planTrainStep} */
export function planInitStep(recipe: Recipe): CircuitPlan {
  parseRecipe(recipe);
  return planned(recipe, "InitStep", initStepCosts(recipe), () => emitInitStep(recipe));
}

/** InheritModel for a recipe. @throws as {@link planTrainStep} */
export function planInheritModel(recipe: Recipe): CircuitPlan {
  parseRecipe(recipe);
  return planned(recipe, "InheritModel", inheritModelCosts(recipe), () => emitInheritModel(recipe));
}

/** QuantiseModel for a recipe. @throws as {@link planTrainStep} */
export function planQuantiseModel(recipe: Recipe): CircuitPlan {
  parseRecipe(recipe);
  return planned(recipe, "QuantiseModel", quantiseModelCosts(recipe), () => emitQuantiseModel(recipe));
}

const PREFIXES = {
  TrainStep: "train-step",
  InitStep: "init-step",
  InheritModel: "inherit-model",
  QuantiseModel: "quantise-model",
} as const;

function planned(recipe: Recipe, statement: keyof typeof PREFIXES, costs: Cost[], emit: () => string): CircuitPlan {
  const name = `${PREFIXES[statement]}.${recipe.name}`;
  const constraints = totalOf(costs);
  assertConstraints(name, constraints);
  return { name, statement, products: [], costs, constraints, main: emit() };
}
