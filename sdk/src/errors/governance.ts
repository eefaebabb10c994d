// SPDX-License-Identifier: MIT
import { BaseError } from "./BaseError.ts";

/** Thrown when a bounty has no shares yet, and so neither votes nor an address for its governor. */
export class SharesMissingError extends BaseError {
  readonly bounty: bigint;

  constructor(parameters: { bounty: bigint }) {
    const { bounty } = parameters;
    super(`Bounty ${bounty} has no shares yet; expected it to be settled first.`, { name: "SharesMissingError" });
    this.bounty = bounty;
  }
}
