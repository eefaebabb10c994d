// SPDX-License-Identifier: MIT
// A model too large for one transaction: published in pieces, and read back.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { createWalletClient, custom } from "viem";
import {
  bytesHash,
  bytesToWords,
  canonicalJson,
  claim,
  commitModel,
  contribute,
  createSealedBounty,
  digest,
  getChunks,
  getPublishedModel,
  getSubmission,
  getTerms,
  modelBits,
  modelChallenge,
  modelWordCount,
  parseArchitecture,
  piecesOf,
  proveModel,
  proveScore,
  registerArchitecture,
  registerPair,
  type SubmissionSecret,
  sealChunks,
  sealModel,
  settle,
} from "../../src/index.ts";
import { memoryStore } from "../../src/storage/index.ts";
import { randomModel, seededRandom } from "../fixtures.ts";
import { DOLLAR, deployWorld, drawAndOpen, sealedSet, sealProofs, termsOf, type World } from "../support/chain.ts";

/** Some 1,700 words of weights. */
const wide = parseArchitecture({
  name: "wide-mlp",
  input: { kind: "features", features: 3, featureBits: 2 },
  output: { kind: "logits", classes: 3 },
  layers: [
    {
      kind: "dense",
      outputs: 9_000,
      weightBits: 8,
      biasBits: 8,
      accumulatorBits: 13,
      lanes: { over: "samples" },
      requantise: { shift: 2, activationBits: 3 },
    },
    {
      kind: "dense",
      outputs: 3,
      weightBits: 8,
      biasBits: 8,
      accumulatorBits: 25,
      lanes: { over: "samples" },
    },
  ],
});

describe("a model too large for one transaction", () => {
  let world: World;
  let secret: SubmissionSecret;
  const bounty = 1n;
  const at = () => ({ escrow: world.escrow, bounty });

  /** To Claiming, with one ranked submission. */
  before(async () => {
    world = await deployWorld();
    const { actors, escrow, registry, task, keys, publicClient, proofOf, networkHelpers } = world;
    const { architecture } = await registerArchitecture(actors.owner, {
      registry,
      definition: canonicalJson(wide),
      modelWords: modelWordCount(wide),
      sealModelKey: keys.SealModel,
    });
    await registerPair(actors.owner, { registry, task, architecture, evaluateModelKey: keys.EvaluateModel });
    const store = memoryStore();
    const set = await sealedSet(world, 1);
    const terms = await termsOf(world, { architecture, minimumScore: 0 });
    await createSealedBounty(actors.sponsor, { escrow, terms, set, store });
    await sealChunks(actors.sponsor, { ...at(), chunks: await sealProofs(world, set) });
    await drawAndOpen(world, bounty, "sample", set);
    await contribute(actors.bob, { ...at(), amount: 1_000n * DOLLAR });

    const operator = actors.alice.account.address;
    secret = sealModel({ chainId: 31_337, escrow, bounty, operator, model: randomModel(wide, seededRandom(1)) });
    await commitModel(actors.alice, { escrow, secret, store });
    const { windows } = await getTerms(publicClient, at());
    await networkHelpers.time.increaseTo(windows.trainingEnds);
    await drawAndOpen(world, bounty, "score", set);
    const { submission, words } = secret;
    const { modelCommitment } = submission;
    const challenge = modelChallenge({
      chainId: 31_337,
      escrow,
      operator,
      commitment: modelCommitment,
      bytesHash: bytesHash(words),
    });
    const model = {
      digest: digest(bytesToWords(words), challenge),
      bits: modelBits(randomModel(wide, seededRandom(1))),
    };
    const inputs = { ...model, modelCommitment, challenge, operator: BigInt(operator), bits: BigInt(model.bits) };
    await proveModel(actors.bob, { ...at(), submission, ...model, proof: await proofOf("SealModel", inputs) });
    for (const { chunk, draw } of await getChunks(publicClient, at())) {
      if (draw !== "score") continue;
      const { dataCommitment } = chunk;
      const evaluated = { modelCommitment, dataCommitment, correct: 1n, operator: BigInt(operator) };
      const proof = await proofOf("EvaluateModel", evaluated);
      await proveScore(actors.bob, { ...at(), submission, scores: [{ chunk, correct: 1, proof }] });
    }
    await networkHelpers.time.increaseTo(windows.provingEnds);
  });

  it("is published in pieces, goes on where it stopped, and is read back", async () => {
    const { actors, publicClient, escrow } = world;
    const { submission, words } = secret;
    const pieces = piecesOf(words);
    assert.ok(pieces.length > 2);

    // Somebody else's node gives up after the first piece.
    let left = 1;
    const request = async (call: { method: string; params?: unknown[] }) => {
      if (call.method === "eth_sendTransaction" && left-- === 0) throw new Error("the node is gone");
      return world.provider.request(call);
    };
    const failing = createWalletClient({
      account: actors.bob.account,
      chain: publicClient.chain,
      transport: custom({ request }, { retryCount: 0 }),
    });
    await assert.rejects(claim(failing, { ...at(), submission, words }), /the node is gone/);
    const operator = submission.operator;
    assert.deepEqual((await getSubmission(publicClient, { ...at(), operator }))?.publishedPieces, [0]);

    const claimed = await claim(actors.bob, { ...at(), submission, words });
    assert.deepEqual([claimed.alreadyClaimed, claimed.pieces.length], [false, pieces.length - 1]);
    for (const { receipt } of claimed.pieces) assert.ok(receipt.gasUsed <= 1_050_000n, `${receipt.gasUsed} gas`);
    const again = await claim(actors.bob, { ...at(), submission, words });
    assert.deepEqual([again.alreadyClaimed, again.pieces, again.amount], [true, [], claimed.amount]);

    await settle(actors.bob, at());
    const published = await getPublishedModel(publicClient, { escrow, bounty });
    assert.equal(published.words, words);
    assert.deepEqual(published.model, randomModel(wide, seededRandom(1)));
  });
});
