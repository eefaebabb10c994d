// SPDX-License-Identifier: MIT
// The sponsor's part: seal an evaluation set that nobody has seen, create the bounty for it, and open
// what the beacon draws.
import {
  createSealedBounty,
  makeChunks,
  openEvaluationSet,
  proveEvaluationSet,
  type SealedEvaluationSet,
  sealEvaluationSet,
} from "@commonweight/sdk";
import { type Samples, samplesPerChunk } from "@commonweight/sdk/data";
import type { Address, Hex } from "viem";
import { hardhat } from "viem/chains";
import type { Stage } from "./stage.ts";
import { demoTerms } from "./terms.ts";
import type { World } from "./world.ts";

/** What the rest of the road needs to know of the bounty. */
export interface SealedBounty {
  bounty: bigint;
  /** Under both, the store keeps the secrets of the chunks. */
  sponsor: Address;
  chunksRoot: Hex;
}

/** Creates a bounty in Draft, and has the chain verify a proof of every chunk. */
export async function createBounty(stage: Stage, evaluation: Samples): Promise<SealedBounty> {
  const { world, journal, gas, scale, store } = stage;
  const { chain, escrow } = world;
  const sponsor = world.party("sponsor");
  const set = sealedSet(world, sponsor.address, evaluation);
  const { bounty } = await journal.step("the sponsor writes its salts to disk, then creates the bounty", async () => {
    const terms = demoTerms(world, await chain.now(), scale);
    const created = await createSealedBounty(sponsor.client, { escrow, terms, set, store });
    if (created.approval) gas.record("approve", created.approval);
    return gas.record("createBounty", created);
  });
  return sealBounty(stage, bounty, set);
}

/** Chunks with fresh salts, for a bounty of this sponsor alone. */
export function sealedSet({ escrow, task }: World, sponsor: Address, samples: Samples): SealedEvaluationSet {
  return sealEvaluationSet({ chainId: hardhat.id, escrow, sponsor, task, chunks: makeChunks({ task, samples }) });
}

/** Has the chain verify a proof of every chunk of a bounty in Draft. Anyone may; here it is the sponsor, for a treasury too. */
export async function sealBounty(
  { world, journal, gas }: Stage,
  bounty: bigint,
  set: SealedEvaluationSet,
): Promise<SealedBounty> {
  const sponsor = world.party("sponsor");
  await world.expectStatus(bounty, "Draft");
  await journal.step(`the sponsor proves and seals ${set.chunks.length} chunks`, async (update) => {
    const chunks = await proveEvaluationSet({
      set,
      artifacts: world.circuits.sealChunk,
      onProgress: (done, total) => update(`${done} of ${total} proofs`),
    });
    const { transactions } = await sponsor.client.sealChunks({ bounty, chunks });
    for (const sent of transactions) gas.record(`sealChunks, ${chunks.length} in one call`, sent);
  });
  return { bounty, sponsor: set.secret.sponsor, chunksRoot: set.chunksRoot };
}

/** Draws and opens what backers and operators may see before they risk anything; with it Funding begins. */
export async function showSample(stage: Stage, sealed: SealedBounty): Promise<void> {
  await draw(stage, sealed, "the sample");
  await open(stage, sealed, "the sample");
  await stage.world.expectStatus(sealed.bounty, "Funding");
}

/** Draws and opens the chunks that submissions are scored on; the last of them begins Proving. */
export async function openScored(stage: Stage, sealed: SealedBounty): Promise<void> {
  await drawScored(stage, sealed);
  await open(stage, sealed, "what is scored");
  await stage.world.expectStatus(sealed.bounty, "Proving");
}

/** Draws the chunks that submissions are scored on. @returns Their indices. */
export async function drawScored(stage: Stage, sealed: SealedBounty): Promise<readonly number[]> {
  return draw(stage, sealed, "what is scored");
}

/** Anyone draws, here a backer. */
async function draw(
  { world, journal, gas, scale }: Stage,
  { bounty }: SealedBounty,
  what: string,
): Promise<readonly number[]> {
  return journal.step(
    `a backer draws ${what} by the beacon's round, half an hour later`,
    async () => {
      const drawn = await world.drawChunks(world.party("backer 1"), bounty);
      if (drawn.hash) gas.record("drawChunks, with the round", drawn);
      return drawn.chunks;
    },
    (chunks) => `chunk${chunks.length > 1 ? "s" : ""} ${chunks.join(", ")} of ${scale.chunks}`,
  );
}

/** The sponsor opens, from what its store has kept. */
async function open(
  { world, journal, gas, store }: Stage,
  { bounty, sponsor, chunksRoot }: SealedBounty,
  what: string,
): Promise<void> {
  const { escrow } = world;
  const { client } = world.party("sponsor");
  await journal.step(`the sponsor opens ${what}`, async () => {
    const secret = await store.loadEvaluationSet({ chainId: hardhat.id, escrow, sponsor, chunksRoot });
    for (const chunk of openEvaluationSet(secret).chunks) {
      const { transactions } = await client.openChunks({ bounty, chunks: [chunk] });
      for (const sent of transactions) gas.record(`openChunks, one of ${samplesPerChunk(world.task)} samples`, sent);
    }
  });
}
