// SPDX-License-Identifier: MIT
import { encodeFunctionData } from "viem";
import { trainingBountiesAbi } from "../abis/trainingBounties.ts";
import type { SpendErrorType } from "../errors/types.ts";
import { toContractTerms } from "./internal/contractTerms.ts";
import { escrowCall, escrowEvent, escrowLogs } from "./internal/escrow.ts";
import { senderOf } from "./internal/send.ts";
import { type SpendParameters, spend } from "./internal/spend.ts";
import type {
  BountyTerms,
  CommonweightClient,
  EscrowParameters,
  LogRangeParameters,
  SenderParameters,
  SentOrDone,
  SentTransaction,
} from "./types.ts";

export interface CreateBountyParameters
  extends EscrowParameters,
    SenderParameters,
    SpendParameters,
    LogRangeParameters {
  /** What the sponsor, who sends this, promises. Amounts in the token's smallest unit, times in seconds. */
  terms: BountyTerms;
}
export type CreateBountyReturnType = SentOrDone & {
  /** The number of the bounty. */
  bounty: bigint;
  approval: SentTransaction | undefined;
};
export type CreateBountyErrorType = SpendErrorType;

/**
 * Freezes the terms of a bounty and takes the sponsor's bond, after an approval where the allowance is short. Where the sponsor
 * has created a bounty of exactly these terms before, that one is returned and nothing is sent: a sponsor that crashed
 * can repeat the call without a second bond. Write the chunks and their salts to disk first, see `createSealedBounty`.
 *
 * @throws the decoded revert, such as `TermOutOfBounds` with the term, its value and its bounds
 * @throws {@link InsufficientBalanceError} where the sponsor holds less than the bond
 * @example
 * const { bounty } = await createBounty(client, { escrow, terms });
 */
export async function createBounty(
  client: CommonweightClient,
  parameters: CreateBountyParameters,
): Promise<CreateBountyReturnType> {
  const { escrow, terms, approve = true } = parameters;
  const account = senderOf(client, parameters, "createBounty");
  const call = escrowCall(escrow, "createBounty", [toContractTerms(terms)], account);
  const existing = await findBounty(client, parameters);
  if (existing !== undefined) return { hash: undefined, receipt: undefined, approval: undefined, bounty: existing };

  const sent = await spend(client, call, { token: terms.token, needed: async () => terms.sponsorBond, approve });
  return { ...sent, bounty: escrowEvent(sent, escrow, "BountyCreated").args.bounty };
}

/** The sponsor's bounty of the same terms, if there is one. */
async function findBounty(client: CommonweightClient, parameters: CreateBountyParameters): Promise<bigint | undefined> {
  const { escrow, terms, fromBlock } = parameters;
  const created = await escrowLogs(client, {
    escrow,
    eventName: "BountyCreated",
    args: { sponsor: terms.sponsor },
    fromBlock,
  });
  const wanted = encodeTerms(toContractTerms(terms));
  return created.find(({ args }) => encodeTerms({ ...args.terms, ...openUntil(terms, args.terms) }) === wanted)?.args
    .bounty;
}

type ContractTerms = ReturnType<typeof toContractTerms>;

/** Zero stands for the time of creation, which the contract may have put in its place. */
function openUntil(wanted: BountyTerms, actual: ContractTerms): { architecturesUntil: number } {
  return { architecturesUntil: wanted.architecturesUntil === 0 ? 0 : actual.architecturesUntil };
}

function encodeTerms(terms: ContractTerms): string {
  return encodeFunctionData({ abi: trainingBountiesAbi, functionName: "createBounty", args: [terms] });
}
