// SPDX-License-Identifier: MIT
// From a funded bounty to an opened model with real proofs, by the SDK alone: circuit, proof, chain, SDK. Here the best
// submission withholds its weights: it loses its bond, and the next rank is paid for its own in its turn of Reserve.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { loadArchitecture, loadTask } from "@commonweight/circuits";
import { buildContracts, buildDefinitions, DOLLAR, startLocalChain } from "@commonweight/devnet";
import {
  asClassification,
  type BountyTerms,
  bytesToWords,
  commitModel,
  createSealedBounty,
  decodeChunk,
  decodeModel,
  definitionId,
  getChunks,
  getPublishedModel,
  makeChunks,
  openEvaluationSet,
  proveEvaluationSet,
  proveSubmission,
  type SubmissionSecret,
  samplesPerChunk,
  sealEvaluationSet,
  sealModel,
  terminateProver,
  trainingBountiesAbi,
} from "@commonweight/sdk";
import { modelBits, score } from "@commonweight/sdk/model";
import { fileStore, type OperatorStore, type SponsorStore } from "@commonweight/sdk/storage";
import type { Hex } from "viem";
import { hardhat } from "viem/chains";
import { readMoneyBook } from "../../scripts/demo/books.ts";
import { trainModel } from "../../scripts/demo/networks.ts";
import { reproduceScore, scoredChunks } from "../../scripts/demo/readback.ts";
import { expectRejection } from "../../scripts/demo/rejections.ts";
import { createWorld, PARTIES, type Party, type PartyName, type World } from "../../scripts/demo/world.ts";
import { drawGlyphs } from "../../scripts/training/glyphs.ts";
import { termsAt } from "../../sdk/test/support/terms.ts";

/** Sealed, and scored: one is shown. */
const CHUNKS = 3;
const DRAWN_CHUNKS = 2;
const CAP = 1_000n * DOLLAR;
const SPONSOR_BOND = 100n * DOLLAR;
const OPERATOR_BOND = 50n * DOLLAR;
const ENTRY_FEE = 5n * DOLLAR;
const POT = CAP + 2n * ENTRY_FEE;
/** One prize, less the protocol's hundredth. */
const FEE = POT / 100n;
const SHARE_SUPPLY = 1_000_000n * 10n ** 18n;

const task = asClassification(loadTask("digits-28"));
const architecture = loadArchitecture("digits-mlp");
const training = drawGlyphs(1_000, 1);
const evaluation = drawGlyphs(CHUNKS * samplesPerChunk(task), 4);

/** What of the terms the amounts and scores of this road follow from. */
const TERMS = {
  architecture: definitionId(architecture),
  minimumScore: 14,
  drawnChunks: DRAWN_CHUNKS,
  shares: { backersBps: 6_000, operatorsBps: 3_000, sponsorBps: 1_000, treasuryBps: 0 },
  goal: CAP,
  cap: CAP,
  sponsorBond: SPONSOR_BOND,
  operatorBond: OPERATOR_BOND,
  entryFee: ENTRY_FEE,
};

/** The steps are played in order on one chain: each begins where the one before it ended. */
describe("the road", () => {
  let world: World;
  let folder: string;
  let store: OperatorStore & SponsorStore;
  let sponsor: Party;
  let strong: Party;
  let weak: Party;
  let windows: BountyTerms["windows"];
  let chunksRoot: Hex;
  const bounty = 1n;
  const scores = new Map<Party, number>();

  before(async () => {
    await buildContracts();
    const circuits = await buildDefinitions({ tasks: [task], architectures: [architecture] });
    world = await createWorld({ chain: await startLocalChain(), task, architecture, circuits });
    folder = await mkdtemp(join(tmpdir(), "commonweight-road-"));
    store = fileStore(folder);
    [sponsor, strong, weak] = [world.party("sponsor"), world.party("strong operator"), world.party("weak operator")];
  });
  after(async () => {
    await world.chain.close();
    await terminateProver();
    await rm(folder, { recursive: true });
  });

  async function secretOf({ address: operator }: Party): Promise<SubmissionSecret> {
    const kept = await store.listSubmissions({ chainId: hardhat.id, escrow: world.escrow, bounty, operator });
    assert.equal(kept.length, 1);
    return kept[0]!;
  }

  async function keptChunks() {
    const key = { chainId: hardhat.id, escrow: world.escrow, sponsor: sponsor.address, chunksRoot };
    return openEvaluationSet(await store.loadEvaluationSet(key)).chunks;
  }

  it("seals an evaluation set into a bounty", async () => {
    const { escrow, token, chain, circuits } = world;
    const set = sealEvaluationSet({
      chainId: hardhat.id,
      escrow,
      sponsor: sponsor.address,
      task,
      chunks: makeChunks({ task, samples: evaluation }),
    });
    const terms = termsAt(Number(await chain.now()), { token, ...TERMS });
    ({ windows } = terms);
    ({ chunksRoot } = set);
    const created = await createSealedBounty(sponsor.client, { escrow, terms, set, store });
    assert.equal(created.bounty, bounty);
    await world.expectStatus(bounty, "Draft");

    const chunks = await proveEvaluationSet({ set, artifacts: circuits.sealChunk });
    assert.deepEqual((await sponsor.client.sealChunks({ bounty, chunks })).sealed, [0, 1, 2]);
    await world.expectStatus(bounty, "Draft");
  });

  it("shows a sample that the beacon draws", async () => {
    const { draw, chunks } = await world.drawChunks(sponsor, bounty);
    assert.deepEqual([draw, chunks.length], ["sample", 1]);
    assert.deepEqual((await sponsor.client.openChunks({ bounty, chunks: await keptChunks() })).opened, chunks);
    await world.expectStatus(bounty, "Funding");
  });

  it("is funded by approval, and by permit for another account", async () => {
    const [first, second, third] = (["backer 1", "backer 2", "backer 3"] as const).map(world.party);
    const approved = await first!.client.contribute({ bounty, amount: 600n * DOLLAR });
    assert.equal(approved.accepted, 600n * DOLLAR);
    assert.notEqual(approved.approval, undefined);
    const permitted = await second!.client.contributeWithPermit({
      bounty,
      amount: 500n * DOLLAR,
      backer: third!.address,
    });
    assert.equal(permitted.accepted, 400n * DOLLAR, "cut to the cap");
    assert.equal(await sponsor.client.getContribution({ bounty, account: third!.address }), 400n * DOLLAR);
    assert.equal(await sponsor.client.getContribution({ bounty, account: second!.address }), 0n);
    await world.expectStatus(bounty, "Training");
  });

  it("takes commitments, whose secrets are on the disk before", async () => {
    const { escrow } = world;
    const efforts = [
      [strong, { samples: 1_000, epochs: 10, seed: 1 }],
      [weak, { samples: 150, epochs: 15, seed: 2 }],
    ] as const;
    for (const [index, [{ address: operator, client }, effort]] of efforts.entries()) {
      const model = trainModel(architecture, training, effort);
      const secret = sealModel({ chainId: hardhat.id, escrow, bounty, operator, model });
      const { sequence } = await commitModel(client, { escrow, secret, store });
      assert.equal(sequence, index + 1);
    }
    assert.equal((await sponsor.client.getFacts({ bounty })).submissions, 2);
  });

  it("opens the set from what the sponsor's store has kept", async () => {
    const { escrow, chain } = world;
    await chain.travelTo(BigInt(windows.trainingEnds));
    await world.expectStatus(bounty, "Opening");
    const { chunks: drawn } = await world.drawChunks(strong, bounty);
    assert.deepEqual((await sponsor.client.openChunks({ bounty, chunks: await keptChunks() })).opened, drawn);
    await world.expectStatus(bounty, "Proving");

    const published = await getChunks(chain.publicClient, { escrow, bounty });
    const opened = published.map(({ words }) => decodeChunk(task, bytesToWords(words!)));
    assert.deepEqual(
      opened.flatMap(({ features }) => features),
      evaluation.features,
    );
    assert.deepEqual(
      opened.flatMap(({ labels }) => labels),
      evaluation.labels,
    );
  });

  it("ranks submissions by scores that are proven", async () => {
    const { escrow, chain, circuits } = world;
    const chunks = await scoredChunks(chain.publicClient, { escrow, bounty });
    for (const party of [weak, strong]) {
      const secret = await secretOf(party);
      const { submission } = secret;
      const proofs = await proveSubmission({ secret, task, chunks, artifacts: circuits });
      const { model } = decodeModel(architecture, bytesToWords(secret.words));
      const reference = chunks.map(({ words }) =>
        score({ model, task, chunk: decodeChunk(task, bytesToWords(words)) }),
      );
      assert.deepEqual(
        proofs.scores.map(({ correct }) => correct),
        reference,
      );
      assert.equal(proofs.model?.bits, modelBits(model));

      await party.client.proveModel({ bounty, submission, ...proofs.model! });
      const { counted, rank } = await party.client.proveScore({ bounty, submission, scores: proofs.scores });
      assert.deepEqual(counted, (await party.client.getFacts({ bounty })).scoredChunks);
      assert.equal(rank, 0, "each is the best when it is ranked");
      const total = reference.reduce((sum, correct) => sum + correct, 0);
      assert.equal((await party.client.getSubmission({ bounty, operator: party.address }))?.score, total);
      scores.set(party, total);
    }
    assert.ok(scores.get(strong)! > scores.get(weak)!);
    assert.equal(await weak.client.getRank({ bounty, operator: strong.address }), 0);
    assert.equal(await weak.client.getRank({ bounty, operator: weak.address }), 1);
  });

  it("passes the prize on where the best withholds its weights", async () => {
    const { chain } = world;
    const { submission, words } = await secretOf(weak);
    const claim = () => weak.client.claim({ bounty, submission, words });
    await chain.travelTo(BigInt(windows.provingEnds));
    await world.expectStatus(bounty, "Claiming");
    await expectRejection("a claim before its turn", claim, "NotYourTurn");

    await chain.travelTo(BigInt(windows.claimEnds));
    await world.expectStatus(bounty, "Reserve");
    const { submission: late, words: lateWords } = await secretOf(strong);
    const claimLate = () => strong.client.claim({ bounty, submission: late, words: lateWords });
    await expectRejection("a claim after its turn", claimLate, "NotYourTurn");
    assert.deepEqual(await claim().then(({ prize, amount, alreadyClaimed }) => ({ prize, amount, alreadyClaimed })), {
      prize: 0,
      amount: POT - FEE,
      alreadyClaimed: false,
    });
    await world.expectStatus(bounty, "Settled");
  });

  it("settles: everybody takes what the terms say", async () => {
    const { token, escrow, chain } = world;
    const { shares } = await sponsor.client.settle({ bounty });
    for (const name of PARTIES) {
      const { client, address } = world.party(name);
      await client.claimShares({ bounty });
      await client.credit({ bounty });
      if ((await client.getOwed({ token, account: address })) > 0n) await client.withdraw({ token });
    }

    const money = await readMoneyBook(chain.publicClient, { token, escrow });
    const halfBond = OPERATOR_BOND / 2n;
    const expected: [PartyName, paid: bigint, got: bigint, shares: bigint][] = [
      ["sponsor", SPONSOR_BOND, SPONSOR_BOND, 10n],
      // Half of the forfeited bond goes to the backers: 600 to 400.
      ["backer 1", 600n * DOLLAR, (halfBond * 6n) / 10n, 36n],
      ["backer 2", 400n * DOLLAR, 0n, 0n],
      ["backer 3", 0n, (halfBond * 4n) / 10n, 24n],
      ["strong operator", OPERATOR_BOND + ENTRY_FEE, 0n, 0n],
      ["weak operator", OPERATOR_BOND + ENTRY_FEE, POT - FEE + OPERATOR_BOND, 30n],
      ["protocol treasury", 0n, FEE + halfBond, 0n],
    ];
    for (const [name, paid, got, percentOfShares] of expected) {
      const { address } = world.party(name);
      assert.equal(money.paid(address), paid, `${name} paid`);
      assert.equal(money.got(address), got, `${name} got`);
      assert.equal(await world.balanceOf(shares, address), (SHARE_SUPPLY * percentOfShares) / 100n, `${name}'s shares`);
    }
    assert.equal(money.totalPaid, money.totalGot, "money in is money out");
    assert.equal(await world.balanceOf(token, escrow), 0n);
    assert.equal(await world.balanceOf(shares, shares), 0n);
  });

  it("lets a stranger reproduce the score from the chain alone", async () => {
    const { chain, escrow } = world;
    assert.deepEqual(await reproduceScore({ url: chain.url, escrow, bounty }), {
      operator: weak.address,
      proven: scores.get(weak),
      reproduced: scores.get(weak),
      samples: 56,
    });
    const { words } = await getPublishedModel(chain.publicClient, { escrow, bounty });
    assert.equal(words, (await secretOf(weak)).words);
  });

  it("has told all of it in events", async () => {
    const { chain, escrow: address, token } = world;
    const events = await chain.publicClient.getContractEvents({
      address,
      abi: trainingBountiesAbi,
      fromBlock: 0n,
      strict: true,
    });
    const named = (name: string) => events.filter(({ eventName }) => eventName === name).map(({ args }) => args);
    const ranked = named("Ranked").map((args) => ({ ...args, bits: undefined }));
    const common = { bounty, bits: undefined, rank: 0 };
    assert.deepEqual(ranked, [
      { ...common, operator: weak.address, score: scores.get(weak) },
      { ...common, operator: strong.address, score: scores.get(strong) },
    ]);
    assert.equal(named("ChunkSealed").length, CHUNKS);
    assert.equal(named("ScoreProven").length, 2, "one for each call");
    const { words } = await secretOf(weak);
    const claimed = { bounty, operator: weak.address, payee: weak.address, prize: 0, amount: POT - FEE, words };
    assert.deepEqual(named("Claimed"), [claimed]);
    const backer = world.party("backer 3").address;
    const credited = events.filter(
      (event) => event.eventName === "Credited" && event.args.account === backer && event.args.token === token,
    );
    assert.equal(credited.length, 1);
  });
});
