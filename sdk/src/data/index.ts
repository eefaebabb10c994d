// SPDX-License-Identifier: MIT
export {
  assertChunk,
  assertFeatures,
  type Chunk,
  chunkElements,
  chunkWordCount,
  decodeChunk,
  encodeChunk,
} from "./chunk.ts";
export { readCsv } from "./csv.ts";
export { readIdx } from "./idx.ts";
export { makeChunks } from "./makeChunks.ts";
export { clampFeatures, fitNormalisation, type Normalisation, normalise, quantiseFeatures } from "./normalise.ts";
export type { Samples } from "./samples.ts";
export { labelsPerWord, parseTask, samplesPerChunk, type Task } from "./task.ts";
