// SPDX-License-Identifier: MIT
import type { GetModelReturnType } from "@commonweight/sdk";
import type { Address } from "viem";
import type { Context, Reader } from "../../context.ts";
import { WalletError } from "../../errors.ts";
import { formatPercent, formatShares } from "../../format/numbers.ts";
import { formatFacts } from "../../format/table.ts";
import { formatTime } from "../../format/time.ts";
import type { Result } from "../../output.ts";
import { accountOf, type SettledModel, settledModel } from "../../settledModel.ts";
import { formatAmount, readSupply, type Token } from "../../token.ts";
import { type Holding, holdingOf } from "./holding.ts";
import { formatStream } from "./stream.ts";

/** The shares of a model, and what an account has of them. */
export async function show(context: Context, bounty: bigint, options: { account?: Address }): Promise<Result> {
  const reader = await context.reader();
  const model = await settledModel(context, bounty);
  const { shares, token } = model;
  const [facts, supply, ancestors, now] = await Promise.all([
    reader.getModel({ shares }),
    readSupply(reader, shares),
    lineageOf(reader, model),
    context.chainTime(),
  ]);
  const { account, problem } = await accountIfAny(context, options.account);
  const holding = account && (await holdingOf(reader, model, account));

  const json = { bounty, shares, token, supply, ...revenueOf(facts), settledAt: facts.settledAt };
  const ofModel = formatFacts([
    ["Model", `${facts.name} (${facts.symbol}), of bounty ${bounty}`],
    ["Shares", shares],
    ["Supply", formatShares(supply)],
    ["Settled", formatTime(facts.settledAt, now)],
    ["Treasury", facts.treasury],
    ...ancestors.map(lineOf),
    ["Revenue", formatStream(facts, token)],
    ["Royalty", facts.parent && `${formatAmount(facts.pendingRoyalty, token)} wait for the parent model`],
  ]);
  const ofAccount = formatFacts([
    ["Account", account ?? `not known. ${problem} Or give --account.`],
    ...(holding ? holdingLines(holding, token) : []),
  ]);
  return { json: { ...json, ancestors, account, holding }, text: `${ofModel}\n\n${ofAccount}` };
}

type Line = readonly [name: string, value: string | undefined];

function lineOf(ancestor: { bounty: bigint; royaltyBps: number }): Line {
  const part = `which gets ${formatPercent(ancestor.royaltyBps)} of what its child earns`;
  return ["Made from", `the model of bounty ${ancestor.bounty}, ${part}`];
}

function holdingLines({ balance, unclaimed, votes, delegate, claimable }: Holding, token: Token): Line[] {
  return [
    ["Balance", formatShares(balance)],
    ["Unclaimed", unclaimed > 0n ? formatShares(unclaimed) : undefined],
    ["Votes", formatShares(votes)],
    ["Delegated", delegate ? `to ${delegate}` : "to nobody: these shares do not vote"],
    ["Claimable", formatAmount(claimable, token)],
  ];
}

function revenueOf({ parent, royaltyBps, treasury, ...model }: GetModelReturnType) {
  const { pendingRoyalty, received, unstreamed, timeLeft, eligible } = model;
  return { parent, royaltyBps, treasury, pendingRoyalty, received, unstreamed, timeLeft, eligible };
}

/** The models that a model was made from, with their bounties. */
async function lineageOf(reader: Reader, { shares }: SettledModel) {
  const ancestors = await reader.getLineage({ shares });
  return Promise.all(
    ancestors.map(async (ancestor) => ({ ...ancestor, bounty: (await reader.getModel(ancestor)).bounty })),
  );
}

/** A model can be looked at without a key; why there is none is told. */
async function accountIfAny(
  context: Context,
  given: Address | undefined,
): Promise<{ account?: Address; problem?: string }> {
  try {
    return { account: await accountOf(context, given) };
  } catch (error) {
    if (error instanceof WalletError) return { problem: error.shortMessage };
    throw error;
  }
}
