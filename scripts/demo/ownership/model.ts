// SPDX-License-Identifier: MIT
import type { Address } from "viem";

/** A settled model, as its owners know it. */
export interface OwnedModel {
  bounty: bigint;
  shares: Address;
  governor: Address;
  /** The model's own, which its governor directs. */
  treasury: Address;
}
