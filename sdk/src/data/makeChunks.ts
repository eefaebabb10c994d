// SPDX-License-Identifier: MIT
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { randomFieldElement } from "../proving/field.ts";
import { assertChunk, type Chunk } from "./chunk.ts";
import type { Samples } from "./samples.ts";
import { samplesPerChunk, type Task } from "./task.ts";

/**
 * Samples divided into chunks, in order, each with a salt of its own.
 *
 * @param parameters - `samples`: integer features and labels in the ranges of the task, a positive multiple of
 * `samplesPerChunk(task)`; `salts`: one for each chunk, distinct and never used before; drawn from the operating system's
 * generator unless given
 * @throws {@link InvalidValueError} if the samples do not fill whole chunks, a feature or label is out of range, or salts
 * repeat or are too few or too many
 */
export function makeChunks(parameters: { task: Task; samples: Samples; salts?: readonly bigint[] }): Chunk[] {
  const { task, samples } = parameters;
  const size = samplesPerChunk(task);
  const total = samples.features.length;
  if (total === 0 || total % size !== 0) {
    const expected = `a positive multiple of ${size}, the samples of a chunk of ${task.name}`;
    throw new InvalidValueError({ subject: "The number of samples", value: total, expected });
  }
  if (samples.labels.length !== total) {
    const expected = `${total}, one for each sample`;
    throw new InvalidValueError({ subject: "The number of labels", value: samples.labels.length, expected });
  }
  const count = total / size;
  const salts = parameters.salts ?? Array.from({ length: count }, randomFieldElement);
  if (new Set(salts).size !== count || salts.length !== count) {
    const expected = `${count} salts, all different: one for each chunk`;
    throw new InvalidValueError({ subject: "salts", value: salts, expected });
  }
  return salts.map((salt, c) => {
    const chunk = {
      features: samples.features.slice(c * size, (c + 1) * size),
      labels: samples.labels.slice(c * size, (c + 1) * size),
      salt,
    };
    assertChunk(task, chunk);
    return chunk;
  });
}
