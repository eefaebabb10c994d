// SPDX-License-Identifier: GPL-3.0-or-later
export {
  assertExactLanes,
  assertOutputLanes,
  assertTaskLanes,
  describeMatrix,
  type LaneBounds,
  type Lanes,
  laneBounds,
  narrowestStride,
  widestLanes,
} from "./bounds.ts";
export {
  assertPlannable,
  circuitNames,
  type GeneratedCircuit,
  generateCircuit,
  listCircuits,
  planCircuit,
  recipeCircuitNames,
  sourcesOf,
} from "./circuits.ts";
export {
  type Cost,
  evaluateModelCosts,
  MAX_CONSTRAINTS,
  MAX_WORDS,
  sealChunkCosts,
  sealModelCosts,
} from "./costs.ts";
export {
  architectureNames,
  loadArchitecture,
  loadRecipe,
  loadTask,
  REPOSITORY,
  recipeNames,
  recipeOf,
  taskNames,
} from "./definitions.ts";
export { type Draft, designArchitecture } from "./design.ts";
export type { EvaluateOptions } from "./emit/evaluateModel.ts";
export {
  CircuitTooLargeError,
  InvalidDefinitionError,
  RefusedDefinitionError,
  UnknownDefinitionError,
  UnsoundLanesError,
} from "./errors.ts";
export { explain } from "./explain.ts";
export {
  type CircuitPlan,
  countEvaluateModel,
  planEvaluateModel,
  planSealChunk,
  planSealModel,
} from "./plan.ts";
export { type Product, productsOf } from "./products.ts";
export {
  planInheritModel,
  planInitStep,
  planQuantiseModel,
  planTrainStep,
  type TrainStepPlan,
} from "./training/plan.ts";
export {
  describeProduct,
  type TrainingOptions,
  type TrainingProduct,
  trainingProductsOf,
} from "./training/products.ts";
