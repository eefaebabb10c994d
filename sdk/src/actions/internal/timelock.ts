// SPDX-License-Identifier: MIT
import { getChainId } from "viem/actions";
import { TimelockMismatchError } from "../../errors/timelock.ts";
import { withTypedErrors } from "../../errors/toTypedError.ts";
import type { Timelock } from "../../timelock/document.ts";
import type { BountyTerms, CommonweightClient, EscrowParameters } from "../types.ts";

/** @throws {@link TimelockMismatchError} naming the first thing in which a time-lock differs from a bounty */
export async function assertTimelockMatches(
  client: CommonweightClient,
  parameters: EscrowParameters & { timelock: Timelock; terms: BountyTerms },
): Promise<void> {
  const { escrow, timelock, terms } = parameters;
  const pairs: [subject: string, value: number | string, expected: number | string][] = [
    ["chain", timelock.chainId, await withTypedErrors(() => getChainId(client))],
    ["escrow", timelock.escrow, escrow],
    ["sponsor", timelock.sponsor, terms.sponsor],
    ["root", timelock.chunksRoot, terms.chunksRoot],
    ["number of chunks", timelock.ciphertexts.length, terms.chunks],
  ];
  for (const [subject, value, expected] of pairs) {
    // Addresses may come with or without their checksum.
    if (String(value).toLowerCase() === String(expected).toLowerCase()) continue;
    throw new TimelockMismatchError({ subject, value, expected });
  }
}
