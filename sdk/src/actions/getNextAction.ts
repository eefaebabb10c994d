// SPDX-License-Identifier: MIT
import { type Address, isAddressEqual } from "viem";
import { getBlock, readContract } from "viem/actions";
import { withTypedErrors } from "../errors/toTypedError.ts";
import type { AccountMissingError } from "../errors/transactions.ts";
import type { ReadErrorType } from "../errors/types.ts";
import { getBountyStatus } from "./getBountyStatus.ts";
import { getContribution } from "./getContribution.ts";
import { getFacts } from "./getFacts.ts";
import { getOwed } from "./getOwed.ts";
import { getOwedTo } from "./getOwedTo.ts";
import { getRank } from "./getRank.ts";
import { getSubmission } from "./getSubmission.ts";
import { getTerms } from "./getTerms.ts";
import { beaconOf } from "./internal/beacon.ts";
import { senderOf } from "./internal/send.ts";
import { type NextAction, nextAction, type Role } from "./nextAction.ts";
import type { BountyParameters, CommonweightClient } from "./types.ts";

export interface GetNextActionParameters extends BountyParameters {
  /** For whom; the client's account unless given. */
  account?: Address | undefined;
  /**
   * As what the account takes part: sponsor where the terms name it, else operator with a submission, else backer with a contribution,
   * unless given. An account that has neither yet is asked to contribute or to commit, whichever is open.
   */
  role?: Role | undefined;
}
export type GetNextActionReturnType = NextAction & {
  /** As what the account was taken. */
  role: Role | undefined;
};
export type GetNextActionErrorType = ReadErrorType | AccountMissingError;

/**
 * What is due next in a bounty for one account, and until when.
 *
 * @throws {@link AccountMissingError} where neither the parameters nor the client have an account
 * @throws the decoded `BountyUnknown` where there is no such bounty
 * @example
 * const { action, until } = await getNextAction(client, { escrow, bounty: 1n, account });
 * if (action === "claim") console.log(`to be claimed before ${new Date(until! * 1000)}`);
 */
export async function getNextAction(
  client: CommonweightClient,
  parameters: GetNextActionParameters,
): Promise<GetNextActionReturnType> {
  const { escrow, bounty } = parameters;
  const account = parameters.account ?? senderOf(client, {}, "getNextAction").address;
  const at = { escrow, bounty };
  const [terms, facts, status, contribution, submission, rank, owedTo, { timestamp }] = await Promise.all([
    getTerms(client, at),
    getFacts(client, at),
    getBountyStatus(client, at),
    getContribution(client, { ...at, account }),
    getSubmission(client, { ...at, operator: account }),
    getRank(client, { ...at, operator: account }),
    getOwedTo(client, { ...at, account }),
    withTypedErrors(() => getBlock(client)),
  ]);
  const [owed, sampleTime, scoreTime] = await Promise.all([
    getOwed(client, { escrow, token: terms.token, account }),
    facts.sampleRound === undefined ? undefined : timeOf(client, escrow, facts.sampleRound),
    timeOf(client, escrow, facts.scoreRound),
  ]);
  const role = parameters.role ?? roleOf(account, terms.sponsor, submission !== undefined, contribution > 0n);
  const now = Number(timestamp);
  const part = { role, contribution, submission, rank, owedTo, owed };
  return { ...nextAction({ status, now, terms, facts, sampleTime, scoreTime, ...part }), role };
}

function roleOf(account: Address, sponsor: Address, submits: boolean, pays: boolean): Role | undefined {
  if (isAddressEqual(account, sponsor)) return "sponsor";
  if (submits) return "operator";
  return pays ? "backer" : undefined;
}

async function timeOf(client: CommonweightClient, escrow: Address, round: bigint): Promise<number> {
  const beacon = await beaconOf(client, escrow);
  return Number(
    await withTypedErrors(() => readContract(client, { ...beacon, functionName: "timeOf", args: [round] })),
  );
}
