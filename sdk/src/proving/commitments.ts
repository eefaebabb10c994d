// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { type Chunk, chunkElements } from "../data/chunk.ts";
import type { Task } from "../data/task.ts";
import type { IntegerModel } from "../model/network.ts";
import { modelElements } from "../model/words.ts";
import { layoutId } from "../utils/canonicalJson.ts";
import { addressToField, assertFieldElement } from "./field.ts";
import { poseidon } from "./poseidon.ts";
import { sponge, spongeTags } from "./sponge.ts";

/**
 * The commitment to a model: Poseidon3(sponge of its elements, salt, operator). It hides the weights behind the salt, and only
 * the operator named in it can prove anything about them.
 *
 * @param parameters - `salt`: uniform in [0, p), fresh for every commitment; `operator`: the account that will prove and claim
 * @throws {@link InvalidValueError} if the model is malformed or the salt not below p
 */
export function modelCommitment(parameters: { model: IntegerModel; salt: bigint; operator: Address }): bigint {
  const { model, salt, operator } = parameters;
  assertFieldElement("salt", salt);
  const weights = sponge(spongeTags.weights, layoutId(model.architecture), modelElements(model));
  return poseidon([weights, salt, addressToField(operator)]);
}

/**
 * The commitment to a chunk: the sponge of its elements, the first of which is its salt, without which a chunk of a public
 * data set could be recognised.
 *
 * @throws {@link InvalidValueError} if the chunk does not fit the task
 */
export function dataCommitment(task: Task, chunk: Chunk): bigint {
  return sponge(spongeTags.data, layoutId(task), chunkElements(task, chunk));
}
