// SPDX-License-Identifier: MIT
export {
  type Architecture,
  type AveragePoolLayer,
  type Conv2dLayer,
  type DenseLayer,
  type EmbeddingLayer,
  type ExpertsLayer,
  type Lanes,
  type Layer,
  type LoraLayer,
  type MaxPoolLayer,
  type NetworkInput,
  type NetworkOutput,
  parseArchitecture,
  type Requantise,
  type ResidualLayer,
} from "./architecture.ts";
export {
  type CheckedSamples,
  checkModel,
  type LayerCheck,
  type Measured,
  type ModelCheck,
  type Provable,
} from "./check.ts";
export {
  AccumulatorOverflowError,
  accumulatorBounds,
  checkCompleteness,
  largestDifference,
  reachOf,
} from "./completeness.ts";
export { loadModel, saveModel } from "./file.ts";
export { assertFits, fits } from "./fits.ts";
export { patchIndices, windowIndices } from "./layers.ts";
export { type Margin, marginsOf } from "./margins.ts";
export {
  assertModel,
  errorsOf,
  evaluate,
  evaluateTrace,
  evaluatorOf,
  type IntegerMatrix,
  type IntegerModel,
  type LayerTrace,
  pointsOf,
  requantised,
  score,
  strictArgmax,
  type Trace,
} from "./network.ts";
export {
  type Activations,
  baseWeights,
  lanesOf,
  layersOf,
  type Matrix,
  matricesOf,
  type PlacedLayer,
} from "./placement.ts";
export { floatEvaluatorOf } from "./quantise/float.ts";
export { agreement, evaluateFloat, type FloatNetwork, type QuantiseParameters, quantise } from "./quantise.ts";
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
