// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import { approveToken, InvalidValueError } from "@commonweight/sdk";
import type { Address } from "viem";
import type { Context } from "../../../context.ts";
import { writeDocument } from "../../../documents.ts";
import { InsufficientMoneyError } from "../../../errors.ts";
import { formatShares } from "../../../format/numbers.ts";
import { formatTime } from "../../../format/time.ts";
import type { Result } from "../../../output.ts";
import { settledModel } from "../../../settledModel.ts";
import { formatAmount, readAllowance, readBalance, SHARE } from "../../../token.ts";
import { parsePositive } from "../trade.ts";
import { offerFile } from "./file.ts";

export const DEFAULT_DAYS = 7;
const DAY = 86_400;

export interface OfferOptions {
  taker?: Address;
  days: number;
  approve: boolean;
}

/** The command that signs an offer to sell, or one to buy. */
export function signing(side: "sell" | "buy") {
  return (context: Context, ...args: SignArguments): Promise<Result> => sign(side, context, ...args);
}

type SignArguments = [bounty: bigint, shares: string, price: string, file: string, options: OfferOptions];

/** Signs an offer to sell or to buy shares, once the contract may take what it sells, and writes it. */
async function sign(
  side: "sell" | "buy",
  context: Context,
  bounty: bigint,
  sharesText: string,
  priceText: string,
  path: string,
  options: OfferOptions,
): Promise<Result> {
  const { taker, days } = options;
  if (days < 1) throw new InvalidValueError({ subject: "--days", value: days, expected: "1 or more" });
  const { shares, token } = await settledModel(context, bounty);
  const sharesAmount = parsePositive(sharesText, SHARE);
  const tokenAmount = parsePositive(priceText, token);
  const { chainId, shareOffers: offers } = await context.deployment();
  const writer = await context.writer();
  const maker = writer.account.address;
  const sale = { sellToken: shares, sellAmount: sharesAmount, buyToken: token.address, buyAmount: tokenAmount };
  const purchase = { sellToken: token.address, sellAmount: tokenAmount, buyToken: shares, buyAmount: sharesAmount };
  const trade = side === "sell" ? sale : purchase;

  const spending = { account: maker, spender: offers, token: trade.sellToken };
  const balance = await readBalance(writer, trade.sellToken, maker);
  if (balance < trade.sellAmount) {
    const unit = side === "sell" ? SHARE : token;
    throw new InsufficientMoneyError({ account: maker, needed: trade.sellAmount, balance, token: unit });
  }
  const now = await context.chainTime();
  const expiry = now + days * DAY;
  const what = `${formatShares(sharesAmount)} for ${formatAmount(tokenAmount, token)}`;
  const who = taker ? `${taker} alone` : "anybody";
  await context.confirm(`Sign an offer to ${side} ${what}, for ${who} to take until ${formatTime(expiry, now)}?`);

  const isShort = (await readAllowance(writer, spending)) < trade.sellAmount;
  const approved =
    options.approve && isShort
      ? await approveToken(writer, { token: trade.sellToken, spender: offers, amount: trade.sellAmount })
      : undefined;
  const signed = await writer.signShareOffer({ offers, ...trade, taker, expiry });
  const file = resolve(context.io.cwd, path);
  const content = offerFile({ chainId: BigInt(chainId), offers, bounty, ...signed });
  await writeDocument(file, content);
  const warning = isShort && !approved ? " It cannot be taken before the contract is approved for what it sells." : "";
  return {
    json: { file, approval: approved?.hash, ...content },
    text: `Offer to ${side} ${what} written to ${file}.${warning}`,
  };
}
