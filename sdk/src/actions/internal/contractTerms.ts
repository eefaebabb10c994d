// SPDX-License-Identifier: MIT
import { zeroHash } from "viem";
import { orderingNames } from "../../abis/enums.ts";
import type { BountyTerms } from "../types.ts";

/** What the terms say of training where no records are kept. */
const NO_TRAINING = { recipe: zeroHash, batchesRoot: zeroHash, batches: 0, steps: 0, drawnSteps: 0, stipendBps: 0 };

/** Terms as `createBounty` of the contract takes them, for those who encode the call themselves, such as a proposal of a model's governor. */
export function toContractTerms({ training = NO_TRAINING, ...terms }: BountyTerms) {
  return { ...terms, training, ordering: orderingNames.indexOf(terms.ordering) };
}
