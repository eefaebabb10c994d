// SPDX-License-Identifier: MIT
import { modelSharesAbi, tokenAbi } from "@commonweight/sdk";
import { encodeFunctionData } from "viem";
import type { Context } from "../../../context.ts";
import { InsufficientMoneyError } from "../../../errors.ts";
import type { Result } from "../../../output.ts";
import { governanceOf, settledModel } from "../../../settledModel.ts";
import { formatAmount, readBalance } from "../../../token.ts";
import { parsePositive } from "../../market/trade.ts";
import { defaultPath, type ProposeOptions, submit } from "./submit.ts";

/** Proposes to pay the treasury's money to all holders: a part, or all that it has, which winds the model up. */
export async function proposeRevenue(
  context: Context,
  bounty: bigint,
  text: string | undefined,
  options: ProposeOptions,
): Promise<Result> {
  const { shares, token } = await settledModel(context, bounty);
  const { governor, treasury } = await governanceOf(context, bounty);
  const balance = await readBalance(await context.reader(), token.address, treasury);
  const amount = text === undefined ? balance : parsePositive(text, token);
  if (amount > balance || amount === 0n) {
    const needed = amount === 0n ? 1n : amount;
    throw new InsufficientMoneyError({ account: treasury, needed, balance, token });
  }
  const calls = [
    {
      target: token.address,
      data: encodeFunctionData({ abi: tokenAbi, functionName: "approve", args: [shares, amount] }),
    },
    { target: shares, data: encodeFunctionData({ abi: modelSharesAbi, functionName: "pay", args: [amount] }) },
  ];
  const description = options.description ?? `Pay ${formatAmount(amount, token)} of the treasury to the holders`;
  const path = options.out ?? defaultPath("revenue", bounty);
  return submit(context, { bounty, governor }, { calls, description }, path);
}
