// SPDX-License-Identifier: MIT
// Two ways to sell shares: into a pool of Uniswap's, which earns none of the model's revenue, and by a signed offer.
import { DOLLAR } from "@commonweight/devnet";
import {
  addLiquidity,
  approveToken,
  createPool,
  ONE_SHARE,
  priceOf,
  quoteSell,
  sellShares,
  type UniswapContracts,
} from "@commonweight/sdk";
import type { Address } from "viem";
import { expectEqual } from "../books.ts";
import type { Stage } from "../stage.ts";
import { formatDollars, formatShares } from "../summary.ts";
import type { OwnedModel } from "./model.ts";

/** A thousandth of a dollar for a share, at which the pot would buy them all. */
const PRICE = priceOf({ tokenAmount: DOLLAR / 1_000n, sharesAmount: ONE_SHARE });
const LIQUIDITY = { sharesAmount: 100_000n * ONE_SHARE, tokenAmount: 100n * DOLLAR };
const SOLD = 10_000n * ONE_SHARE;
const OFFER = { sellAmount: 20_000n * ONE_SHARE, buyAmount: 30n * DOLLAR };

/** Opens a pool, and sells into it. @returns The pool. */
export async function tradeOnUniswap(
  { world, journal, gas }: Stage,
  { shares }: OwnedModel,
  uniswap: UniswapContracts,
): Promise<Address> {
  const { token } = world;
  const at = { uniswap, shares, token };
  const maker = world.party("backer 1").client;
  const seller = world.party("backer 2");

  const pool = await journal.step(
    "backer 1 opens a pool on Uniswap, at a dollar for a thousand shares",
    async () => gas.record("createPool", await createPool(maker, { ...at, price: PRICE })).pool,
  );
  await journal.step(
    "and puts shares and dollars into it",
    async () => {
      const added = await addLiquidity(maker, { ...at, ...LIQUIDITY });
      for (const approval of added.approvals) gas.record("approve", approval);
      return gas.record("addLiquidity", added);
    },
    ({ sharesAmount, tokenAmount }) => `${formatShares(sharesAmount)} and ${formatDollars(tokenAmount)}`,
  );
  await journal.step("anybody excludes the pool from the model's revenue", async () => {
    gas.record("excludePool", await world.party("customer").client.excludePool({ shares, pool }));
  });
  await journal.step(
    `backer 2 sells ${formatShares(SOLD)} shares on Uniswap`,
    async () => {
      const quote = await quoteSell(seller.client, { ...at, sharesAmount: SOLD });
      const before = await world.balanceOf(token, seller.address);
      const sold = await sellShares(seller.client, { ...at, sharesAmount: SOLD });
      if (sold.approval) gas.record("approve", sold.approval);
      gas.record("sellShares", sold);
      expectEqual("What backer 2 got", (await world.balanceOf(token, seller.address)) - before, quote.tokenAmount);
      return quote.tokenAmount;
    },
    (amount) => `for ${formatDollars(amount)}, as was quoted`,
  );
  return pool;
}

/** Sells shares by an offer that is signed by one, and taken by another in part. */
export async function sellByOffer({ world, journal, gas }: Stage, { shares }: OwnedModel): Promise<void> {
  const { token } = world;
  const offers = world.deployment.shareOffers;
  const maker = world.party("strong operator's cold wallet");
  const taker = world.party("backer 3");
  const { sellAmount, buyAmount } = OFFER;

  const signed = await journal.step(
    `the ${maker.name} signs an offer of ${formatShares(sellAmount)} shares for ${formatDollars(buyAmount)}`,
    async () => {
      const approval = { token: shares, spender: offers, amount: sellAmount };
      gas.record("approve", await approveToken(maker.client, approval));
      return maker.client.signShareOffer({ offers, sellToken: shares, sellAmount, buyToken: token, buyAmount });
    },
  );
  await journal.step(
    "backer 3 takes half of it",
    async () => {
      const filled = await taker.client.fillShareOffer({ offers, ...signed, amount: sellAmount / 2n });
      if (filled.approval) gas.record("approve", filled.approval);
      gas.record("fillShareOffer", filled);
      expectEqual("What backer 3 paid", filled.paid, buyAmount / 2n);
      const { status, left } = await taker.client.getShareOfferState({ offers, offer: signed.offer });
      expectEqual("The offer's status", status, "Open");
      expectEqual("What is left of the offer", left, sellAmount / 2n);
      return filled;
    },
    ({ sold, paid }) => `${formatShares(sold)} for ${formatDollars(paid)}`,
  );
}
