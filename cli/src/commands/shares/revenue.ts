// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { Context } from "../../context.ts";
import { UsageError } from "../../errors.ts";
import { formatFacts } from "../../format/table.ts";
import { formatDuration } from "../../format/time.ts";
import type { Result } from "../../output.ts";
import { accountOf, type SettledModel, settledModel } from "../../settledModel.ts";
import { formatAmount, parseAmount } from "../../token.ts";
import { formatStream } from "./stream.ts";

export interface RevenueOptions {
  account?: Address;
  claim?: true;
  for?: Address;
  to?: Address;
  pay?: string;
  distribute?: true;
}

/** What a model's shares earn: shown, claimed, paid, or passed on to its parent. */
export async function revenue(context: Context, bounty: bigint, options: RevenueOptions): Promise<Result> {
  if (!options.claim && (options.for ?? options.to) !== undefined) {
    throw new UsageError("--for and --to say whose claim it is, and where it goes; expected --claim with them.");
  }
  const model = await settledModel(context, bounty);
  if (options.claim) return claim(context, model, options);
  if (options.pay !== undefined) return pay(context, model, options.pay);
  if (options.distribute) return distribute(context, model);
  return look(context, model, options.account);
}

async function look(context: Context, { bounty, shares, token }: SettledModel, given?: Address): Promise<Result> {
  const reader = await context.reader();
  const account = await accountOf(context, given);
  const [claimable, facts] = await Promise.all([
    reader.getClaimableRevenue({ shares, account }),
    reader.getModel({ shares }),
  ]);
  const { received, unstreamed, timeLeft, pendingRoyalty, parent } = facts;
  return {
    json: { bounty, shares, token, account, claimable, received, unstreamed, timeLeft, pendingRoyalty },
    text: formatFacts([
      ["Account", account],
      ["Claimable", formatAmount(claimable, token)],
      ["Revenue", formatStream(facts, token)],
      ["Royalty", parent && `${formatAmount(pendingRoyalty, token)} wait for the parent model`],
    ]),
  };
}

async function claim(context: Context, model: SettledModel, options: RevenueOptions): Promise<Result> {
  const { bounty, shares, token } = model;
  const writer = await context.writer();
  const { hash, amount } = await writer.claimRevenue({ shares, beneficiary: options.for, to: options.to });
  const paid = options.for ?? options.to ?? writer.account.address;
  const text =
    hash === undefined
      ? "There is nothing to claim. Nothing was sent."
      : `${formatAmount(amount, token)} sent to ${paid} (${hash}).`;
  return { json: { bounty, shares, token, to: paid, amount, hash }, text };
}

async function pay(context: Context, { bounty, shares, token }: SettledModel, text: string): Promise<Result> {
  const amount = parseAmount("The amount", text, token);
  const writer = await context.writer();
  await context.confirm(`Pay ${formatAmount(amount, token)} to the holders of the model of bounty ${bounty}?`);
  const { hash, royalty, timeLeft } = await writer.payRevenue({ shares, amount });
  const passed = royalty > 0n ? ` ${formatAmount(royalty, token)} of them wait for its parent.` : "";
  const stream = `All that is unstreamed reaches the holders within ${formatDuration(Number(timeLeft))}.`;
  return {
    json: { bounty, shares, token, amount, royalty, timeLeft, hash },
    text: `${formatAmount(amount, token)} paid (${hash}).${passed} ${stream}`,
  };
}

async function distribute(context: Context, { bounty, shares, token }: SettledModel): Promise<Result> {
  const { hash, amount } = await (await context.writer()).distributeRoyalty({ shares });
  const text =
    hash === undefined
      ? "No royalty waits. Nothing was sent."
      : `${formatAmount(amount, token)} passed on to the parent model (${hash}).`;
  return { json: { bounty, shares, token, amount, hash }, text };
}
