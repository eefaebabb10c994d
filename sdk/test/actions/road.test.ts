// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import {
  bytesHash,
  bytesToWords,
  type ChunkWithPath,
  ContractRevertError,
  claim,
  claimShares,
  commitModel,
  commonweightActions,
  contribute,
  contributeWithPermit,
  createSealedBounty,
  credit,
  decodeChunk,
  developmentRounds,
  digest,
  drawChunks,
  encodeModel,
  getBountyStatus,
  getChunks,
  getCommittedSubmission,
  getContribution,
  getEscrowSettings,
  getFacts,
  getNextDeadline,
  getOwed,
  getOwedTo,
  getPublishedModel,
  getRank,
  getSubmission,
  getTaskDefinition,
  getTerms,
  getWhyNotRanked,
  memoryStore,
  modelBits,
  modelChallenge,
  openChunks,
  openEvaluationSet,
  proveModel,
  proveScore,
  type RoundSource,
  type SealedEvaluationSet,
  type SubmissionSecret,
  score,
  sealChunks,
  sealModel,
  settle,
  TransactionRevertedError,
  toField,
  tokenAbi,
  withdraw,
} from "../../src/index.ts";
import { assertRejects, randomModel, seededRandom, tinyArchitecture, tinyTask } from "../fixtures.ts";
import { DOLLAR, deployWorld, sealedSet, sealProofs, termsOf, type World, waitForRound } from "../support/chain.ts";
import { overtaken } from "../support/overtaken.ts";

const store = memoryStore();
const bounty = 1n;

describe("the road of a bounty through the actions", () => {
  let world: World;
  let set: SealedEvaluationSet;
  let alice: SubmissionSecret;
  let bob: SubmissionSecret;

  const modelOf = (seed: number) => randomModel(tinyArchitecture, seededRandom(seed));
  const at = () => ({ escrow: world.escrow, bounty });
  const goTo = async (end: "fundingEnds" | "trainingEnds" | "provingEnds" | "claimEnds") =>
    world.networkHelpers.time.increaseTo((await getTerms(world.publicClient, at())).windows[end]);
  const countTransactions = async (account: `0x${string}`) =>
    world.publicClient.getTransactionCount({ address: account });

  /** Runs an action that must send nothing. */
  async function sendingNothing<result>(account: `0x${string}`, action: () => Promise<result>): Promise<result> {
    const count = await countTransactions(account);
    const result = await action();
    assert.equal(await countTransactions(account), count, "transactions sent");
    return result;
  }

  before(async () => {
    world = await deployWorld();
    set = await sealedSet(world, 1);
  });

  it("creates a bounty, with the bond approved first, once", async () => {
    const { actors, escrow, publicClient, token } = world;
    // Networks of random weights may get nothing right.
    const terms = await termsOf(world, { minimumScore: 0 });
    const created = await createSealedBounty(actors.sponsor, { escrow, terms, set, store });
    assert.equal(created.bounty, bounty);
    assert.ok(created.approval);
    assert.equal(await getBountyStatus(publicClient, at()), "Draft");
    const balance = await publicClient.readContract({
      abi: tokenAbi,
      address: token,
      functionName: "balanceOf",
      args: [escrow],
    });
    assert.equal(balance, terms.sponsorBond);

    const sponsor = actors.sponsor.account.address;
    const again = await sendingNothing(sponsor, () =>
      createSealedBounty(actors.sponsor, { escrow, terms, set, store }),
    );
    assert.deepEqual([again.bounty, again.hash], [bounty, undefined]);
    const kept = await store.loadEvaluationSet({ chainId: 31_337, escrow, sponsor, chunksRoot: set.chunksRoot });
    assert.deepEqual(openEvaluationSet(kept), set);

    const stored = await getTerms(publicClient, at());
    assert.deepEqual({ ...stored, ...terms }, stored);
    assert.equal(stored.ordering, "Accuracy");
    assert.equal(await getNextDeadline(publicClient, at()), BigInt(terms.windows.draftEnds));
  });

  it("seals chunks, and leaves out those that are sealed", async () => {
    const { actors } = world;
    const chunks = await sealProofs(world, set);
    const first = await sealChunks(actors.bob, { ...at(), chunks: chunks.slice(0, 1) });
    assert.deepEqual([first.sealed, first.skipped, first.transactions.length], [[0], [], 1]);
    await assertRejects(
      getChunks(actors.bob, at()),
      "ChunksIncompleteError",
      /^1 chunks of bounty 1 are sealed; expected all 3/,
    );
    const rest = await sealChunks(actors.bob, { ...at(), chunks });
    assert.deepEqual([rest.sealed, rest.skipped], [[1, 2], [0]]);
    const none = await sendingNothing(actors.bob.account.address, () => sealChunks(actors.bob, { ...at(), chunks }));
    assert.deepEqual([none.sealed, none.skipped, none.transactions], [[], [0, 1, 2], []]);
    const empty = await sealChunks(actors.bob, { ...at(), chunks: [] });
    assert.deepEqual(empty, { transactions: [], sealed: [], skipped: [] });
    assert.equal(await getBountyStatus(actors.bob, at()), "Draft");
  });

  it("draws the sample once its round is there, and shows it", async () => {
    const { actors, publicClient } = world;
    const { sampleRound } = await getFacts(publicClient, at());
    await assertRejects(
      drawChunks(actors.bob, at()),
      "RoundToComeError",
      /^Round \d+ of the beacon, which draws chunks/,
    );
    const open = () => openChunks(actors.sponsor, { ...at(), chunks: set.chunks });
    await assert.rejects(open(), { errorName: "ChunksNotDrawn" });

    await waitForRound(world, bounty, "sample");
    const others: RoundSource = async () => developmentRounds(sampleRound! + 1n);
    await assert.rejects(drawChunks(actors.bob, { ...at(), rounds: others }), { errorName: "SignatureInvalid" });
    const drawn = await drawChunks(actors.bob, at());
    assert.deepEqual([drawn.draw, drawn.chunks.length], ["sample", 1]);
    const again = await sendingNothing(actors.bob.account.address, () => drawChunks(actors.bob, at()));
    assert.deepEqual([again.draw, again.chunks, again.hash], ["sample", drawn.chunks, undefined]);

    const { opened, kept } = await open();
    assert.deepEqual([opened, kept.length], [drawn.chunks, 2]);
    assert.equal(await getBountyStatus(publicClient, at()), "Funding");
  });

  it("takes contributions, by approval and by permit, up to the cap", async () => {
    const { actors, publicClient } = world;
    const { accepted, approval } = await contribute(actors.alice, { ...at(), amount: 300n * DOLLAR });
    assert.ok(approval);
    assert.equal(accepted, 300n * DOLLAR);

    const before = await countTransactions(actors.bob.account.address);
    const backer = actors.treasury.account.address;
    const permitted = await contributeWithPermit(actors.bob, { ...at(), amount: 200n * DOLLAR, backer });
    assert.equal(permitted.accepted, 200n * DOLLAR);
    assert.equal(await countTransactions(actors.bob.account.address), before + 1, "one transaction, no approval");
    assert.equal(await getContribution(publicClient, { ...at(), account: backer }), 200n * DOLLAR);

    const cut = await contribute(actors.alice, { ...at(), amount: 5_000n * DOLLAR });
    assert.equal(cut.accepted, 500n * DOLLAR);
    const facts = await getFacts(publicClient, at());
    assert.deepEqual([facts.contributed, facts.sealedChunks, facts.shares], [1_000n * DOLLAR, [0, 1, 2], undefined]);
    assert.equal(await getBountyStatus(publicClient, at()), "Training");
  });

  it("commits models that the store keeps, replaces one, and repeats neither", async () => {
    const { actors, escrow, publicClient } = world;
    const sealed = (seed: number, operator: `0x${string}`) =>
      sealModel({ chainId: 31_337, escrow, bounty, operator, model: modelOf(seed) });
    const first = sealed(1, actors.alice.account.address);
    await commitModel(actors.alice, { escrow, secret: first, store });
    bob = sealed(2, actors.bob.account.address);
    const committed = await commitModel(actors.bob, { escrow, secret: bob, store });

    alice = sealed(3, actors.alice.account.address);
    const replaced = await commitModel(actors.alice, { escrow, secret: alice, store });
    assert.ok(replaced.sequence > committed.sequence);
    const again = await sendingNothing(actors.alice.account.address, () =>
      commitModel(actors.alice, { escrow, secret: alice, store }),
    );
    assert.deepEqual([again.hash, again.sequence], [undefined, replaced.sequence]);

    const operator = actors.alice.account.address;
    assert.equal((await store.listSubmissions({ chainId: 31_337, escrow, bounty, operator })).length, 2);
    assert.deepEqual(
      (await getCommittedSubmission(publicClient, { ...at(), operator }))?.bytesHash,
      alice.submission.bytesHash,
    );
    const none = await getSubmission(publicClient, { ...at(), operator: actors.sponsor.account.address });
    assert.equal(none, undefined);
  });

  it("draws and opens the other chunks, and leaves out those that are open", async () => {
    const { actors, publicClient } = world;
    await goTo("trainingEnds");
    await waitForRound(world, bounty, "score");
    const { draw, chunks } = await drawChunks(actors.bob, at());
    assert.deepEqual([draw, chunks.length], ["score", 2]);
    const { sampleChunks } = await getFacts(publicClient, at());
    await openChunks(actors.sponsor, { ...at(), chunks: [set.chunks[chunks[1]!]!] });
    const rest = await openChunks(actors.sponsor, { ...at(), chunks: set.chunks });
    assert.deepEqual(rest.opened, [chunks[0]]);
    assert.deepEqual(rest.skipped, [...sampleChunks, chunks[1]!].sort());
    assert.deepEqual(rest.kept, []);
    const empty = await openChunks(actors.sponsor, { ...at(), chunks: [] });
    assert.deepEqual(empty, { transactions: [], opened: [], skipped: [], kept: [] });
    const shown = set.chunks.map((chunk, i) => ({ ...chunk, draw: sampleChunks.includes(i) ? "sample" : "score" }));
    assert.deepEqual(await getChunks(publicClient, at()), shown);
    assert.equal(await getBountyStatus(publicClient, at()), "Proving");
  });

  it("proves models and scores, and leaves out what is counted", async () => {
    const { actors, publicClient } = world;
    for (const secret of [alice, bob]) {
      const sender = actors.bob;
      const proof = await modelProof(secret);
      await proveModel(sender, { ...at(), submission: secret.submission, ...proof });
      const repeat = () => proveModel(sender, { ...at(), submission: secret.submission, ...proof });
      assert.equal((await sendingNothing(sender.account.address, repeat)).hash, undefined);

      const scores = await scoreProofs(secret);
      const partial = await proveScore(sender, { ...at(), submission: secret.submission, scores: scores.slice(0, 1) });
      const [first, second] = scores.map(({ chunk }) => chunk.index);
      assert.deepEqual([partial.counted, partial.rank], [[first], undefined]);
      const rest = await proveScore(sender, { ...at(), submission: secret.submission, scores });
      assert.deepEqual([rest.counted, rest.skipped], [[second], [first]]);
      assert.notEqual(rest.rank, undefined);
      const empty = await proveScore(sender, { ...at(), submission: secret.submission, scores: [] });
      assert.deepEqual(empty, { transactions: [], counted: [], skipped: [], rank: undefined });
      const facts = await getSubmission(publicClient, { ...at(), operator: secret.submission.operator });
      assert.deepEqual([facts?.modelProven, facts?.countedChunks, facts?.claimed], [true, [first, second], false]);
      assert.equal(
        facts?.score,
        scores.reduce((sum, { correct }) => sum + correct, 0),
      );
    }
  });

  it("publishes the winner's model, once, and reads it back from the chain alone", async () => {
    const { actors, publicClient } = world;
    await goTo("provingEnds");
    const rank = await getRank(publicClient, { ...at(), operator: alice.submission.operator });
    const [winner, loser] = rank === 0 ? [alice, bob] : [bob, alice];
    const call = { ...at(), submission: winner.submission, words: winner.words };
    const claimed = await claim(actors.poor, call);
    assert.deepEqual([claimed.alreadyClaimed, claimed.prize], [false, 0]);
    const again = await sendingNothing(actors.poor.account.address, () => claim(actors.poor, call));
    assert.deepEqual([again.alreadyClaimed, again.prize, again.amount], [true, 0, claimed.amount]);
    assert.equal(await getRank(publicClient, { ...at(), operator: loser.submission.operator }), 1);
    const whyNot = (operator: `0x${string}`) => getWhyNotRanked(publicClient, { ...at(), operator });
    assert.equal(await whyNot(loser.submission.operator), "Ranked");
    assert.equal(await whyNot(actors.poor.account.address), "NoSubmission");

    const { shares } = await settle(actors.poor, at());
    assert.equal((await settle(actors.poor, at())).hash, undefined);
    assert.equal((await getFacts(publicClient, at())).shares, shares);

    const { model, words, operator } = await getPublishedModel(publicClient, at());
    assert.equal(operator, winner.submission.operator);
    assert.equal(words, winner.words);
    assert.deepEqual(encodeModel(model, BigInt(words.slice(0, 66))), bytesToWords(winner.words));
  });

  it("credits what is owed, once, and pays it out", async () => {
    const { actors, escrow, publicClient, token } = world;
    const account = actors.sponsor.account.address;
    assert.ok((await getOwedTo(publicClient, { ...at(), account })).sponsorBond > 0n);
    const { amount } = await credit(actors.sponsor, at());
    assert.equal(amount, 50n * DOLLAR);
    const again = await sendingNothing(account, () => credit(actors.sponsor, at()));
    assert.equal(again.amount, 0n);
    assert.equal(await getOwed(publicClient, { escrow, token, account }), 50n * DOLLAR);
    const first = () => withdraw(actors.sponsor, { escrow, token });
    const late = overtaken(world, actors.sponsor.account, async () =>
      assert.equal((await first()).amount, 50n * DOLLAR),
    );
    await assert.rejects(withdraw(late, { escrow, token }), (error) => {
      assert.ok(error instanceof TransactionRevertedError, `${error}`);
      assert.ok(error.cause instanceof ContractRevertError && error.cause.errorName === "NothingOwed");
      return true;
    });
    await assert.rejects(withdraw(actors.sponsor, { escrow, token }), { errorName: "NothingOwed" });
  });

  it("hands out shares, once", async () => {
    const { actors } = world;
    const beneficiary = actors.alice.account.address;
    assert.ok((await claimShares(actors.poor, { ...at(), beneficiary })).amount > 0n);
    const again = await sendingNothing(actors.poor.account.address, () =>
      claimShares(actors.poor, { ...at(), beneficiary }),
    );
    assert.equal(again.amount, 0n);
  });

  it("is told by bound actions as well", async () => {
    const { actors, escrow, publicClient, registry, task } = world;
    const client = publicClient.extend(commonweightActions({ escrow, registry }));
    assert.equal(await client.getBountyStatus({ bounty }), "Settled");
    assert.equal(await client.getBountyCount(), 1n);
    assert.equal((await client.getEscrowSettings()).registry.toLowerCase(), registry.toLowerCase());
    assert.deepEqual(await client.getEscrowSettings(), await getEscrowSettings(publicClient, { escrow }));
    assert.deepEqual(
      await client.getTaskDefinition({ task }),
      await getTaskDefinition(publicClient, { registry, task }),
    );
    assert.deepEqual(await client.getTaskDefinition({ task }), tinyTask);
    const owner = actors.owner.extend(commonweightActions({ escrow, registry }));
    assert.ok((await owner.retireTask({ task })).hash);
    assert.equal((await owner.retireTask({ task })).hash, undefined);
  });

  /** SealModel proof by trapdoor, with the digest and size that the words have. */
  async function modelProof(secret: SubmissionSecret) {
    const { chainId, escrow, submission, words } = secret;
    const { operator, modelCommitment } = submission;
    const challenge = modelChallenge({
      chainId,
      escrow,
      operator,
      commitment: modelCommitment,
      bytesHash: bytesHash(words),
    });
    const value = digest(bytesToWords(words), challenge);
    const bits = modelBits(secretModel(secret));
    const inputs = {
      modelCommitment,
      challenge,
      digest: value,
      bits: BigInt(bits),
      operator: toField(BigInt(operator)),
    };
    return { digest: value, bits, proof: await world.proofOf("SealModel", inputs) };
  }

  /** EvaluateModel proofs by trapdoor, with the scores that the reference network has. */
  async function scoreProofs(secret: SubmissionSecret) {
    const { operator, modelCommitment } = secret.submission;
    const { scoredChunks } = await getFacts(world.publicClient, at());
    return Promise.all(
      scoredChunks
        .map((index) => set.chunks[index]!)
        .map(async ({ chunk, words }: { chunk: ChunkWithPath; words: `0x${string}` }) => {
          const plain = decodeChunk(tinyTask, bytesToWords(words));
          const correct = score({ model: secretModel(secret), task: tinyTask, chunk: plain });
          const { dataCommitment } = chunk;
          const inputs = {
            modelCommitment,
            dataCommitment,
            correct: BigInt(correct),
            operator: toField(BigInt(operator)),
          };
          return { chunk, correct, proof: await world.proofOf("EvaluateModel", inputs) };
        }),
    );
  }

  function secretModel(secret: SubmissionSecret) {
    return modelOf(secret === alice ? 3 : 2);
  }
});
