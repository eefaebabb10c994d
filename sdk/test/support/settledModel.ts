// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import {
  type BountyTerms,
  bytesHash,
  bytesToWords,
  claim,
  claimShares,
  commitModel,
  contribute,
  createSealedBounty,
  digest,
  getChunks,
  getTerms,
  modelBits,
  modelChallenge,
  proveModel,
  proveScore,
  sealChunks,
  sealModel,
  settle,
} from "../../src/index.ts";
import { memoryStore } from "../../src/storage/index.ts";
import { randomModel, seededRandom, tinyArchitecture } from "../fixtures.ts";
import { DOLLAR, drawAndOpen, sealedSet, sealProofs, termsOf, type World } from "./chain.ts";

/**
 * A bounty by the shortest way to its model's shares: Bob pays for it, and Alice wins.
 *
 * @returns the shares, of which both have claimed theirs
 */
export async function settledModel(world: World, changes: Partial<BountyTerms> = {}): Promise<Address> {
  const { actors, escrow, publicClient, proofOf, networkHelpers } = world;
  const store = memoryStore();
  const set = await sealedSet(world, 1);
  const terms = await termsOf(world, { minimumScore: 0, ...changes });
  const { bounty } = await createSealedBounty(actors.sponsor, { escrow, terms, set, store });
  const at = { escrow, bounty };
  await sealChunks(actors.sponsor, { ...at, chunks: await sealProofs(world, set) });
  await drawAndOpen(world, bounty, "sample", set);
  await contribute(actors.bob, { ...at, amount: terms.cap });

  const chainId = await publicClient.getChainId();
  const operator = actors.alice.account.address;
  const model = randomModel(tinyArchitecture, seededRandom(1));
  const secret = sealModel({ chainId, escrow, bounty, operator, model });
  await commitModel(actors.alice, { escrow, secret, store });
  const { windows } = await getTerms(publicClient, at);
  await networkHelpers.time.increaseTo(windows.trainingEnds);
  await drawAndOpen(world, bounty, "score", set);

  const { submission, words } = secret;
  const { modelCommitment } = submission;
  const place = { chainId, escrow, operator, commitment: modelCommitment, bytesHash: bytesHash(words) };
  const challenge = modelChallenge(place);
  const proven = { digest: digest(bytesToWords(words), challenge), bits: modelBits(model) };
  const inputs = { ...proven, modelCommitment, challenge, operator: BigInt(operator), bits: BigInt(proven.bits) };
  await proveModel(actors.bob, { ...at, submission, ...proven, proof: await proofOf("SealModel", inputs) });
  for (const { chunk, draw } of await getChunks(publicClient, at)) {
    if (draw !== "score") continue;
    const { dataCommitment } = chunk;
    const evaluated = { modelCommitment, dataCommitment, correct: 1n, operator: BigInt(operator) };
    const proof = await proofOf("EvaluateModel", evaluated);
    await proveScore(actors.bob, { ...at, submission, scores: [{ chunk, correct: 1, proof }] });
  }
  await networkHelpers.time.increaseTo(windows.provingEnds);
  await claim(actors.alice, { ...at, submission, words });
  const { shares } = await settle(actors.bob, at);
  await claimShares(actors.alice, at);
  await claimShares(actors.bob, at);
  return shares;
}

/** Licence tiers: research for 10 dollars a period, products for 250. */
export const licenseTiers = [
  { price: 10n * DOLLAR, termsUri: "ipfs://research", termsHash: `0x${"01".repeat(32)}` },
  { price: 250n * DOLLAR, termsUri: 'ipfs://"products"', termsHash: `0x${"02".repeat(32)}` },
] as const;
