// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { encodeAbiParameters, keccak256, stringToHex } from "viem";
import type { ClassificationChunk } from "../../src/data/index.ts";
import { FIELD_ORDER, poseidon, sponge } from "../../src/proving/index.ts";
import {
  batchCommitments,
  batchesRoot,
  batchIndex,
  batchLeaf,
  batchPath,
  checkpointCommitment,
  checkpointOf,
  initialMaster,
  inspectRecord,
  isInRecord,
  masterElements,
  masterFromModel,
  parseRecipe,
  quantiseMaster,
  type Recipe,
  recordPath,
  recordRoot,
  roundMaster,
  seedElement,
  stepsOf,
  TrainingOverflowError,
  train,
  trainedLayersOf,
  trainingCurve,
  trainingSeed,
  trainSlower,
  verifyRecord,
} from "../../src/training/index.ts";
import { layoutId } from "../../src/utils/index.ts";
import { isInTree } from "../../src/utils/orderedTree.ts";
import { assertRejects, assertThrows, inFolder, randomChunk, randomModel, seededRandom } from "../fixtures.ts";
import { lastLayerRecipe, tinyRecipe } from "../support/recipes.ts";

const operator = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const owner = { operator, salt: 77n } as const;
const seed = 2n ** 255n + 12_345n;

function batchesOf({ task }: Recipe, count: number, from = 1): ClassificationChunk[] {
  const random = seededRandom(from);
  return Array.from({ length: count }, () => randomChunk(task, random));
}

/** As {@link tinyRecipe}, at a rate at which short trainings stay within their bits. */
const calm = parseRecipe({
  ...tinyRecipe,
  layers: tinyRecipe.layers.map((layer) => ({ ...layer, rateShift: 7 })),
});
const batches = batchesOf(calm, 5);
const run = { recipe: calm, batches, seed, steps: 12, ...owner };

describe("first master weights", () => {
  it("are the low bits of a stream of hashes of the seed, around the middle of 0", () => {
    const [first, last] = initialMaster(tinyRecipe, 5n);
    // Layer 0: nine weights of six bits from one element; layer 1: six of five bits from the next.
    const numbers = (element: bigint, count: number, bits: number) =>
      Array.from({ length: count }, (_, n) =>
        Number(BigInt.asUintN(bits, poseidon([5n, element]) >> BigInt(bits * n))),
      );
    const rows = (values: readonly number[], length: number, offset: number, bias: number) =>
      values.flatMap((value, n) => ((n + 1) % length === 0 ? [value + offset, bias] : [value + offset]));
    // The middle of weight 0 is 2^4, of a bias 2^2.
    assert.deepEqual([...first!], rows(numbers(0n, 9, 6), 3, 16 - 32, 4));
    assert.deepEqual([...last!], rows(numbers(1n, 6, 5), 3, 16 - 16, 4));
  });

  it("take as many elements as they need, and refuse a seed that is none", () => {
    const wide = parseRecipe({ ...tinyRecipe, layers: tinyRecipe.layers.map((l) => ({ ...l, initialBits: 7 })) });
    assert.notDeepEqual(initialMaster(wide, 1n), initialMaster(wide, 2n));
    assertThrows(() => initialMaster(tinyRecipe, FIELD_ORDER), "InvalidValueError", /^seed is/);
  });

  it("are a parent's, in the middle of what rounds to its weights", () => {
    const model = randomModel(tinyRecipe.architecture, seededRandom(2));
    for (const { biases } of model.matrices) for (const [i, bias] of biases.entries()) biases[i] = bias >> 1;
    assert.deepEqual(roundMaster(tinyRecipe, masterFromModel(tinyRecipe, model)), model);
    model.matrices[0]!.biases[1] = 16;
    assertThrows(
      () => masterFromModel(tinyRecipe, model),
      "InvalidValueError",
      /biases\[1\] is 16; expected .* -16 to 15/,
    );
  });
});

describe("the last master weights", () => {
  it("round to a model with the frozen layers in their place", () => {
    const { matrices } = quantiseMaster(lastLayerRecipe, initialMaster(lastLayerRecipe, 3n));
    assert.deepEqual(matrices[0]!.biases, [2, -3, 1]);
    assert.equal(matrices.length, 3);
  });

  it("round to none that could not be proven on some sample", () => {
    const master = trainedLayersOf(tinyRecipe).map(({ rows, columns }) => new Int32Array(rows * columns).fill(127));
    const narrow = parseRecipe({
      ...tinyRecipe,
      architecture: {
        ...tinyRecipe.architecture,
        layers: tinyRecipe.architecture.layers.map((layer, l) => (l === 0 ? { ...layer, accumulatorBits: 6 } : layer)),
      },
    });
    assertThrows(() => quantiseMaster(narrow, master), "AccumulatorOverflowError", /Neuron 0 of layer 0/);
    assert.equal(roundMaster(narrow, master).matrices[0]!.weights[0]![0], 3);
  });
});

describe("commitments of a record", () => {
  const master = initialMaster(tinyRecipe, 5n);

  it("hash the packed weights, the salt, the operator and the step", () => {
    const elements = masterElements(tinyRecipe, master);
    const flat = master.flatMap((layer) => [...layer]);
    const packed = flat.reduce((sum, value, n) => sum + (BigInt(value) + 128n) * 2n ** BigInt(8 * n), 0n);
    assert.deepEqual(elements, [packed]);
    const hash = sponge(4n, layoutId(tinyRecipe), elements);
    const expected = poseidon([hash, owner.salt, BigInt(operator), 9n]);
    assert.equal(checkpointCommitment({ recipe: tinyRecipe, master, ...owner, step: 9 }), expected);
  });

  it("refuse a step beyond 31 bits", () => {
    const commit = (step: number) => checkpointCommitment({ recipe: tinyRecipe, master, ...owner, step });
    assert.ok(commit(2 ** 31 - 1) > 0n);
    for (const step of [2 ** 31, -1, 0.5]) assertThrows(() => commit(step), "InvalidValueError", /^step is/);
  });

  it("have a root under which each stands at its own step", () => {
    const commitments = [5n, 6n, 7n, 8n, 9n];
    const root = recordRoot(commitments);
    for (const [step, commitment] of commitments.entries()) {
      const path = recordPath(commitments, step);
      assert.ok(isInRecord({ root, count: 5, step, commitment, path }));
      assert.ok(!isInRecord({ root, count: 5, step, commitment: commitment + 1n, path }));
      assert.ok(!isInRecord({ root, count: 5, step: (step + 1) % 5, commitment, path }));
    }
    assertThrows(
      () => recordPath(commitments, 5),
      "InvalidValueError",
      /index of the checkpoint is 5; expected 0 to 4/,
    );
    assertThrows(() => recordRoot([]), "InvalidValueError", /number of checkpoints is 0/);
  });

  it("draw a step's batch from the seed, and prove it one of the terms'", () => {
    const step = 3;
    const hash = keccak256(encodeAbiParameters([{ type: "uint256" }, { type: "uint256" }], [seed, 3n]));
    const index = batchIndex(seed, step, batches.length);
    assert.equal(index, Number(BigInt(hash) % 5n));
    const commitments = batchCommitments(calm, batches);
    const leaf = batchLeaf(index, commitments[index]!);
    const parameters = { root: batchesRoot(commitments), count: 5, index, path: batchPath(commitments, index) };
    assert.ok(isInTree({ ...parameters, leaf }));
    assert.ok(!isInTree({ ...parameters, leaf: batchLeaf(index, commitments[(index + 1) % 5]!) }));
  });

  it("begin with a seed of the beacon, the chain, the contract, the bounty and the operator", () => {
    const whose = { randomness: `0x${"11".repeat(32)}`, chainId: 1, records: operator, bounty: 4n, operator } as const;
    const types = ["bytes32", "uint256", "address", "uint256", "address"].map((type) => ({ type }));
    const encoded = encodeAbiParameters(types, [whose.randomness, 1n, operator, 4n, operator]);
    assert.equal(trainingSeed(whose), BigInt(keccak256(encoded)));
    assert.notEqual(trainingSeed({ ...whose, bounty: 5n }), trainingSeed(whose));
    assert.equal(seedElement(FIELD_ORDER + 2n), 2n);
    assert.equal(keccak256(stringToHex("commonweight.checkpoint")).length, 66);
  });
});

describe("training", () => {
  it("is the same again, and another with another seed, and another commitment with another salt", async () => {
    const first = await train(run);
    assert.equal(first.commitments.length, 13);
    assert.deepEqual(await train(run), first);
    assert.notDeepEqual((await train({ ...run, seed: seed + 1n })).master, first.master);
    const salted = await train({ ...run, salt: 78n });
    assert.deepEqual(salted.master, first.master);
    assert.ok(salted.commitments.every((commitment, t) => commitment !== first.commitments[t]));
    assert.equal(first.root, recordRoot(first.commitments));
  });

  it("tells of its points, the last of them at the end", async () => {
    const told: number[] = [];
    const { points } = await train({ ...run, saveEvery: 5, onProgress: ({ step }, steps) => told.push(step, steps) });
    assert.deepEqual(told, [5, 12, 10, 12, 12, 12]);
    assert.deepEqual(
      points.map(({ step }) => step),
      [5, 10, 12],
    );
    for (const { accuracy, loss } of points) assert.ok(accuracy >= 0 && accuracy <= 1 && loss >= 0);
  });

  it("goes on from its folder after it was stopped, to the same record", async () => {
    await inFolder(async (folder) => {
      const whole = await train({ ...run, saveEvery: 3 });
      const stop = new AbortController();
      const stopped = train({
        ...run,
        folder,
        saveEvery: 3,
        signal: stop.signal,
        onProgress: ({ step }) => step === 6 && stop.abort(new Error("enough")),
      });
      await assert.rejects(stopped, /enough/);
      assert.deepEqual((await inspectRecord(folder)).isComplete, false);
      assert.deepEqual(await train({ ...run, folder, saveEvery: 3 }), whole);
      const record = await inspectRecord(folder);
      assert.ok(record.isComplete);
      assert.equal(record.root, whole.root);
      // Done is done: nothing is computed again.
      assert.deepEqual(await train({ ...run, folder, saveEvery: 3 }), whole);
    });
  });

  it("refuses a folder that holds another record, a damaged file and another checkpoint", async () => {
    await inFolder(async (folder) => {
      await train({ ...run, folder, saveEvery: 6 });
      await assertRejects(train({ ...run, folder, seed: 1n }), "BaseError", /holds another record: its seed differs/);
      await assertRejects(train({ ...run, folder, batches: batches.slice(1) }), "BaseError", /its batches differs/);
      const names = await readdir(join(folder, "checkpoints"));
      const last = join(folder, "checkpoints", names.sort().at(-1)!);
      const bytes = await readFile(last);
      bytes[0]! ^= 1;
      await writeFile(last, bytes);
      await assertRejects(
        train({ ...run, folder }),
        "InvalidFileError",
        /not those that checkpoint 12 was committed to/,
      );
      await writeFile(last, bytes.subarray(1));
      await assertRejects(train({ ...run, folder }), "InvalidFileError", /39 bytes; expected 40/);
      await writeFile(join(folder, "progress.json"), "{");
      await assertRejects(train({ ...run, folder }), "InvalidFileError", /no complete JSON/);
    });
  });

  it("refuses to train on nothing, or on batches of another shape", async () => {
    await assertRejects(train({ ...run, batches: [] }), "InvalidValueError", /number of batches is 0/);
    const short = { ...batches[0]!, features: batches[0]!.features.slice(1) };
    await assertRejects(train({ ...run, batches: [short] }), "InvalidValueError", /./);
  });

  it("lowers the rate where a number leaves its bits, as often as it may", async () => {
    const steep = parseRecipe({
      ...tinyRecipe,
      layers: tinyRecipe.layers.map((layer) => ({ ...layer, rateShift: 1, decay: 512 })),
    });
    const parameters = { ...run, recipe: steep, steps: 30 };
    const slowed: [name: string, step: number | undefined][] = [];
    const onSlower = (recipe: Recipe, { step }: TrainingOverflowError) => slowed.push([recipe.name, step]);
    await inFolder(async (folder) => {
      const trained = await trainSlower({ ...parameters, folder, halvings: 12, onSlower });
      assert.equal(trained.recipe.name, slowed.at(-1)![0]);
      assert.match(trained.recipe.name, /^tiny-sgd-slower-\d+$/);
      assert.ok(slowed.every(([, step]) => step !== undefined && step < 30));
      assert.deepEqual((await readdir(folder)).length, slowed.length + 1);
      const again = await trainSlower({ ...parameters, folder, halvings: 12 });
      assert.deepEqual(again, trained);
    });
    await assert.rejects(trainSlower({ ...parameters, halvings: 0 }), TrainingOverflowError);
  });
});

describe("a record on disk", () => {
  it("is verified from its files and the batches alone, and gives any checkpoint", async () => {
    await inFolder(async (folder) => {
      const { commitments } = await train({ ...run, folder, saveEvery: 5 });
      const told: number[] = [];
      const { root } = await verifyRecord({ folder, batches, onProgress: (step) => told.push(step) });
      assert.equal(root, recordRoot(commitments));
      assert.equal(told.length, 12);
      const masters = [
        ...stepsOf({ ...run, chunks: batches, master: initialMaster(calm, seedElement(seed)), from: 0 }),
      ];
      for (const step of [0, 3, 5, 11]) {
        assert.deepEqual(await checkpointOf({ folder, batches, step }), masters[step]!.before);
      }
      await assertRejects(
        checkpointOf({ folder, batches, step: 13 }),
        "InvalidValueError",
        /step is 13; expected 0 to 12/,
      );
    });
  });

  it("is refused with a false step, other batches, or another start", async () => {
    await inFolder(async (folder) => {
      await train({ ...run, folder, saveEvery: 4 });
      const other = batchesOf(calm, 5, 2);
      await assertRejects(verifyRecord({ folder, batches: other }), "InvalidValueError", /root of the batches/);
      const path = join(folder, "progress.json");
      const progress = JSON.parse(await readFile(path, "utf8")) as { commitments: string[] };
      progress.commitments[7] = "1";
      await writeFile(path, JSON.stringify(progress));
      await assertRejects(verifyRecord({ folder, batches }), "InvalidValueError", /commitment to checkpoint 7 is/);
      await assertRejects(checkpointOf({ folder, batches, step: 7 }), "InvalidValueError", /checkpoint 7 is/);
    });
    await inFolder(async (folder) => {
      const model = randomModel(calm.architecture, seededRandom(5));
      for (const { biases } of model.matrices) biases.fill(0);
      const start = masterFromModel(calm, model);
      await train({ ...run, start, steps: 1, folder });
      await assertRejects(verifyRecord({ folder, batches }), "InvalidValueError", /commitment to checkpoint 0/);
      assert.ok((await verifyRecord({ folder, batches, isSeeded: false })).isComplete);
    });
  });
});

describe("the curve of a training", () => {
  it("is an SVG with a line for the loss and one for the accuracy", () => {
    const points = [
      { step: 10, loss: 40, accuracy: 0.25 },
      { step: 20, loss: 10, accuracy: 0.75 },
    ];
    const svg = trainingCurve(points, "a < b");
    assert.equal(svg.match(/<polyline/g)!.length, 2);
    assert.match(svg, /a &lt; b/);
    assert.match(svg, /points="320\.0,28\.0 592\.0,220\.0"/);
    assert.match(svg, /points="320\.0,220\.0 592\.0,92\.0"/);
    assert.equal(trainingCurve(points, "a < b"), svg);
  });
});
