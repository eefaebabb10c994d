// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { SpendErrorType } from "../errors/types.ts";
import { getTerms } from "./getTerms.ts";
import { amountThatFits } from "./internal/amountThatFits.ts";
import { escrowCall, escrowEvent } from "./internal/escrow.ts";
import { senderOf } from "./internal/send.ts";
import { type SpendParameters, type Spent, spend } from "./internal/spend.ts";
import type { BountyParameters, CommonweightClient, SenderParameters } from "./types.ts";

export interface ContributeParameters extends BountyParameters, SenderParameters, SpendParameters {
  /** In the token's smallest unit. What does not fit under the cap is not taken. */
  amount: bigint;
  /** For whom; the sender unless given. */
  backer?: Address | undefined;
}
export type ContributeReturnType = Spent & {
  /** What was taken. */
  accepted: bigint;
};
export type ContributeErrorType = SpendErrorType;

/**
 * Pays into a bounty, after an approval where the allowance is short. A contribution can be repeated: check `getContribution`
 * after a crash.
 *
 * @throws the decoded revert: `StatusMismatch` where the window is closed, `EntryIsPaused`
 * @throws {@link InsufficientBalanceError} where the sender holds less than is taken
 * @example
 * const { accepted } = await contribute(client, { escrow, bounty: 1n, amount: 500_000_000n });
 */
export async function contribute(
  client: CommonweightClient,
  parameters: ContributeParameters,
): Promise<ContributeReturnType> {
  const { escrow, bounty, amount, approve = true } = parameters;
  const account = senderOf(client, parameters, "contribute");
  const call = escrowCall(escrow, "contribute", [bounty, amount, parameters.backer ?? account.address], account);
  const { token } = await getTerms(client, parameters);
  const sent = await spend(client, call, { token, needed: () => amountThatFits(client, parameters), approve });
  return { ...sent, accepted: escrowEvent(sent, escrow, "Contributed").args.amount };
}
