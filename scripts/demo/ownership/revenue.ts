// SPDX-License-Identifier: MIT
// What a model earns: a licence is bought, a payment streams to the holders for a week, and each of them takes its part.
import { DOLLAR } from "@commonweight/devnet";
import type { Address } from "viem";
import { expectEqual, UnexpectedResultError } from "../books.ts";
import { SHARE_SUPPLY } from "../payout.ts";
import type { Stage } from "../stage.ts";
import { formatDollars } from "../summary.ts";
import { LICENSE_PRICE } from "../terms.ts";
import { PARTIES } from "../world.ts";
import type { OwnedModel } from "./model.ts";

const PERIODS = 3;
const FEE_FOR_USE = 480n * DOLLAR;
const DAY = 86_400n;
/** Units that a holder may be short of its part: the stream and a claim round down. */
const MOST_BELOW = 2n;
/** Units that it may get beyond: what an earlier claim left of a unit comes with a later one. */
const MOST_ABOVE = 1n;

/** A customer buys a licence and pays for more use; half way and at its end, the stream is claimed. */
export async function earnRevenue(stage: Stage, model: OwnedModel): Promise<void> {
  const { world, journal, gas } = stage;
  const { shares } = model;
  const licenses = world.deployment.modelLicenses;
  const { address, client } = world.party("customer");
  const first = world.party("backer 1");

  await journal.step(
    `the customer buys a licence of ${30 * PERIODS} days`,
    async () => {
      const bought = await client.buyLicense({ licenses, shares, tier: 0n, periods: PERIODS });
      if (bought.approval) gas.record("approve", bought.approval);
      gas.record("buyLicense", bought);
      expectEqual("What the licence costs", bought.price, BigInt(PERIODS) * LICENSE_PRICE);
      const isLicensed = await client.isLicensed({ licenses, shares, account: address });
      expectEqual("Whether the customer is licensed", isLicensed, true);
      return bought.price;
    },
    (price) => `${formatDollars(price)}, which stream to the holders`,
  );
  await payModel(stage, shares, "first", FEE_FOR_USE);
  const revenue = BigInt(PERIODS) * LICENSE_PRICE + FEE_FOR_USE;

  const early = await journal.step(
    "half a week later backer 1 claims what has streamed",
    async () => {
      await world.chain.travelTo((await world.chain.now()) + (7n * DAY) / 2n);
      const part = shareOf(revenue, await world.balanceOf(shares, first.address), SHARE_SUPPLY);
      const { amount } = gas.record("claimRevenue", await first.client.claimRevenue({ shares }));
      if (amount > 0n && amount < part) return amount;
      throw new UnexpectedResultError(`Backer 1 got ${amount}; expected more than 0, and less than ${part}.`);
    },
    formatDollars,
  );
  await journal.step(
    "at the end of the week everybody does, and anybody for the model's treasury",
    async () => {
      await streamOut(stage, shares);
      const before = new Map([[first.address, early]]);
      return claimAll(stage, shares, revenue, { treasury: model.treasury, before });
    },
    (amount) => `${formatDollars(early + amount)} of ${formatDollars(revenue)}`,
  );
}

/** The customer pays a model. @param which For people. */
export async function payModel(
  { world, journal, gas }: Stage,
  shares: Address,
  which: string,
  amount: bigint,
): Promise<bigint> {
  return journal.step(
    `the customer pays the ${which} model ${formatDollars(amount)}`,
    async () => {
      const paid = await world.party("customer").client.payRevenue({ shares, amount });
      if (paid.approval) gas.record("approve", paid.approval);
      return gas.record("payRevenue", paid).royalty;
    },
    (royalty) =>
      royalty === 0n ? "all of it for its holders" : `${formatDollars(royalty)} of them wait for its parent`,
  );
}

/** Waits until all that a model was paid has streamed. */
export async function streamOut({ world }: Stage, shares: Address): Promise<void> {
  const { timeLeft } = await world.party("backer 1").client.getModel({ shares });
  if (timeLeft > 0n) await world.chain.travelTo((await world.chain.now()) + timeLeft);
}

/**
 * Every holder claims, and gets its part of the revenue by its shares; a pool that is excluded gets none. For revenue that has
 * streamed to its end, and balances that have not changed since it was paid.
 * @returns What they got together.
 */
export async function claimAll(
  { world, gas }: Stage,
  shares: Address,
  revenue: bigint,
  parameters: { treasury: Address; pool?: Address; before?: ReadonlyMap<Address, bigint> },
): Promise<bigint> {
  const { treasury, pool, before } = parameters;
  const { client } = world.party("backer 1");
  const eligible = SHARE_SUPPLY - (pool ? await world.balanceOf(shares, pool) : 0n);
  const holders = [
    ...PARTIES.map((name) => ({ name: `the ${name}`, address: world.party(name).address })),
    { name: "the treasury", address: treasury },
  ];
  let together = 0n;
  for (const { name, address } of holders) {
    const { amount } = gas.record("claimRevenue", await client.claimRevenue({ shares, beneficiary: address }));
    const got = amount + (before?.get(address) ?? 0n);
    const part = shareOf(revenue, await world.balanceOf(shares, address), eligible);
    if (got > part + MOST_ABOVE || got + MOST_BELOW < part) {
      throw new UnexpectedResultError(`Revenue of ${name} is ${got}; expected ${part}, give or take the rounding.`);
    }
    together += amount;
  }
  if (pool) expectEqual("What the pool has earned", await client.getClaimableRevenue({ shares, account: pool }), 0n);
  return together;
}

function shareOf(revenue: bigint, balance: bigint, eligible: bigint): bigint {
  return (revenue * balance) / eligible;
}
