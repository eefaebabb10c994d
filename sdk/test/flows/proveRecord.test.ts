// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { Address } from "viem";
import {
  batchCommitments,
  isInRecord,
  keepRecordSalt,
  masterFromModel,
  memoryStore,
  modelCommitment,
  modelOfRecord,
  type OperatorStore,
  parseRecipe,
  proveRecord,
  quantiseMaster,
  type Recipe,
  type RecordParent,
  recordRoot,
  roundMaster,
  sealModel,
  train,
} from "../../src/index.ts";
import { batchesRoot, batchIndex, batchLeaf } from "../../src/training/index.ts";
import { isInTree } from "../../src/utils/orderedTree.ts";
import { assertRejects, inFolder, randomChunk, randomModel, seededRandom } from "../fixtures.ts";
import { lastLayerRecipe, tinyRecipe } from "../support/recipes.ts";
import { namedArtifacts, numberedProof, recordingQueue } from "../support/recordingQueue.ts";

const chainId = 31_337;
const escrow: Address = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const operator: Address = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const other: Address = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const seed = 2n ** 255n + 12_345n;
const salt = 77n;

/** At a rate at which short trainings stay within their bits. */
const calmly = (recipe: Recipe) =>
  parseRecipe({
    ...recipe,
    layers: recipe.layers.map((layer) => (layer.kind === "trained" ? { ...layer, rateShift: 7 } : layer)),
  });
const recipe = calmly(tinyRecipe);
const random = seededRandom(11);
const batches = Array.from({ length: 3 }, () => randomChunk(recipe.task, random));

const artifacts = {
  trainStep: namedArtifacts("train-step.tiny-sgd"),
  start: namedArtifacts("init-step.tiny-sgd"),
  quantiseModel: namedArtifacts("quantise-model.tiny-sgd"),
};

/** A record of six steps in a folder, and the submission of its last checkpoint. */
async function recordIn(folder: string) {
  await train({ recipe, batches, seed, steps: 6, operator, salt, folder, saveEvery: 2 });
  const model = await modelOfRecord({ folder, batches });
  const secret = sealModel({ chainId, escrow, bounty: 1n, operator, model, salt: 5n });
  return { folder, batches, drawn: [0, 3, 5], secret, artifacts };
}

describe("proving a training record", () => {
  it("asks for a proof of each drawn step and of both ends, and says where each stands", () =>
    inFolder(async (folder) => {
      const record = await recordIn(folder);
      const queue = recordingQueue();
      const { steps, ends } = await proveRecord({ ...record, queue });
      const { jobs } = queue.asked[0]!;
      assert.deepEqual(
        jobs.map(({ id, artifacts: { name } }) => `${id}: ${name}`),
        [
          "step 0: train-step.tiny-sgd",
          "step 3: train-step.tiny-sgd",
          "step 5: train-step.tiny-sgd",
          "start: init-step.tiny-sgd",
          "model: quantise-model.tiny-sgd",
        ],
      );
      assert.deepEqual(
        steps.map(({ proof }) => proof),
        [0, 1, 2].map(numberedProof),
      );
      assert.deepEqual([ends.start, ends.quantiseModel], [numberedProof(3), numberedProof(4)]);

      const data = batchCommitments(recipe, batches);
      for (const [i, { step }] of steps.entries()) {
        const index = batchIndex(seed, step.step, batches.length);
        const { commitmentBefore, commitmentAfter, dataCommitment, batchPath } = step;
        const told = [commitmentBefore, commitmentAfter, dataCommitment, BigInt(step.step), BigInt(operator)];
        assert.deepEqual(jobs[i]!.publicInputs, told);
        const leaf = batchLeaf(index, dataCommitment);
        const place = { root: batchesRoot(data), count: batches.length, index, leaf, path: batchPath };
        assert.ok(isInTree(place, "batch"));
      }
      const { root, commitments } = await train({ recipe, batches, seed, steps: 6, operator, salt });
      assert.equal(root, recordRoot(commitments));
      const ofLast = { step: 6, commitment: ends.lastCommitment, path: ends.lastPath };
      assert.ok(isInRecord({ root, count: 7, ...ofLast }));
      assert.ok(isInRecord({ root, count: 7, step: 0, commitment: ends.firstCommitment, path: ends.firstPath }));
      assert.deepEqual(jobs.at(-1)!.publicInputs, [
        commitments[6],
        record.secret.submission.modelCommitment,
        6n,
        BigInt(operator),
      ]);
    }));

  it("leaves out the steps that are counted, but no end", () =>
    inFolder(async (folder) => {
      const queue = recordingQueue();
      const { steps } = await proveRecord({ ...(await recordIn(folder)), counted: [0, 5], queue });
      assert.deepEqual(
        steps.map(({ step }) => step.step),
        [3],
      );
      assert.equal(queue.asked[0]!.jobs.length, 3);
    }));

  it("refuses before anything is proven what could not be", () =>
    inFolder(async (parent) => {
      const record = await recordIn(join(parent, "whole"));
      const { submission } = record.secret;
      const queue = { prove: () => assert.fail("a proof was asked for") };
      const refused = async (changes: Partial<typeof record>, message: RegExp) =>
        assertRejects(proveRecord({ ...record, ...changes, queue }), "InvalidValueError", message);
      await refused({ batches: batches.toReversed() }, /^The root of the batches is "0x/);
      const theirs = { ...record.secret, submission: { ...submission, operator: other } };
      await refused({ secret: theirs }, /^The operator of the record is "0x7099/);
      const model = randomModel(recipe.architecture, seededRandom(3));
      const another = sealModel({ chainId, escrow, bounty: 1n, operator, model });
      await refused({ secret: another }, /^The submitted model is \d+; expected a commitment to the one that the last/);
      await refused({ drawn: [0, 9] }, /^step is 9; expected 0 to 6/);

      const folder = join(parent, "half");
      const half = new AbortController();
      const stopping = { recipe, batches, seed, steps: 6, operator, salt, folder, saveEvery: 1 };
      const onProgress = () => half.abort();
      await assert.rejects(train({ ...stopping, onProgress, signal: half.signal }), { name: "AbortError" });
      await refused({ folder }, /^The number of steps taken is 1; expected 6/);
      await assertRejects(
        modelOfRecord({ folder, batches }),
        "InvalidValueError",
        "The number of steps taken is 1; expected 6, all of the record.",
      );
    }));

  it("begins with a parent's model where the recipe says so, and names it", () =>
    inFolder(async (folder) => {
      const inheriting = calmly(lastLayerRecipe);
      const model = roundMaster(inheriting, inheritable(inheriting));
      const start = masterFromModel(inheriting, model);
      const terms = { recipe: inheriting, batches, seed, steps: 4, operator, salt, folder };
      const { master } = await train({ ...terms, start });
      const own = sealModel({ chainId, escrow, bounty: 2n, operator, model: quantiseMaster(inheriting, master) });
      const published = sealModel({ chainId, escrow, bounty: 1n, operator: other, model, salt: 9n });
      const parent: RecordParent = { submission: published.submission, model, salt: 9n };
      const proving = { folder, batches, drawn: [0, 1, 3], secret: own, artifacts };
      await assertRejects(
        proveRecord({ ...proving, queue: recordingQueue() }),
        "InvalidValueError",
        /^parent is missing; expected the published model that a record of tiny-last-layer begins with/,
      );
      const queue = recordingQueue();
      const { ends } = await proveRecord({ ...proving, parent, queue });
      assert.deepEqual(ends.parent, published.submission);
      const inherit = queue.asked[0]!.jobs.at(-2)!;
      assert.deepEqual(inherit.publicInputs.slice(1, 3), [
        modelCommitment({ model, salt: 9n, operator: other }),
        BigInt(other),
      ]);
    }));
});

/** Masters whose model could be published: small numbers. */
function inheritable(of: Recipe) {
  const zeros = roundMaster(of, [new Int32Array(9)]);
  return masterFromModel(of, zeros);
}

describe("the salt of a record", () => {
  const key = { chainId, escrow, bounty: 1n, operator };

  it("is drawn once for a bounty and an operator, whatever the case of the address", async () => {
    const store = memoryStore();
    const drawn = await keepRecordSalt({ store, ...key });
    assert.equal(await keepRecordSalt({ store, ...key, operator: operator.toLowerCase() as Address }), drawn);
    assert.notEqual(await keepRecordSalt({ store, ...key, bounty: 2n }), drawn);
    assert.deepEqual(await store.loadTrainingRecord(key), { ...key, salt: drawn });
  });

  it("never takes another's place, and is below p", async () => {
    const store = memoryStore();
    await store.saveTrainingRecord({ ...key, salt: 1n });
    await assert.rejects(store.saveTrainingRecord({ ...key, salt: 2n }), { name: "StoreConflictError" });
    await assertRejects(
      store.saveTrainingRecord({ ...key, bounty: 3n, salt: 2n ** 255n }),
      "InvalidValueError",
      /^trainingRecord.salt is "\d+"; expected a number below p/,
    );
  });

  it("is no salt before it was read back", async () => {
    const kept = memoryStore();
    const forgetful: OperatorStore = { ...kept, saveTrainingRecord: async () => {} };
    await assert.rejects(keepRecordSalt({ store: forgetful, ...key }), { name: "StoreRecordMissingError" });
  });
});
