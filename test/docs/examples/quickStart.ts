// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createSealedBounty, getContribution, getEscrowSettings, memoryStore, sealChunks } from "@commonweight/sdk";
import { privateKeyToAccount } from "viem/accounts";
import { deployWorld, drawAndOpen, sealedSet, sealProofs, termsOf } from "../../../sdk/test/support/chain.ts";
import { serveProvider } from "../serveProvider.ts";

/** Hardhat's sixth account, whose key is published. */
export const KEY = "0x8b3a350cf5c34c9194ca85829a2df0ec3153be0318b5e2d3348e872092edffba";

/** A local chain with one bounty in Funding, its deployment's JSON, and an account with money. */
export async function quickStart() {
  const world = await deployWorld();
  const { actors, escrow, publicClient } = world;
  const set = await sealedSet(world, 1);
  const terms = await termsOf(world);
  const { bounty } = await createSealedBounty(actors.sponsor, { escrow, terms, set, store: memoryStore() });
  await sealChunks(actors.sponsor, { escrow, bounty, chunks: await sealProofs(world, set) });
  await drawAndOpen(world, bounty, "sample", set);
  const { registry, records, beacon, governance } = await getEscrowSettings(publicClient, { escrow });
  const server = await serveProvider(world.provider as Parameters<typeof serveProvider>[0]);
  const account = privateKeyToAccount(KEY);
  /** What the account has paid in. */
  const paid = () => getContribution(publicClient, { escrow, bounty, account: account.address });
  const json: unknown = {
    chainId: 31_337,
    fromBlock: 0,
    trainingBounties: escrow,
    trainingRecords: records,
    architectureRegistry: registry,
    beacon,
    modelGovernance: governance,
    // The example neither creates shares nor sells anything.
    modelShares: escrow,
    modelLicenses: escrow,
    shareOffers: escrow,
    libraries: {},
    tasks: {},
    architectures: {},
    recipes: {},
  };
  return {
    fixtures: { json, account, url: server.url },
    paid,
    check: async () => assert.equal(await paid(), 1_000_000n),
    close: server.close,
  };
}
