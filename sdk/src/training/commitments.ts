// SPDX-License-Identifier: MIT
import { type Address, encodeAbiParameters, type Hex, keccak256, parseAbiParameters, stringToHex } from "viem";
import type { ClassificationChunk } from "../data/chunk.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { dataCommitment } from "../proving/commitments.ts";
import { addressToField, assertFieldElement, FIELD_ORDER } from "../proving/field.ts";
import { poseidon } from "../proving/poseidon.ts";
import { sponge, spongeTags } from "../proving/sponge.ts";
import { layoutId } from "../utils/canonicalJson.ts";
import { isInTree, treePairPath, treePath, treeRoot } from "../utils/orderedTree.ts";
import { packTightly } from "../utils/packing.ts";
import { MOST_STEPS, type Recipe } from "./recipe.ts";
import type { Master } from "./step.ts";

/** Master weights as they are committed to: tightly packed as W + 2^(masterBits−1), layer by layer, row by row, each row's bias last. */
export function masterElements({ masterBits }: Recipe, master: Master): bigint[] {
  const values = master.flatMap((layer) => Array.from(layer, (value) => value + 2 ** (masterBits - 1)));
  return packTightly(values, masterBits);
}

/** What the commitment to a checkpoint says of its weights: their sponge, in the recipe's layout. */
export function masterHash(recipe: Recipe, master: Master): bigint {
  return sponge(spongeTags.training, layoutId(recipe), masterElements(recipe, master));
}

/** Whose checkpoint it is. */
export interface CheckpointOwner {
  /** Uniform in [0, p) and secret; one serves all checkpoints of a record. */
  salt: bigint;
  operator: Address;
}

/**
 * The commitment to a checkpoint: Poseidon4(hash of the packed master weights, salt, operator, step). Step 0 is the one before the
 * first step.
 *
 * @throws {@link InvalidValueError} if salt or step are out of range
 */
export function checkpointCommitment(
  parameters: CheckpointOwner & { recipe: Recipe; master: Master; step: number },
): bigint {
  const { recipe, master, salt, operator, step } = parameters;
  assertFieldElement("salt", salt);
  assertStep(step);
  return poseidon([masterHash(recipe, master), salt, addressToField(operator), BigInt(step)]);
}

function assertStep(step: number): void {
  if (Number.isInteger(step) && step >= 0 && step < MOST_STEPS) return;
  throw new InvalidValueError({ subject: "step", value: step, expected: `an integer from 0 to ${MOST_STEPS - 1}` });
}

const SEED = parseAbiParameters(
  "bytes32 randomness, uint256 chainId, address records, uint256 bounty, address operator",
);

/**
 * The seed of a record, which nobody chooses: the hash of a beacon round's randomness and of whose record it is.
 *
 * @param parameters - `randomness`: of the round that follows the opening of the record; `records`: the contract that keeps it
 * @returns 256 bits
 */
export function trainingSeed(parameters: {
  randomness: Hex;
  chainId: number | bigint;
  records: Address;
  bounty: bigint;
  operator: Address;
}): bigint {
  const { randomness, chainId, records, bounty, operator } = parameters;
  return BigInt(keccak256(encodeAbiParameters(SEED, [randomness, BigInt(chainId), records, bounty, operator])));
}

/** A record's seed as a circuit takes it: modulo p. */
export function seedElement(seed: bigint): bigint {
  return seed % FIELD_ORDER;
}

const DRAW = parseAbiParameters("uint256 seed, uint256 step");

/** The batch of a step: keccak256(abi.encode(seed, step)) modulo the number of batches. */
export function batchIndex(seed: bigint, step: number, batches: number): number {
  assertStep(step);
  return Number(BigInt(keccak256(encodeAbiParameters(DRAW, [seed, BigInt(step)]))) % BigInt(batches));
}

const LEAF = parseAbiParameters("bytes32 domain, uint256 index, uint256 commitment");
const CHECKPOINT_DOMAIN = keccak256(stringToHex("commonweight.checkpoint"));
const BATCH_DOMAIN = keccak256(stringToHex("commonweight.batch"));

/** The leaf of a checkpoint in a record's tree: 96 bytes hashed, so that it can never be taken for a node, which hashes 64. */
export function checkpointLeaf(step: number, commitment: bigint): Hex {
  return leaf(CHECKPOINT_DOMAIN, step, commitment);
}

/** The leaf of a batch in the tree of the terms. */
export function batchLeaf(index: number, commitment: bigint): Hex {
  return leaf(BATCH_DOMAIN, index, commitment);
}

function leaf(domain: Hex, index: number, commitment: bigint): Hex {
  return keccak256(encodeAbiParameters(LEAF, [domain, BigInt(index), commitment]));
}

/** The root of a record: over the commitments of checkpoints 0 to T, in order. */
export function recordRoot(commitments: readonly bigint[]): Hex {
  return treeRoot(checkpointLeaves(commitments), "checkpoint");
}

/** The siblings between a checkpoint and the root of its record, lowest first. */
export function recordPath(commitments: readonly bigint[], step: number): Hex[] {
  return treePath(checkpointLeaves(commitments), step, "checkpoint");
}

/** One path for the checkpoints before and after a step, as `TrainingRecords` takes it. */
export function stepPath(commitments: readonly bigint[], step: number): Hex[] {
  return treePairPath(checkpointLeaves(commitments), step, "checkpoint");
}

/**
 * A step as `TrainingRecords` takes it: the checkpoints before and after it, the batch that the seed chose, and where they stand.
 *
 * @param parameters - `commitments`: of checkpoints 0 to T; `batches`: of the batches, see {@link batchCommitments}
 */
export function recordedStep(parameters: {
  seed: bigint;
  step: number;
  commitments: readonly bigint[];
  batches: readonly bigint[];
}) {
  const { seed, step, commitments, batches } = parameters;
  const index = batchIndex(seed, step, batches.length);
  return {
    step,
    commitmentBefore: commitments[step]!,
    commitmentAfter: commitments[step + 1]!,
    dataCommitment: batches[index]!,
    path: stepPath(commitments, step),
    batchPath: batchPath(batches, index),
  };
}

/** Whether a commitment is that of a step in the record with this root. @param parameters - `count`: checkpoints, so T + 1 */
export function isInRecord(parameters: {
  root: Hex;
  count: number;
  step: number;
  commitment: bigint;
  path: readonly Hex[];
}): boolean {
  const { root, count, step, commitment, path } = parameters;
  return isInTree({ root, count, index: step, leaf: checkpointLeaf(step, commitment), path }, "checkpoint");
}

function checkpointLeaves(commitments: readonly bigint[]): Hex[] {
  return commitments.map((commitment, step) => checkpointLeaf(step, commitment));
}

/** The commitments of batches, in order. */
export function batchCommitments({ task }: Recipe, batches: readonly ClassificationChunk[]): bigint[] {
  return batches.map((batch) => dataCommitment(task, batch));
}

/** The root of the training batches, which the terms of a bounty fix. @param commitments - see {@link batchCommitments} */
export function batchesRoot(commitments: readonly bigint[]): Hex {
  return treeRoot(
    commitments.map((commitment, index) => batchLeaf(index, commitment)),
    "batch",
  );
}

/** The siblings between a batch and the root of all, lowest first. */
export function batchPath(commitments: readonly bigint[], index: number): Hex[] {
  return treePath(
    commitments.map((commitment, i) => batchLeaf(i, commitment)),
    index,
    "batch",
  );
}
