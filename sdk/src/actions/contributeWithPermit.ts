// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { SpendErrorType } from "../errors/types.ts";
import { getTerms } from "./getTerms.ts";
import { amountThatFits } from "./internal/amountThatFits.ts";
import { escrowCall, escrowEvent } from "./internal/escrow.ts";
import { senderOf } from "./internal/send.ts";
import { spend } from "./internal/spend.ts";
import { signPermit } from "./signPermit.ts";
import type { BountyParameters, CommonweightClient, SenderParameters, SentTransaction } from "./types.ts";

export interface ContributeWithPermitParameters extends BountyParameters, SenderParameters {
  /** In the token's smallest unit. What does not fit under the cap is not taken. */
  amount: bigint;
  /** For whom; the sender unless given. */
  backer?: Address | undefined;
  /** Last second in which the permit can be used; an hour from the latest block unless given. */
  deadline?: bigint | undefined;
}
export type ContributeWithPermitReturnType = SentTransaction & {
  /** What was taken. */
  accepted: bigint;
};
export type ContributeWithPermitErrorType = SpendErrorType;

/**
 * Pays into a bounty in a token with EIP-2612: the sender signs a permit for the amount, which travels with the contribution, so
 * that no approval has to be sent before. The account must be able to sign typed data.
 *
 * @throws the decoded revert: `StatusMismatch` where the window is closed, `EntryIsPaused`
 * @throws {@link InsufficientBalanceError} where the sender holds less than is taken
 * @example
 * const { accepted } = await contributeWithPermit(client, { escrow, bounty: 1n, amount: 500_000_000n });
 */
export async function contributeWithPermit(
  client: CommonweightClient,
  parameters: ContributeWithPermitParameters,
): Promise<ContributeWithPermitReturnType> {
  const { escrow, bounty, amount } = parameters;
  const account = senderOf(client, parameters, "contributeWithPermit");
  const { token } = await getTerms(client, parameters);
  const { deadline, v, r, s } = await signPermit(client, {
    ...parameters,
    token,
    spender: escrow,
    value: amount,
    account,
  });
  const call = escrowCall(
    escrow,
    "contributeWithPermit",
    [bounty, amount, parameters.backer ?? account.address, deadline, v, r, s],
    account,
  );
  const { hash, receipt } = await spend(client, call, {
    token,
    needed: () => amountThatFits(client, parameters),
    approve: false,
  });
  return { hash, receipt, accepted: escrowEvent({ hash, receipt }, escrow, "Contributed").args.amount };
}
