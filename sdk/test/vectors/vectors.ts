// SPDX-License-Identifier: MIT
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { keccak256, numberToHex } from "viem";
import { chunkElements, encodeChunk, inputsOf, type Task } from "../../src/data/index.ts";
import {
  AccumulatorOverflowError,
  type Architecture,
  checkCompleteness,
  encodeModel,
  evaluate,
  type IntegerModel,
  matricesOf,
  modelBits,
  modelElements,
  score,
} from "../../src/model/index.ts";
import { hashShareOffer } from "../../src/ownership/index.ts";
import {
  bytesHash,
  chunkChallenge,
  chunkLeaf,
  chunkTreePath,
  chunkTreeRoot,
  dataCommitment,
  digest,
  FIELD_ORDER,
  modelChallenge,
  modelCommitment,
  poseidon,
  sponge,
  spongeTags,
} from "../../src/proving/index.ts";
import {
  batchCommitments,
  batchesRoot,
  batchIndex,
  batchPath,
  checkpointCommitment,
  initialMaster,
  recordPath,
  recordRoot,
  seedElement,
  stepsOf,
} from "../../src/training/index.ts";
import { definitionId, layoutId, wordsToBytes } from "../../src/utils/index.ts";
import {
  digits28,
  digitsMlp,
  fieldElement,
  randomChunk,
  randomModel,
  seededRandom,
  tinyExamples,
} from "../fixtures.ts";
import { tinyRecipes } from "../support/recipes.ts";

// Vectors that every language's implementation of the hashes and layouts is tested against. Big numbers are decimal
// strings, bytes are 0x-prefixed hexadecimal.

const chainId = 31_337;
const escrow = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const sponsor = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const operator = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";

/** All vectors by file name, without the ending. */
export function makeVectors(): Record<string, unknown> {
  return {
    poseidon: poseidonVectors(),
    sponge: spongeVectors(),
    digest: digestVectors(),
    challenge: challengeVectors(),
    chunkTree: chunkTreeVectors(),
    chunks: [...tinyTasks(), digits28].map((task, i) => chunkVector(task, 21 + i)),
    shareOffers: shareOfferVectors(),
    training: trainingVectors(),
    models: [...tinyExamples, { task: digits28, architecture: digitsMlp }].map(({ task, architecture }, i) =>
      modelVector(architecture, task, 31 + i),
    ),
  };
}

/** Records of small recipes, as a contract sees them and as a circuit does. */
function trainingVectors() {
  return tinyRecipes.map((recipe, n) => {
    const random = seededRandom(61 + n);
    const seed = 2n ** 255n + BigInt(n);
    const salt = fieldElement(random);
    const batches = Array.from({ length: 3 }, () => randomChunk(recipe.task, random));
    const owner = { recipe, salt, operator } as const;
    const first = initialMaster(recipe, seedElement(seed));
    const steps = [...stepsOf({ recipe, seed, steps: 4, chunks: batches, master: first, from: 0 })];
    const masters = [first, ...steps.map(({ trace }) => trace.next)];
    const commitments = masters.map((master, step) => checkpointCommitment({ ...owner, master, step }));
    const dataCommitments = batchCommitments(recipe, batches);
    return {
      recipe,
      layoutId: layoutId(recipe),
      seed,
      salt,
      operator,
      batches,
      dataCommitments,
      batchesRoot: batchesRoot(dataCommitments),
      batchPath: batchPath(dataCommitments, 1),
      steps: steps.map(({ step }) => ({ step, batch: batchIndex(seed, step, batches.length) })),
      masters: masters.map((master) => master.map((layer) => [...layer])),
      commitments,
      root: recordRoot(commitments),
      path: recordPath(commitments, 3),
    };
  });
}

/** The tasks of the tiny examples, each once. */
function tinyTasks(): Task[] {
  return [...new Map(tinyExamples.map(({ task }) => [task.name, task])).values()];
}

function poseidonVectors() {
  const random = seededRandom(1);
  const lists = [
    [1n, 2n],
    [0n, 0n, 0n],
    [FIELD_ORDER - 1n, FIELD_ORDER - 1n, FIELD_ORDER - 1n],
    Array.from({ length: 3 }, () => fieldElement(random)),
    Array.from({ length: 16 }, (_, i) => BigInt(i + 1)),
    Array.from({ length: 16 }, () => fieldElement(random)),
  ];
  return lists.map((inputs) => ({ inputs, output: poseidon(inputs) }));
}

function spongeVectors() {
  const random = seededRandom(2);
  return [
    { tag: spongeTags.data, layout: 0n, elements: [0n] },
    { tag: spongeTags.data, layout: 0n, elements: [0n, 0n] },
    { tag: spongeTags.weights, layout: 0n, elements: [0n, 0n] },
    { tag: spongeTags.weights, layout: 2n ** 120n - 1n, elements: [FIELD_ORDER - 1n] },
    ...[15, 16, 17, 33].map((length) => ({
      tag: spongeTags.transcript,
      layout: layoutId(digits28),
      elements: Array.from({ length }, () => fieldElement(random)),
    })),
  ].map(({ tag, layout, elements }) => ({ tag, layoutId: layout, elements, output: sponge(tag, layout, elements) }));
}

function digestVectors() {
  const random = seededRandom(3);
  const cases = [
    { words: [5n, 7n], challenge: 0n },
    { words: [5n, 7n], challenge: 1n },
    { words: [FIELD_ORDER - 1n, FIELD_ORDER - 1n, FIELD_ORDER - 1n], challenge: FIELD_ORDER - 1n },
    { words: Array.from({ length: 32 }, () => fieldElement(random)), challenge: fieldElement(random) },
  ].map(({ words, challenge }) => ({
    words,
    bytes: wordsToBytes(words),
    bytesHash: bytesHash(wordsToBytes(words)),
    challenge,
    digest: digest(words, challenge),
  }));
  /** Lists too long to be written out: word i is i + 1. */
  const counting = [749, 750, 751, 1500, 1501].map((count) => {
    const words = Array.from({ length: count }, (_, i) => BigInt(i + 1));
    return { count, bytesHash: bytesHash(wordsToBytes(words)), challenge: 3n, digest: digest(words, 3n) };
  });
  return { cases, counting };
}

function challengeVectors() {
  const random = seededRandom(4);
  const commitment = fieldElement(random);
  const hash = keccak256("0x01");
  const shared = { chainId, escrow, commitment, bytesHash: hash } as const;
  return {
    chunk: [0, 1, 15].map((index) => {
      const parameters = { ...shared, sponsor, index } as const;
      return { ...parameters, challenge: chunkChallenge(parameters) };
    }),
    model: [1, chainId].map((chain) => {
      const parameters = { ...shared, chainId: chain, operator } as const;
      return { ...parameters, challenge: modelChallenge(parameters) };
    }),
  };
}

function shareOfferVectors() {
  const ordinary = {
    maker: sponsor,
    taker: "0x0000000000000000000000000000000000000000",
    sellToken: escrow,
    buyToken: operator,
    sellAmount: 100n * 10n ** 18n,
    buyAmount: 250_000_000n,
    expiry: 1_800_000_000,
    epoch: 0n,
    nonce: 1n,
  } as const;
  const largest = {
    ...ordinary,
    taker: operator,
    sellAmount: 2n ** 128n - 1n,
    buyAmount: 2n ** 128n - 1n,
    expiry: 2 ** 40 - 1,
    epoch: 2n ** 256n - 1n,
    nonce: 2n ** 256n - 1n,
  } as const;
  return [1, chainId].flatMap((chain) =>
    [ordinary, largest].map((offer) => {
      const place = { chainId: chain, offers: escrow, offer } as const;
      return { ...place, hash: hashShareOffer(place) };
    }),
  );
}

function chunkTreeVectors() {
  const random = seededRandom(5);
  return [1, 2, 3, 4, 5, 8, 13, 16].map((count) => {
    const sealed = Array.from({ length: count }, (_, index) => ({
      index,
      dataCommitment: fieldElement(random),
      bytesHash: keccak256(numberToHex(fieldElement(random))),
      digest: fieldElement(random),
    }));
    const leaves = sealed.map(chunkLeaf);
    const chunks = sealed.map((chunk, i) => ({ ...chunk, leaf: leaves[i]!, path: chunkTreePath(leaves, i) }));
    return { count, root: chunkTreeRoot(leaves), chunks };
  });
}

function chunkVector(task: Task, seed: number) {
  const random = seededRandom(seed);
  const chunk = randomChunk(task, random);
  const words = encodeChunk(task, chunk);
  const commitment = dataCommitment(task, chunk);
  const hash = bytesHash(wordsToBytes(words));
  const challenge = chunkChallenge({ chainId, escrow, sponsor, index: 0, commitment, bytesHash: hash });
  return {
    task,
    taskId: definitionId(task),
    layoutId: layoutId(task),
    chunk,
    elements: chunkElements(task, chunk),
    dataCommitment: commitment,
    words,
    bytesHash: hash,
    chainId,
    escrow,
    sponsor,
    index: 0,
    challenge,
    digest: digest(words, challenge),
  };
}

function modelVector(architecture: Architecture, task: Task, seed: number) {
  const random = seededRandom(seed);
  const model = thinUntilComplete(randomModel(architecture, random), task, random);
  const salt = fieldElement(random);
  const chunk = randomChunk(task, random);
  const words = encodeModel(model, salt);
  const commitment = modelCommitment({ model, salt, operator });
  const hash = bytesHash(wordsToBytes(words));
  const challenge = modelChallenge({ chainId, escrow, operator, commitment, bytesHash: hash });
  return {
    architecture,
    architectureId: definitionId(architecture),
    layoutId: layoutId(architecture),
    matrices: model.matrices,
    salt,
    operator,
    elements: modelElements(model),
    modelCommitment: commitment,
    bits: modelBits(model),
    words,
    bytesHash: hash,
    chainId,
    escrow,
    challenge,
    digest: digest(words, challenge),
    task: task.name,
    chunk,
    outputs: inputsOf(task, chunk).map((input) => evaluate(model, input)),
    score: score({ model, task, chunk }),
  };
}

/** Vectors as they stand in the files: big numbers as decimal strings. */
export function vectorText(vector: unknown): string {
  return `${JSON.stringify(vector, (_, value) => (typeof value === "bigint" ? String(value) : value), 2)}\n`;
}

/** A vector file as it is on disk. */
export function readVector(name: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, `${name}.json`), "utf8"));
}

/** Makes weights smaller, or half of those of one bit negative, and halves biases, until every sample can be proven. */
function thinUntilComplete(model: IntegerModel, task: Task, random: () => number): IntegerModel {
  try {
    checkCompleteness(model, task);
    return model;
  } catch (error) {
    if (!(error instanceof AccumulatorOverflowError)) throw error;
  }
  const shapes = matricesOf(model.architecture);
  const matrices = model.matrices.map(({ weights, biases }, m) => {
    const thinner = (weight: number) => {
      if (random() < 0.5) return weight;
      return shapes[m]!.weightBits === 1 ? -weight : 0;
    };
    return { weights: weights.map((row) => row.map(thinner)), biases: biases.map((bias) => Math.trunc(bias / 2)) };
  });
  return thinUntilComplete({ ...model, matrices }, task, random);
}
