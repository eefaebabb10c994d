// SPDX-License-Identifier: MIT
// What shares are for, once: they earn, they are sold, they decide, and what they decided earns for them.
import { DOLLAR } from "@commonweight/devnet";
import { samplesPerChunk } from "@commonweight/sdk/data";
import { expectEqual, UnexpectedResultError } from "../books.ts";
import type { SettledRoad } from "../road.ts";
import { type DemoSamples, sliceSamples } from "../samples.ts";
import type { Stage } from "../stage.ts";
import { formatDollars } from "../summary.ts";
import { BPS } from "../terms.ts";
import { bringBondHome, CHILD_SCALE, playChild, ROYALTY_BPS, voteForChild } from "./child.ts";
import { type LedgerLine, readLedger } from "./ledger.ts";
import { sellByOffer, tradeOnUniswap } from "./market.ts";
import type { OwnedModel } from "./model.ts";
import { claimAll, earnRevenue, payModel, streamOut } from "./revenue.ts";
import { beginGovernance } from "./votes.ts";

const CHILD_REVENUE = 300n * DOLLAR;

/** Plays on from a settled bounty whose shares are claimed. @returns What everybody has at the end. */
export async function playOwnership(stage: Stage, road: SettledRoad, samples: DemoSamples): Promise<LedgerLine[]> {
  const { world, journal, gas, scale } = stage;
  const { uniswap } = world;
  if (!uniswap) throw new UnexpectedResultError("Uniswap is missing; expected it where shares are to be sold.");
  const { bounty, shares } = road;
  const { governor, treasury } = await world.party("backer 1").client.getGovernance({ bounty });
  const model: OwnedModel = { bounty, shares, governor, treasury };

  journal.stage("Revenue: it streams to the holders");
  await earnRevenue(stage, model);

  journal.stage("A market for the shares");
  const pool = await tradeOnUniswap(stage, model, uniswap);
  await sellByOffer(stage, model);

  journal.stage("The owners decide: their treasury is to sponsor a second model, made from the first");
  await beginGovernance(stage, model);
  const size = samplesPerChunk(world.task);
  const start = scale.chunks * size;
  const evaluation = sliceSamples(samples.evaluation, start, start + CHILD_SCALE.chunks * size);
  const voted = await voteForChild(stage, model, evaluation);

  journal.stage("The second bounty goes the same road");
  const child = await playChild({ ...stage, scale: CHILD_SCALE }, model, voted, samples);

  journal.stage("The royalty arrives");
  const royalty = await payModel(stage, child, "second", CHILD_REVENUE);
  expectEqual("The royalty", royalty, (CHILD_REVENUE * BigInt(ROYALTY_BPS)) / BPS);
  await journal.step(
    "anybody passes the royalty on to the first model",
    async () => {
      const { client } = world.party("customer");
      const passed = gas.record("distributeRoyalty", await client.distributeRoyalty({ shares: child }));
      expectEqual("What the first model is paid", passed.amount, royalty);
    },
    () => formatDollars(royalty),
  );
  await bringBondHome(stage, model);
  await journal.step(
    "holders of both models claim; the pool has earned nothing",
    async () => {
      await streamOut(stage, shares);
      const ofParent = await claimAll(stage, shares, royalty, { treasury, pool });
      const ofChild = await claimAll(stage, child, CHILD_REVENUE - royalty, { treasury });
      return [ofParent, ofChild].map(formatDollars);
    },
    (amounts) => amounts.join(" and "),
  );

  const { deployment } = world;
  return readLedger(
    stage,
    [shares, child],
    new Map([
      ["model 1's treasury", treasury],
      ["the Uniswap pool", pool],
      ["Uniswap's position manager", uniswap.positionManager],
      ["Uniswap's router", uniswap.router],
      ["the licences", deployment.modelLicenses],
      ["the offers", deployment.shareOffers],
    ]),
  );
}
