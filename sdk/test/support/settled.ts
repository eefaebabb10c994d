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
  memoryStore,
  modelBits,
  modelChallenge,
  proveModel,
  proveScore,
  sealChunks,
  sealModel,
  settle,
} from "../../src/index.ts";
import { randomModel, seededRandom, tinyArchitecture } from "../fixtures.ts";
import { DOLLAR, drawAndOpen, sealedSet, sealProofs, termsOf, type World } from "./chain.ts";

/**
 * A settled bounty: Alice pays 750 dollars and Bob 250, and Alice's model wins. All three, the sponsor too, have claimed their
 * shares.
 */
export async function settledBounty(
  world: World,
  changes: Partial<BountyTerms> = {},
): Promise<{ bounty: bigint; shares: Address }> {
  const { actors, escrow, networkHelpers, proofOf, publicClient } = world;
  const store = memoryStore();
  const set = await sealedSet(world, 1);
  const { bounty } = await createSealedBounty(actors.sponsor, {
    escrow,
    terms: await termsOf(world, changes),
    set,
    store,
  });
  const at = { escrow, bounty };
  await sealChunks(actors.sponsor, { ...at, chunks: await sealProofs(world, set) });
  await drawAndOpen(world, bounty, "sample", set);
  await contribute(actors.alice, { ...at, amount: 750n * DOLLAR });
  await contribute(actors.bob, { ...at, amount: 250n * DOLLAR });

  const operator = actors.alice.account.address;
  const model = randomModel(tinyArchitecture, seededRandom(1));
  const secret = sealModel({ chainId: 31_337, escrow, bounty, operator, model });
  await commitModel(actors.alice, { escrow, secret, store });
  const { windows } = await getTerms(publicClient, at);
  await networkHelpers.time.increaseTo(windows.trainingEnds);
  await drawAndOpen(world, bounty, "score", set);

  const { submission, words } = secret;
  const { modelCommitment: commitment } = submission;
  const challenge = modelChallenge({ chainId: 31_337, escrow, operator, commitment, bytesHash: bytesHash(words) });
  const size = { digest: digest(bytesToWords(words), challenge), bits: modelBits(model) };
  const sealed = { ...size, modelCommitment: commitment, challenge, operator: BigInt(operator) };
  const proof = await proofOf("SealModel", { ...sealed, bits: BigInt(size.bits) });
  await proveModel(actors.alice, { ...at, submission, ...size, proof });
  for (const { chunk, draw } of await getChunks(publicClient, at)) {
    if (draw !== "score") continue;
    const { dataCommitment } = chunk;
    const inputs = { modelCommitment: commitment, dataCommitment, correct: 1n, operator: BigInt(operator) };
    const scores = [{ chunk, correct: 1, proof: await proofOf("EvaluateModel", inputs) }];
    await proveScore(actors.alice, { ...at, submission, scores });
  }
  await networkHelpers.time.increaseTo(windows.provingEnds);
  await claim(actors.alice, { ...at, submission, words });

  const { shares } = await settle(actors.bob, at);
  for (const { account } of [actors.alice, actors.bob, actors.sponsor])
    await claimShares(actors.bob, { ...at, beneficiary: account.address });
  return { bounty, shares };
}
