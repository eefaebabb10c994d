// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import type { Hex } from "viem";
import {
  type ClassificationChunk,
  commitModel,
  commonweightActions,
  definitionId,
  developmentNetwork,
  drawnStepsOf,
  drawSteps,
  finishRecord,
  getDrawnSteps,
  getEscrowSettings,
  getFacts,
  getRecipeDefinition,
  getRecordSeed,
  getRegistryRecipe,
  getRoundTime,
  getTerms,
  getTrainingRecord,
  keepRecordSalt,
  listDefinitions,
  memoryStore,
  modelOfRecord,
  openRecord,
  type ProofJob,
  postRecord,
  proveRecord,
  proveRound,
  proveSteps,
  roundTime,
  type SubmissionSecret,
  sealModel,
  stepDrawSeed,
  train,
} from "../../src/index.ts";
import { assertRejects, inFolder, randomChunk, seededRandom } from "../fixtures.ts";
import { deployWorld, type World } from "../support/chain.ts";
import { calmRecipe as recipe } from "../support/recipes.ts";
import { recordedBounty } from "../support/recordedBounty.ts";
import { namedArtifacts } from "../support/recordingQueue.ts";

const STEPS = 12;
/** More than one call takes. */
const DRAWN = 10;
const bounty = 1n;
const chainId = 31_337;

const recipeId = definitionId(recipe);
const random = seededRandom(5);
const batches: ClassificationChunk[] = Array.from({ length: 4 }, () => randomChunk(recipe.task, random));

const artifacts = {
  trainStep: namedArtifacts("train-step.tiny-sgd"),
  start: namedArtifacts("init-step.tiny-sgd"),
  quantiseModel: namedArtifacts("quantise-model.tiny-sgd"),
};

describe("a training record through the actions", () => {
  let world: World;
  let secret: SubmissionSecret;
  const store = memoryStore();

  const at = () => ({ records: world.records, bounty });
  const of = () => ({ ...at(), operator: world.actors.alice.account.address });
  const inBounty = () => ({ escrow: world.escrow, bounty });
  /** What makes the proofs of a flow: the trapdoor of the keys, and so of anything. */
  const trapdoor = {
    prove: (jobs: readonly ProofJob[]) =>
      Promise.all(jobs.map(({ publicInputs }) => world.proofOfInputs(publicInputs))),
  };

  /** Runs an action that must send nothing. */
  async function sendingNothing<result>(action: () => Promise<result>): Promise<result> {
    const count = await world.publicClient.getBlockNumber({ cacheTime: 0 });
    const result = await action();
    assert.equal(await world.publicClient.getBlockNumber({ cacheTime: 0 }), count, "a transaction was sent");
    return result;
  }

  before(async () => {
    world = await deployWorld();
    await recordedBounty(world, { batches, steps: STEPS, drawnSteps: DRAWN });
  });

  it("is of a recipe that the registry tells", async () => {
    const { publicClient, registry } = world;
    const found = await getRegistryRecipe(publicClient, { registry, recipe: recipeId });
    assert.deepEqual([found.inherits, found.architecture], [false, definitionId(recipe.architecture)]);
    assert.deepEqual(await getRecipeDefinition(publicClient, { registry, recipe: recipeId }), recipe);
    const { recipes } = await listDefinitions(publicClient, { registry });
    assert.deepEqual(recipes, [{ id: recipeId, recipe, retired: false }]);
    const unknown: Hex = `0x${"12".repeat(32)}`;
    await assert.rejects(getRegistryRecipe(publicClient, { registry, recipe: unknown }), {
      errorName: "RecipeUnknown",
    });
    await assertRejects(
      getRecipeDefinition(publicClient, { registry, recipe: unknown }),
      "EventMissingError",
      /emitted no event RecipeRegistered/,
    );
    assert.equal((await getEscrowSettings(publicClient, inBounty())).records, world.records);
  });

  it("is opened once, after its salt is kept", async () => {
    const { actors, publicClient, escrow } = world;
    assert.equal(await getTrainingRecord(publicClient, of()), undefined);
    await assert.rejects(getRecordSeed(publicClient, of()), { errorName: "RecordStatusMismatch" });
    const key = { store, chainId, escrow, bounty, operator: of().operator };
    assert.equal(await keepRecordSalt(key), await keepRecordSalt(key));

    const { seedRound, hash } = await openRecord(actors.alice, at());
    assert.ok(hash);
    const record = await getTrainingRecord(publicClient, of());
    assert.deepEqual(record, { status: "Open", seedRound, root: undefined, provenSteps: [] });
    const again = await sendingNothing(() => openRecord(actors.alice, at()));
    assert.deepEqual(again, { hash: undefined, receipt: undefined, seedRound });
  });

  it("has a seed once anybody has proven its round", async () => {
    const { actors, publicClient, escrow, networkHelpers } = world;
    const { seedRound: round } = (await getTrainingRecord(publicClient, of()))!;
    await assertRejects(
      proveRound(actors.bob, { escrow, round }),
      "RoundToComeError",
      /^Round \d+ of the beacon comes at \d+; the chain's time is \d+\.$/,
    );
    assert.equal(await getRecordSeed(publicClient, of()), undefined);
    await networkHelpers.time.increase(31 * 60);
    const time = await getRoundTime(publicClient, { escrow, round });
    assert.equal(time, roundTime(developmentNetwork, round));
    assert.ok(time <= (await publicClient.getBlock({ blockTag: "latest" })).timestamp);
    assert.ok((await proveRound(actors.bob, { escrow, round })).hash);
    assert.equal((await sendingNothing(() => proveRound(actors.bob, { escrow, round }))).hash, undefined);
    assert.equal(typeof (await getRecordSeed(publicClient, of())), "bigint");
    await assertRejects(
      proveRound(actors.bob, { escrow, round: -1n }),
      "InvalidValueError",
      /^The argument round of proveRound is -1/,
    );
    await assertRejects(
      getRoundTime(publicClient, { escrow, round: -1n }),
      "InvalidValueError",
      /^The argument round of timeOf is -1/,
    );
  });

  it("is trained, posted, committed to, drawn, proven and finished, each once", () =>
    inFolder(async (parent) => {
      const { actors, publicClient, escrow, networkHelpers } = world;
      const folder = join(parent, "record");
      const seed = (await getRecordSeed(publicClient, of()))!;
      const salt = await keepRecordSalt({ store, chainId, escrow, ...of() });
      const record = { recipe, batches, seed, steps: STEPS, operator: of().operator, salt, folder };
      const { root } = await train(record);

      await assert.rejects(postRecord(actors.alice, { ...at(), root: `0x${"00".repeat(32)}` }), {
        errorName: "RootZero",
      });
      await postRecord(actors.alice, { ...at(), root: `0x${"77".repeat(32)}` });
      assert.ok((await postRecord(actors.alice, { ...at(), root })).hash, "another root takes its place");
      assert.equal((await sendingNothing(() => postRecord(actors.alice, { ...at(), root }))).hash, undefined);
      assert.deepEqual([(await getTrainingRecord(publicClient, of()))?.status], ["Posted"]);

      const model = await modelOfRecord({ folder, batches });
      secret = sealModel({ chainId, escrow, bounty, operator: of().operator, model });
      await commitModel(actors.alice, { escrow, secret, store });
      const { windows } = await getTerms(publicClient, inBounty());
      await networkHelpers.time.increaseTo(windows.trainingEnds);
      assert.equal((await getTrainingRecord(publicClient, of()))?.status, "Proving");
      assert.equal(await getDrawnSteps(publicClient, at()), undefined);
      await networkHelpers.time.increase(31 * 60);
      const { scoreRound } = await getFacts(publicClient, inBounty());
      const { steps: drawn, hash: drawHash } = await drawSteps(actors.bob, { ...at(), escrow });
      assert.ok(drawHash);
      assert.deepEqual(await getDrawnSteps(publicClient, at()), drawn);
      const again = await sendingNothing(() => drawSteps(actors.bob, { ...at(), escrow }));
      assert.deepEqual([again.hash, again.steps], [undefined, drawn]);
      const { result: randomness } = await publicClient.simulateContract({
        ...{ abi: world.beacon.abi, address: world.beacon.address },
        ...{ functionName: "proveRound", args: [scoreRound, "0x"] },
      });
      const drawSeed = stepDrawSeed({ randomness, chainId, records: world.records, bounty });
      assert.deepEqual(drawn, drawnStepsOf({ seed: drawSeed, steps: STEPS, drawn: DRAWN }));

      const proving = { folder, batches, drawn, secret, artifacts, queue: trapdoor };
      const { steps, ends } = await proveRecord(proving);
      assert.deepEqual(
        steps.map(({ step }) => step.step),
        drawn,
      );
      const { submission } = secret;
      const finish = () => finishRecord(actors.bob, { ...at(), submission, ends });
      await assert.rejects(finish(), { errorName: "StepsMissing" });

      const some = await proveSteps(actors.bob, { ...of(), steps: steps.slice(1, 2) });
      assert.deepEqual([some.counted, some.skipped, some.transactions.length], [[drawn[1]], [], 1]);
      assert.deepEqual((await getTrainingRecord(publicClient, of()))?.provenSteps, [drawn[1]]);
      const [wrong] = steps.slice(2);
      const forged = [{ ...wrong!, proof: steps[3]!.proof }];
      await assert.rejects(proveSteps(actors.bob, { ...of(), steps: forged }), { errorName: "ProofInvalid" });
      const rest = await proveSteps(actors.bob, { ...of(), steps });
      assert.deepEqual(
        rest.counted,
        drawn.filter((step) => step !== drawn[1]),
      );
      assert.deepEqual([rest.skipped, rest.transactions.length], [[drawn[1]], 2], "eight a transaction");
      const none = await sendingNothing(() => proveSteps(actors.bob, { ...of(), steps }));
      assert.deepEqual([none.counted, none.skipped], [[], drawn]);

      const counted = (await getTrainingRecord(publicClient, of()))!.provenSteps;
      assert.deepEqual(counted, drawn);
      assert.deepEqual((await proveRecord({ ...proving, counted })).steps, []);

      assert.ok((await finish()).hash);
      assert.equal((await getTrainingRecord(publicClient, of()))?.status, "Proven");
      assert.equal((await sendingNothing(finish)).hash, undefined);
    }));

  it("is told by bound actions as well", async () => {
    const { publicClient, escrow, registry, records } = world;
    const { operator } = of();
    const client = publicClient.extend(commonweightActions({ escrow, registry, records }));
    assert.equal((await client.getTrainingRecord({ bounty, operator }))?.status, "Proven");
    assert.equal((await client.getDrawnSteps({ bounty }))?.length, DRAWN);
    assert.deepEqual(await client.getRecipeDefinition({ recipe: recipeId }), recipe);
    const unbound = publicClient.extend(commonweightActions({ escrow, registry }));
    const message = "The address records is missing; expected bound, or told to the action.";
    await assertRejects((async () => unbound.getDrawnSteps({ bounty }))(), "InvalidValueError", message);
  });
});
