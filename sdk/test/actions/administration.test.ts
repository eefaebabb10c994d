// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import {
  allowToken,
  cancel,
  canonicalJson,
  chunkWordCount,
  createSealedBounty,
  definitionId,
  getArchitectureDefinition,
  getBountyStatus,
  getEscrowSettings,
  getRegistryArchitecture,
  getRegistryPair,
  getRegistryTask,
  getVerifyingKey,
  isTokenAllowed,
  listDefinitions,
  memoryStore,
  modelWordCount,
  pauseEntry,
  registerArchitecture,
  registerPair,
  registerRecipe,
  registerTask,
  retirePair,
  retireRecipe,
  retireTask,
  samplesPerChunk,
  setFee,
} from "../../src/index.ts";
import { tinyArchitecture, tinyTask } from "../fixtures.ts";
import { deployWorld, sealedSet, termsOf, type World } from "../support/chain.ts";
import { calmRecipe } from "../support/recipes.ts";
import { recipeKeys } from "../support/recordedBounty.ts";

describe("administration", () => {
  let world: World;

  before(async () => {
    world = await deployWorld();
  });

  /** Runs an action twice: the first time it sends a transaction, the second time there is nothing left to send. */
  async function once(action: () => Promise<{ hash: string | undefined }>): Promise<void> {
    assert.ok((await action()).hash, "sent");
    assert.equal((await action()).hash, undefined, "sent again");
  }

  it("sets what is not so yet", async () => {
    const { actors, escrow, token, publicClient } = world;
    await once(() => setFee(actors.owner, { escrow, feeBps: 100 }));
    await once(() => pauseEntry(actors.guardian, { escrow, paused: true }));
    await once(() => allowToken(actors.owner, { escrow, token, allowed: false }));
    const settings = await getEscrowSettings(publicClient, { escrow });
    assert.deepEqual([settings.feeBps, settings.entryPaused, settings.minimumWindow], [100, true, 1]);
    assert.equal(await isTokenAllowed(publicClient, { escrow, token }), false);
  });

  it("keeps new bounties out while entry is paused", async () => {
    const { actors, escrow } = world;
    const call = { escrow, terms: await termsOf(world), set: await sealedSet(world, 1), store: memoryStore() };
    await assert.rejects(createSealedBounty(actors.sponsor, call), { errorName: "EntryIsPaused" });
    await once(() => pauseEntry(actors.guardian, { escrow, paused: false }));
    await assert.rejects(createSealedBounty(actors.sponsor, call), { errorName: "TokenNotAllowed" });
    await once(() => allowToken(actors.owner, { escrow, token: world.token, allowed: true }));
  });

  it("cancels once", async () => {
    const { actors, escrow } = world;
    const call = { escrow, terms: await termsOf(world), set: await sealedSet(world, 1), store: memoryStore() };
    const { bounty } = await createSealedBounty(actors.sponsor, call);
    await once(() => cancel(actors.sponsor, { escrow, bounty }));
    assert.equal(await getBountyStatus(actors.sponsor, { escrow, bounty }), "Failed");
  });

  it("registers the same once, and never another in its place", async () => {
    const { actors, architecture, keys, registry, task } = world;
    const { owner } = actors;
    const taskCall = {
      registry,
      definition: canonicalJson(tinyTask),
      chunkWords: chunkWordCount(tinyTask),
      samples: samplesPerChunk(tinyTask),
      sealChunkKey: keys.SealChunk,
    };
    assert.deepEqual(await registerTask(owner, taskCall), { hash: undefined, receipt: undefined, task });
    await assert.rejects(registerTask(owner, { ...taskCall, samples: 1 }), { errorName: "TaskAlreadyRegistered" });

    const modelWords = modelWordCount(tinyArchitecture);
    const definition = canonicalJson(tinyArchitecture);
    const architectureCall = { registry, definition, modelWords, sealModelKey: keys.SealModel };
    assert.equal((await registerArchitecture(owner, architectureCall)).hash, undefined);
    const otherKey = { ...keys.SealModel, ic: [...keys.SealModel.ic].reverse() };
    await assert.rejects(registerArchitecture(owner, { ...architectureCall, sealModelKey: otherKey }), {
      errorName: "ArchitectureAlreadyRegistered",
    });

    const pairCall = { registry, task, architecture, evaluateModelKey: keys.EvaluateModel };
    assert.equal((await registerPair(owner, pairCall)).hash, undefined);
  });

  it("refuses a key of another statement, with the number of points", async () => {
    const { actors, keys, registry } = world;
    const call = { registry, definition: "{}", chunkWords: 3, samples: 1, sealChunkKey: keys.SealModel };
    await assert.rejects(registerTask(actors.owner, call), {
      errorName: "KeyLengthMismatch",
      shortMessage: "The key has 6 points for public inputs and the constant; the statement takes 4.",
    });
  });

  it("gives back what was registered", async () => {
    const { architecture, keys, publicClient, registry, task } = world;
    const { sealChunkKey, samples, chunkWords } = await getRegistryTask(publicClient, { registry, task });
    assert.deepEqual([samples, chunkWords], [samplesPerChunk(tinyTask), chunkWordCount(tinyTask)]);
    assert.deepEqual(await getVerifyingKey(publicClient, { registry, dataContract: sealChunkKey }), keys.SealChunk);
    const { modelWords } = await getRegistryArchitecture(publicClient, { registry, architecture });
    assert.equal(modelWords, modelWordCount(tinyArchitecture));
    assert.deepEqual(await getArchitectureDefinition(publicClient, { registry, architecture }), tinyArchitecture);
  });

  it("lists what was registered, and what of it is retired", async () => {
    const { actors, architecture, publicClient, registry, task } = world;
    const list = () => listDefinitions(publicClient, { registry });
    assert.deepEqual(await list(), {
      tasks: [{ id: task, task: tinyTask, retired: false }],
      architectures: [{ id: architecture, architecture: tinyArchitecture }],
      pairs: [{ task, architecture, retired: false }],
      recipes: [],
    });
    await retirePair(actors.owner, { registry, task, architecture });
    assert.deepEqual((await list()).pairs, [{ task, architecture, retired: true }]);
    assert.equal((await list()).tasks[0]!.retired, false);
    await assert.rejects(listDefinitions(publicClient, { registry: "0x12" }), { name: "InvalidValueError" });
  });

  it("registers and retires a recipe once, and lists it", async () => {
    const { actors, keys, publicClient, registry } = world;
    const { hash } = await registerArchitecture(actors.owner, {
      registry,
      definition: canonicalJson(calmRecipe.architecture),
      modelWords: modelWordCount(calmRecipe.architecture),
      sealModelKey: keys.SealModel,
    });
    assert.ok(hash);
    const call = {
      registry,
      definition: canonicalJson(calmRecipe),
      architecture: definitionId(calmRecipe.architecture),
      inherits: false,
      keys: await recipeKeys(world),
    };
    await once(() => registerRecipe(actors.owner, call));
    const list = async () => (await listDefinitions(publicClient, { registry })).recipes;
    const id = definitionId(calmRecipe);
    assert.deepEqual(await list(), [{ id, recipe: calmRecipe, retired: false }]);
    await assert.rejects(registerRecipe(actors.owner, { ...call, inherits: true }), {
      errorName: "RecipeAlreadyRegistered",
    });
    await assert.rejects(retireRecipe(actors.alice, { registry, recipe: id }), {
      errorName: "OwnableUnauthorizedAccount",
    });
    await once(() => retireRecipe(actors.owner, { registry, recipe: id }));
    assert.deepEqual(await list(), [{ id, recipe: calmRecipe, retired: true }]);
    const unknown = { registry, recipe: `0x${"00".repeat(32)}` } as const;
    await assert.rejects(retireRecipe(actors.owner, unknown), { errorName: "RecipeUnknown" });
  });

  it("retires once", async () => {
    const { actors, architecture, publicClient, registry, task } = world;
    // The pair was retired above: nothing is left to send.
    assert.equal((await retirePair(actors.owner, { registry, task, architecture })).hash, undefined);
    await once(() => retireTask(actors.owner, { registry, task }));
    assert.equal((await getRegistryPair(publicClient, { registry, task, architecture })).retired, true);
    const call = { registry, task: `0x${"00".repeat(32)}` } as const;
    await assert.rejects(retireTask(actors.owner, call), { errorName: "TaskUnknown" });
  });
});
