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
export { labelsPerWord, parseTask, samplesPerChunk, type Task, taskSchema } from "./task.ts";
