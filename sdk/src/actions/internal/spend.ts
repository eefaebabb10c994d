// SPDX-License-Identifier: MIT
import type { Abi, Account, Address, ContractFunctionName } from "viem";
import { readContract } from "viem/actions";
import { tokenAbi } from "../../abis/token.ts";
import { ContractRevertError } from "../../errors/contract.ts";
import { InsufficientAllowanceError, InsufficientBalanceError } from "../../errors/funds.ts";
import { isProtocolRevert } from "../../errors/revertSentences.ts";
import { withTypedErrors } from "../../errors/toTypedError.ts";
import { approveToken } from "../approveToken.ts";
import type { CommonweightClient, SentTransaction } from "../types.ts";
import { type ContractCall, type Sendable, sendSimulated, simulate } from "./send.ts";

/** For actions that take tokens from the sender. */
export interface SpendParameters {
  /** Whether to approve what is missing of the allowance first, in a transaction of its own; true unless given. */
  approve?: boolean | undefined;
}

/** What an action that takes tokens sent. */
export interface Spent extends SentTransaction {
  /** The approval that went before; undefined where the allowance was enough. */
  approval: SentTransaction | undefined;
}

/**
 * Sends a call in which a contract takes tokens from the sender. No transaction is sent, not even the approval, where the
 * contract would refuse the call for a reason of its own, or where the sender holds too little.
 *
 * @param spending - what the call takes: token, and amount in its smallest unit, asked for only where the simulation fails
 * @throws the decoded revert, {@link InsufficientBalanceError}, {@link InsufficientAllowanceError}
 */
export async function spend<const abi extends Abi, functionName extends ContractFunctionName<abi, Sendable>>(
  client: CommonweightClient,
  call: ContractCall<abi, functionName>,
  spending: { token: Address; needed: () => Promise<bigint>; approve: boolean },
): Promise<Spent> {
  const { token, approve } = spending;
  let approval: SentTransaction | undefined;
  try {
    await simulate(client, call);
  } catch (error) {
    // Contracts check before they take money: an error of their own comes first, and no allowance would cure it.
    if (error instanceof ContractRevertError && isProtocolRevert(error.errorName)) throw error;
    const needed = await spending.needed();
    const spender = { account: call.account, spender: call.address, approve, cause: error };
    [approval] = await allowSpending(client, spender, [{ token, needed }]);
    if (approval === undefined) throw error;
    await simulate(client, call);
  }
  return { ...(await sendSimulated(client, call)), approval };
}

/** What an account has to hold of a token, and what a spender has to be allowed to take of it: the same unless given. */
interface Spending {
  token: Address;
  needed: bigint;
  allowance?: bigint | undefined;
}

/**
 * Sees to it that a spender may take tokens of an account that holds them. Nothing is approved where the account holds too little of any.
 *
 * @returns the approvals, of the tokens whose allowance was short
 * @throws {@link InsufficientBalanceError}, {@link InsufficientAllowanceError}
 */
export async function allowSpending(
  client: CommonweightClient,
  parameters: { account: Account; spender: Address; approve: boolean; cause?: unknown },
  spendings: readonly Spending[],
): Promise<SentTransaction[]> {
  const { account, spender, approve, cause } = parameters;
  const owner = account.address;
  const short: { token: Address; amount: bigint }[] = [];
  for (const { token, needed, allowance: amount = needed } of spendings) {
    const { balance, allowance } = await fundsOf(client, { token, owner, spender });
    if (balance < needed) throw new InsufficientBalanceError({ token, account: owner, needed, balance, cause });
    if (allowance >= amount) continue;
    if (!approve) throw new InsufficientAllowanceError({ token, owner, spender, needed: amount, allowance, cause });
    short.push({ token, amount });
  }
  const approvals: SentTransaction[] = [];
  for (const missing of short) approvals.push(await approveToken(client, { ...missing, spender, account }));
  return approvals;
}

async function fundsOf(
  client: CommonweightClient,
  { token, owner, spender }: { token: Address; owner: Address; spender: Address },
): Promise<{ balance: bigint; allowance: bigint }> {
  const [balance, allowance] = await withTypedErrors(() =>
    Promise.all([
      readContract(client, { abi: tokenAbi, address: token, functionName: "balanceOf", args: [owner] }),
      readContract(client, { abi: tokenAbi, address: token, functionName: "allowance", args: [owner, spender] }),
    ]),
  );
  return { balance, allowance };
}
