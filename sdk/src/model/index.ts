// SPDX-License-Identifier: MIT
export {
  type Architecture,
  assertFits,
  type DenseLayer,
  type LayerLanes,
  lanesOf,
  largestInput,
  layerInputs,
  modelWordCount,
  type PackedRun,
  packedRuns,
  parseArchitecture,
  storedRows,
  weightCount,
} from "./architecture.ts";
export {
  AccumulatorOverflowError,
  accumulatorBounds,
  checkCompleteness,
  largestDifference,
  reachOf,
} from "./completeness.ts";
export { loadModel, saveModel } from "./file.ts";
export {
  assertModel,
  evaluate,
  evaluateTrace,
  type IntegerLayer,
  type IntegerModel,
  requantised,
  score,
  strictArgmax,
  type Trace,
} from "./network.ts";
export { agreement, evaluateFloat, type FloatNetwork, quantise } from "./quantise.ts";
export { decodeModel, encodeModel, modelBits, modelElements } from "./words.ts";
