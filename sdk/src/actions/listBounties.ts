// SPDX-License-Identifier: MIT
import { type BountyStatus, bountyStatusNames } from "../abis/enums.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import type { ReadErrorType } from "../errors/types.ts";
import { type BountySummary, getBounties } from "./getBounties.ts";
import { getBountyCount } from "./getBountyCount.ts";
import { readMany } from "./internal/readMany.ts";
import type { CommonweightClient, EscrowParameters } from "./types.ts";

export interface ListBountiesParameters extends EscrowParameters {
  /** Those in one of these statuses only; all unless given. */
  statuses?: readonly BountyStatus[] | undefined;
  /** Only those with a lower number: `next` of the page before. The newest of all unless given. */
  before?: bigint | undefined;
  /** How many at most; 20 unless given. */
  limit?: number | undefined;
}
export interface ListBountiesReturnType {
  /** The newest first. */
  bounties: BountySummary[];
  /** For `before`, to have the next page; undefined where there are no older bounties. */
  next: bigint | undefined;
}
export type ListBountiesErrorType = ReadErrorType;

const DEFAULT_LIMIT = 20;

/** How many statuses are read at once. */
const STATUSES_AT_ONCE = 100n;

/**
 * The bounties of an escrow, the newest first, page by page.
 *
 * @throws {@link InvalidValueError} where the limit is not a whole number from 1
 * @example
 * const { bounties, next } = await listBounties(client, { escrow, statuses: ["Funding", "Training"] });
 */
export async function listBounties(
  client: CommonweightClient,
  parameters: ListBountiesParameters,
): Promise<ListBountiesReturnType> {
  const { escrow, statuses, limit = DEFAULT_LIMIT } = parameters;
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new InvalidValueError({ subject: "limit", value: limit, expected: "a whole number from 1" });
  }
  const count = await getBountyCount(client, { escrow });
  const found: bigint[] = [];
  // The number from which on everything was looked at.
  let seen = parameters.before === undefined || parameters.before > count ? count + 1n : parameters.before;
  while (found.length < limit && seen > 1n) {
    const numbers = descending(seen, statuses === undefined ? BigInt(limit) : STATUSES_AT_ONCE);
    const admitted = statuses && (await admittedBy(client, { escrow, statuses, numbers }));
    for (const bounty of numbers) {
      if (found.length === limit) break;
      seen = bounty;
      if (admitted === undefined || admitted.has(bounty)) found.push(bounty);
    }
  }
  const bounties = await getBounties(client, { escrow, bounties: found });
  return { bounties, next: seen > 1n ? seen : undefined };
}

/** Numbers below `end`, from the highest down to 1, `length` at most. */
function descending(end: bigint, length: bigint): bigint[] {
  const size = end - 1n < length ? end - 1n : length;
  return Array.from({ length: Number(size) }, (_, i) => end - 1n - BigInt(i));
}

async function admittedBy(
  client: CommonweightClient,
  parameters: EscrowParameters & { statuses: readonly BountyStatus[]; numbers: readonly bigint[] },
): Promise<Set<bigint>> {
  const { escrow, statuses, numbers } = parameters;
  const list = numbers.map((bounty) => [bounty] as const);
  const current = await readMany(client, escrow, "statusOf", list);
  return new Set(numbers.filter((_, i) => statuses.includes(bountyStatusNames[current[i]!]!)));
}
