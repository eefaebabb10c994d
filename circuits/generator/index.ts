// SPDX-License-Identifier: GPL-3.0-or-later
export {
  assertExactLanes,
  assertTaskLanes,
  boundsOf,
  firstLayerBounds,
  type Lanes,
  type LayerBounds,
  laterLayerBounds,
} from "./bounds.ts";
export {
  assertPlannable,
  circuitNames,
  type GeneratedCircuit,
  generateCircuit,
  listCircuits,
  planCircuit,
  sourcesOf,
} from "./circuits.ts";
export {
  evaluateModelConstraints,
  MAX_CONSTRAINTS,
  MAX_WORDS,
  sealChunkConstraints,
  sealModelConstraints,
} from "./costs.ts";
export { architectureNames, loadArchitecture, loadTask, REPOSITORY, taskNames } from "./definitions.ts";
export {
  CircuitTooLargeError,
  InvalidDefinitionError,
  RefusedDefinitionError,
  UnknownDefinitionError,
  UnsoundLanesError,
} from "./errors.ts";
export { type CircuitPlan, planEvaluateModel, planSealChunk, planSealModel } from "./plan.ts";
