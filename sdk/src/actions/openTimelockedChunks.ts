// SPDX-License-Identifier: MIT
import { getBlock } from "viem/actions";
import type { RoundSource } from "../beacon/rounds.ts";
import type { BeaconUnavailableError } from "../errors/beacon.ts";
import { type ChunksIncompleteError, ChunksUndrawnError } from "../errors/chunks.ts";
import {
  type TimelockClosedError,
  TimelockContentError,
  type TimelockMismatchError,
  type TimelockNetworkError,
  type TimelockSignatureError,
} from "../errors/timelock.ts";
import { withTypedErrors } from "../errors/toTypedError.ts";
import type { WriteErrorType } from "../errors/types.ts";
import type { Timelock } from "../timelock/document.ts";
import { openTimelock } from "../timelock/openTimelock.ts";
import { getChunks } from "./getChunks.ts";
import { getFacts } from "./getFacts.ts";
import { getTaskDefinition } from "./getTaskDefinition.ts";
import { getTerms } from "./getTerms.ts";
import { readEscrow } from "./internal/escrow.ts";
import { senderOf } from "./internal/send.ts";
import { assertTimelockMatches } from "./internal/timelock.ts";
import { type OpenChunksReturnType, openChunks } from "./openChunks.ts";
import type { BountyParameters, CommonweightClient, LogRangeParameters, SenderParameters } from "./types.ts";

export interface OpenTimelockedChunksParameters extends BountyParameters, LogRangeParameters, SenderParameters {
  /** From `parseTimelock`. */
  timelock: Timelock;
  /** Where the signature of the time-lock's round comes from; drand's servers unless given, and the development quicknet itself. */
  rounds?: RoundSource | undefined;
}
export type OpenTimelockedChunksReturnType = Pick<OpenChunksReturnType, "transactions" | "opened" | "skipped">;
export type OpenTimelockedChunksErrorType =
  | WriteErrorType
  | BeaconUnavailableError
  | ChunksIncompleteError
  | ChunksUndrawnError
  | TimelockClosedError
  | TimelockContentError
  | TimelockMismatchError
  | TimelockNetworkError
  | TimelockSignatureError;

/**
 * Publishes the chunks drawn for the score from a time-lock, in the sponsor's place. Anyone, once {@link drawChunks} has drawn them and the
 * time-lock's round is out. Chunks that are open already are left out, so that the call can be repeated after a crash. One that the
 * time-lock does not hold as it was sealed is named, after the others are open. A round that came too early, which {@link checkTimelock}
 * refuses, is no reason not to open: the damage is done.
 *
 * @throws {@link ChunksUndrawnError} where nothing is drawn for the score
 * @throws {@link TimelockMismatchError} where the time-lock is not of this bounty
 * @throws {@link TimelockClosedError} before the time of its round
 * @throws {@link TimelockSignatureError}, {@link BeaconUnavailableError} where the round's signature cannot be had
 * @throws {@link TimelockContentError} naming the drawn chunks that the time-lock does not hold, once the others are open
 * @throws what {@link openChunks} throws
 * @example
 * await drawChunks(client, { escrow, bounty: 1n });
 * const { opened } = await openTimelockedChunks(client, { escrow, bounty: 1n, timelock });
 */
export async function openTimelockedChunks(
  client: CommonweightClient,
  parameters: OpenTimelockedChunksParameters,
): Promise<OpenTimelockedChunksReturnType> {
  const { escrow, bounty, account, timelock, rounds, fromBlock } = parameters;
  senderOf(client, parameters, "openTimelockedChunks");
  const [terms, facts] = await Promise.all([getTerms(client, parameters), getFacts(client, parameters)]);
  await assertTimelockMatches(client, { escrow, timelock, terms });
  if (facts.scoredChunks.length === 0) throw new ChunksUndrawnError({ bounty });
  const skipped = facts.scoredChunks.filter((index) => facts.openChunks.includes(index));
  if (skipped.length === facts.scoredChunks.length) return { transactions: [], opened: [], skipped };

  const registry = await readEscrow(client, escrow, "registry", []);
  const [sealed, task, { timestamp: now }] = await Promise.all([
    getChunks(client, parameters),
    getTaskDefinition(client, { registry, task: terms.task, fromBlock }),
    withTypedErrors(() => getBlock(client)),
  ]);
  const missing = sealed.filter(({ draw, words }) => draw === "score" && words === undefined);
  const { chunks, refused } = await openTimelock({
    timelock,
    task,
    chunks: missing.map(({ chunk }) => chunk),
    rounds,
    now,
  });
  const { transactions, opened } = await openChunks(client, { escrow, bounty, account, chunks });
  if (refused.length > 0) throw new TimelockContentError({ refused, opened });
  return { transactions, opened, skipped };
}
