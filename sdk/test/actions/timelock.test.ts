// SPDX-License-Identifier: MIT
// The road of a bounty whose sponsor disappears after its evaluation set was sealed, and left a time-lock.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { BrowserProvider } from "ethers";
import { clientFromProvider, clientFromSigner } from "../../src/adapters/ethers.ts";
import {
  checkTimelock,
  commitModel,
  commonweightActions,
  contribute,
  createSealedBounty,
  developmentQuicknet,
  drawChunks,
  formatTimelock,
  getBountyStatus,
  getChunks,
  getFacts,
  getScoreTime,
  getTerms,
  openTimelockedChunks,
  parseTimelock,
  roundTime,
  type SealedEvaluationSet,
  sealChunks,
  sealModel,
  type Timelock,
  TimelockContentError,
  timelockEvaluationSet,
} from "../../src/index.ts";
import { memoryStore } from "../../src/storage/index.ts";
import { assertRejects, randomModel, seededRandom, tinyArchitecture } from "../fixtures.ts";
import {
  DOLLAR,
  deployWorld,
  drawAndOpen,
  sealedSet,
  sealProofs,
  termsOf,
  type World,
  waitForRound,
} from "../support/chain.ts";

describe("a time-locked evaluation set", () => {
  let world: World;
  let set: SealedEvaluationSet;
  let timelock: Timelock;
  let scoreTime: bigint;
  let openingEnds: bigint;
  const at = () => ({ escrow: world.escrow, bounty: 1n });

  /** To Funding; from then on the sponsor does nothing. */
  before(async () => {
    world = await deployWorld();
    const { actors, escrow, publicClient } = world;
    set = await sealedSet(world, 1);
    await createSealedBounty(actors.sponsor, { escrow, terms: await termsOf(world), set, store: memoryStore() });
    await sealChunks(actors.sponsor, { ...at(), chunks: await sealProofs(world, set) });
    await drawAndOpen(world, 1n, "sample", set);
    scoreTime = await getScoreTime(publicClient, at());
    openingEnds = BigInt((await getTerms(publicClient, at())).windows.openingEnds);
    timelock = parseTimelock(formatTimelock(await timelockEvaluationSet({ set, scoreTime })));
  });

  const lockedAt = (time: bigint): Promise<Timelock> => timelockEvaluationSet({ set, scoreTime: time });

  it("opens at the first round of quicknet that does not come before the score round", async () => {
    const { escrow, registry, provider, publicClient, actors } = world;
    const { windows } = await getTerms(publicClient, at());
    assert.ok(scoreTime >= BigInt(windows.trainingEnds + 1_800) && scoreTime < BigInt(windows.trainingEnds + 1_803));
    const { round } = timelock;
    const time = roundTime(developmentQuicknet, round);
    assert.ok(time >= scoreTime && roundTime(developmentQuicknet, round - 1n) < scoreTime);

    const expected = { round, time, scoreTime, openingEnds };
    const backer = actors.bob.extend(commonweightActions({ escrow, registry }));
    assert.equal(await backer.getScoreTime({ bounty: 1n }), scoreTime);
    assert.deepEqual(await backer.checkTimelock({ bounty: 1n, timelock }), expected);
    const overEthers = await clientFromProvider(new BrowserProvider(provider));
    assert.deepEqual(await checkTimelock(overEthers, { ...at(), timelock }), expected);
  });

  it("is refused where it opens before the score round", async () => {
    const { period } = developmentQuicknet;
    const early = await lockedAt(scoreTime - period);
    const time = roundTime(developmentQuicknet, early.round);
    assert.equal(early.round, timelock.round - 1n);
    await assertRejects(
      checkTimelock(world.publicClient, { ...at(), timelock: early }),
      "TimelockTooEarlyError",
      `Round ${early.round} opens the time-lock at ${time}; expected the time of the score round, ${scoreTime}, or later.`,
    );
  });

  it("is refused where it opens once the bounty would be voided", async () => {
    const late = await lockedAt(openingEnds);
    const time = roundTime(developmentQuicknet, late.round);
    await assertRejects(
      checkTimelock(world.publicClient, { ...at(), timelock: late }),
      "TimelockTooLateError",
      `Round ${late.round} opens the time-lock at ${time}; expected a time before openingEnds, ${openingEnds}.`,
    );
    const last = { ...late, round: late.round - 1n };
    const checked = await checkTimelock(world.publicClient, { ...at(), timelock: last });
    assert.equal(checked.time, time - developmentQuicknet.period);
  });

  it("is refused, and opens nothing, where it is of another bounty", async () => {
    const { publicClient, actors } = world;
    const other = `0x${"22".repeat(20)}` as const;
    const bad: [changes: Partial<Timelock>, message: RegExp][] = [
      [{ chainId: 1 }, /^The time-lock's chain is 1; expected the bounty's, 31337\.$/],
      [{ escrow: other }, /^The time-lock's escrow is 0x2222/],
      [{ sponsor: other }, /^The time-lock's sponsor is 0x2222/],
      [{ chunksRoot: `0x${"33".repeat(32)}` }, /^The time-lock's root is 0x3333/],
      [
        { ciphertexts: timelock.ciphertexts.slice(1) },
        /^The time-lock's number of chunks is 2; expected the bounty's, 3/,
      ],
    ];
    for (const [changes, message] of bad) {
      const forged = { ...at(), timelock: { ...timelock, ...changes } };
      await assertRejects(checkTimelock(publicClient, forged), "TimelockMismatchError", message);
      await assertRejects(openTimelockedChunks(actors.bob, forged), "TimelockMismatchError", message);
    }
  });

  it("lets a stranger open the drawn chunks, and the bounty goes on", async () => {
    const { actors, escrow, provider, publicClient, networkHelpers } = world;
    const sponsor = actors.sponsor.account.address;
    const sent = await publicClient.getTransactionCount({ address: sponsor });
    await contribute(actors.bob, { ...at(), amount: 1_000n * DOLLAR });
    const operator = actors.alice.account.address;
    const model = randomModel(tinyArchitecture, seededRandom(1));
    const secret = sealModel({ chainId: 31_337, escrow, bounty: 1n, operator, model });
    await commitModel(actors.alice, { escrow, secret, store: memoryStore() });
    await networkHelpers.time.increaseTo((await getTerms(publicClient, at())).windows.trainingEnds);

    const stranger = await clientFromSigner(
      await new BrowserProvider(provider).getSigner(actors.treasury.account.address),
    );
    await assertRejects(
      openTimelockedChunks(stranger, { ...at(), timelock }),
      "ChunksUndrawnError",
      "The chunks that score bounty 1 are not drawn; expected `drawChunks` to have drawn them.",
    );
    await waitForRound(world, 1n, "score");
    const { chunks: drawn } = await drawChunks(stranger, at());
    assert.equal(drawn.length, 2);

    // A later round than the chain has come to, of a sponsor that locked its set to the last hour.
    const later = await lockedAt(scoreTime + 3_600n);
    const laterTime = roundTime(developmentQuicknet, later.round);
    await assertRejects(
      openTimelockedChunks(stranger, { ...at(), timelock: later }),
      "TimelockClosedError",
      new RegExp(`^Round ${later.round}, which opens the time-lock, comes at ${laterTime}; the time is `),
    );
    await networkHelpers.time.increaseTo(laterTime);

    // The ciphertext of one drawn chunk holds another: the liar is named, once the other is open.
    const [false_, true_] = drawn as [number, number];
    const lying = { ...timelock, ciphertexts: timelock.ciphertexts.with(false_, timelock.ciphertexts[true_]!) };
    await assert.rejects(openTimelockedChunks(stranger, { ...at(), timelock: lying }), (error) => {
      assert.ok(error instanceof TimelockContentError, `${error}`);
      assert.match(error.shortMessage, new RegExp(`as chunk ${false_}; chunks opened: ${true_}\\.$`));
      assert.deepEqual([error.opened, error.refused.map(({ index }) => index)], [[true_], [false_]]);
      return true;
    });
    assert.equal(await getBountyStatus(publicClient, at()), "Opening");

    const opened = await openTimelockedChunks(stranger, { ...at(), timelock: later });
    assert.deepEqual([opened.opened, opened.skipped, opened.transactions.length], [[false_], [true_], 1]);
    assert.equal(await getBountyStatus(publicClient, at()), "Proving");
    const again = await openTimelockedChunks(stranger, { ...at(), timelock });
    assert.deepEqual([again.opened, again.skipped, again.transactions], [[], drawn, []]);

    // All is public now, by the chain's own account; and the sponsor has sent nothing.
    for (const { chunk, words } of await getChunks(publicClient, at())) {
      assert.equal(words, set.chunks[chunk.index]!.words);
    }
    assert.equal((await getFacts(publicClient, at())).openChunks.length, 3);
    assert.equal(await publicClient.getTransactionCount({ address: sponsor }), sent);
  });
});
