// SPDX-License-Identifier: MIT
// A bounty that goes on without its sponsor: the evaluation set is published encrypted to a round of the beacon, a backer checks
// that round before it pays, and once the round is out a stranger opens what was drawn.
import {
  formatTimelock,
  openEvaluationSet,
  parseTimelock,
  type Timelock,
  timelockEvaluationSet,
} from "@commonweight/sdk";
import { hardhat } from "viem/chains";
import { expectEqual } from "./books.ts";
import { drawScored, type SealedBounty } from "./sponsor.ts";
import type { Stage } from "./stage.ts";
import { formatAmount } from "./tables.ts";

/** The sponsor publishes its set, time-locked; a backer reads and checks it. @returns What the backer has read. */
export async function timelockBounty({ world, journal, store }: Stage, sealed: SealedBounty): Promise<Timelock> {
  const { bounty, chunksRoot } = sealed;
  const { escrow } = world;
  const sponsor = world.party("sponsor");
  const text = await journal.step(
    "the sponsor publishes its chunks, encrypted to a round of drand's quicknet",
    async () => {
      const secret = await store.loadEvaluationSet({
        chainId: hardhat.id,
        escrow,
        sponsor: sponsor.address,
        chunksRoot,
      });
      const scoreTime = await sponsor.client.getScoreTime({ bounty });
      return formatTimelock(await timelockEvaluationSet({ set: openEvaluationSet(secret), scoreTime }));
    },
    ({ length }) => `${formatAmount(BigInt(length), 0)} bytes`,
  );
  return journal.step("a backer checks that they open after the draw, and in time", async () => {
    const timelock = parseTimelock(text);
    await world.party("backer 1").client.checkTimelock({ bounty, timelock });
    return timelock;
  });
}

/** A stranger opens the chunks drawn for the score; the last of them begins Proving. */
export async function openWithoutSponsor(stage: Stage, sealed: SealedBounty, timelock: Timelock): Promise<void> {
  const { world, journal, gas } = stage;
  const { bounty } = sealed;
  const drawn = await drawScored(stage, sealed);
  await journal.step("the sponsor is gone: a stranger opens them by the time-lock", async () => {
    const { client } = world.party("hostile operator");
    const { time } = await client.checkTimelock({ bounty, timelock });
    if (time > (await world.chain.now())) await world.chain.travelTo(time);
    const { opened, transactions } = await client.openTimelockedChunks({ bounty, timelock });
    for (const sent of transactions) gas.record(`openChunks, ${opened.length} in one call`, sent);
    expectEqual("The chunks that are open", opened.join(", "), drawn.join(", "));
  });
  await world.expectStatus(bounty, "Proving");
}
