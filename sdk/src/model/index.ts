// SPDX-License-Identifier: MIT
export {
  type Activations,
  type Architecture,
  type AveragePoolLayer,
  assertFits,
  baseWeights,
  type Conv2dLayer,
  type DenseLayer,
  type EmbeddingLayer,
  type ExpertsLayer,
  type Lanes,
  type Layer,
  type LoraLayer,
  lanesOf,
  layersOf,
  type Matrix,
  type MaxPoolLayer,
  matricesOf,
  type NetworkInput,
  type NetworkOutput,
  OUTPUT_LANE_BITS,
  type PlacedLayer,
  parseArchitecture,
  type Requantise,
  type ResidualLayer,
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
  type IntegerMatrix,
  type IntegerModel,
  type LayerTrace,
  pointsOf,
  requantised,
  score,
  strictArgmax,
  type Trace,
} from "./network.ts";
export { agreement, evaluateFloat, type FloatNetwork, quantise } from "./quantise.ts";
export {
  decodeModel,
  encodeModel,
  frozenBits,
  matrixElementCount,
  matrixElements,
  modelBits,
  modelElements,
  modelWordCount,
} from "./words.ts";
