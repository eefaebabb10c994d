// SPDX-License-Identifier: MIT
export {
  assertChunk,
  assertFeatures,
  type Chunk,
  type ClassificationChunk,
  chunkElements,
  chunkWordCount,
  decodeChunk,
  encodeChunk,
  inputsOf,
  labelsOf,
  type RegressionChunk,
  type SequenceChunk,
} from "./chunk.ts";
export { readCsv } from "./csv.ts";
export { readIdx } from "./idx.ts";
export { type MakeChunksParameters, makeChunks } from "./makeChunks.ts";
export { clampFeatures, fitNormalisation, type Normalisation, normalise, quantiseFeatures } from "./normalise.ts";
export type { Samples, SymbolSamples, TargetSamples } from "./samples.ts";
export { readSymbols, windowsOf } from "./symbols.ts";
export {
  asClassification,
  asRegression,
  type ClassificationTask,
  type DenseEncoding,
  type LanesEncoding,
  labelsPerWord,
  MAX_SYMBOLS,
  parseTask,
  pointsPerChunk,
  type RegressionTask,
  type SequenceTask,
  type SymbolsEncoding,
  samplesPerChunk,
  symbolBits,
  symbolsPerChunk,
  type Task,
} from "./task.ts";
