// SPDX-License-Identifier: MIT
import { type Address, getAddress } from "viem";
import type { Task } from "../data/task.ts";
import { checkCompleteness } from "../model/completeness.ts";
import type { IntegerModel } from "../model/network.ts";
import { encodeModel } from "../model/words.ts";
import { modelCommitment } from "../proving/commitments.ts";
import { bytesHash } from "../proving/digest.ts";
import { randomFieldElement } from "../proving/field.ts";
import type { SubmissionSecret } from "../storage/secrets.ts";
import { wordsToBytes } from "../utils/bytes.ts";
import { definitionId } from "../utils/canonicalJson.ts";

export interface SealModelParameters {
  chainId: number;
  escrow: Address;
  bounty: bigint;
  /** Who will commit to the model. */
  operator: Address;
  /** Receives prize and shares; the operator unless given. */
  payee?: Address | undefined;
  model: IntegerModel;
  /** What the model is for; needed only for a network that gives values, whose errors it bounds. */
  task?: Task | undefined;
  /** Salt of the commitment, in [0, p); drawn afresh unless given. One salt serves one challenge. */
  salt?: bigint | undefined;
}

/**
 * Seals a model: its commitment, the words that a claim will publish, and their hash. Nothing is sent, see `commitModel`.
 *
 * @throws {@link InvalidValueError} where the model is malformed
 * @throws {@link AccumulatorOverflowError} where some sample could not be proven, naming layer and neuron: a commitment to such a
 * model could cost its bond
 * @example
 * const secret = sealModel({ chainId: 31337, escrow, bounty: 1n, operator, model });
 */
export function sealModel(parameters: SealModelParameters): SubmissionSecret {
  const { chainId, bounty, model, task, salt = randomFieldElement() } = parameters;
  checkCompleteness(model, task);
  const operator = getAddress(parameters.operator);
  const words = wordsToBytes(encodeModel(model, salt));
  return {
    chainId,
    escrow: getAddress(parameters.escrow),
    bounty,
    submission: {
      operator,
      architecture: definitionId(model.architecture),
      modelCommitment: modelCommitment({ model, salt, operator }),
      bytesHash: bytesHash(words),
      payee: parameters.payee === undefined ? operator : getAddress(parameters.payee),
    },
    architecture: model.architecture,
    words,
  };
}
