// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import {
  commitModel,
  commonweightActions,
  contribute,
  createSealedBounty,
  developmentQuicknet,
  firstRoundFrom,
  getBountyStatus,
  getScoreTime,
  memoryStore,
  roundTime,
  sealChunks,
  sealModel,
} from "@commonweight/sdk";
import { randomModel, seededRandom, tinyArchitecture } from "../../../sdk/test/fixtures.ts";
import { deployWorld, drawAndOpen, sealedSet, sealProofs, termsOf } from "../../../sdk/test/support/chain.ts";

/** A bounty in Training, with a submission, whose sponsor will be gone: time goes to the score's round when it is to be drawn. */
export async function timelock() {
  const world = await deployWorld();
  const { actors, escrow, registry, publicClient, networkHelpers } = world;
  const set = await sealedSet(world, 1);
  const terms = await termsOf(world);
  const { bounty } = await createSealedBounty(actors.sponsor, { escrow, terms, set, store: memoryStore() });
  await sealChunks(actors.sponsor, { escrow, bounty, chunks: await sealProofs(world, set) });
  await drawAndOpen(world, bounty, "sample", set);
  await contribute(actors.bob, { escrow, bounty, amount: terms.cap });
  const operator = actors.alice.account.address;
  const model = randomModel(tinyArchitecture, seededRandom(1));
  const secret = sealModel({ chainId: 31_337, escrow, bounty, operator, model });
  await commitModel(actors.alice, { escrow, secret, store: memoryStore() });
  const client = actors.bob.extend(commonweightActions({ escrow, registry }));
  return {
    fixtures: { client, escrow, bounty, set },
    steps: [
      async () => undefined,
      async () => {
        const scoreTime = await getScoreTime(publicClient, { escrow, bounty });
        await networkHelpers.time.increaseTo(
          roundTime(developmentQuicknet, firstRoundFrom(developmentQuicknet, scoreTime)),
        );
      },
    ],
    check: async () => assert.equal(await getBountyStatus(publicClient, { escrow, bounty }), "Proving"),
    close: async () => undefined,
  };
}
