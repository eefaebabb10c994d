// SPDX-License-Identifier: MIT
// The contracts against the vectors that the SDK and the circuits are tested against too.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, it } from "node:test";
import { type ShareOffer, shareOffersAbi } from "@commonweight/sdk";
import {
  batchLeaf,
  batchPath,
  checkpointLeaf,
  drawnStepsOf,
  recordPath,
  recordRoot,
  stepPath,
} from "@commonweight/sdk/training";
import { artifacts, network, tasks } from "hardhat";
import { type Address, getContract, type Hex, numberToHex, parseAbi } from "viem";

/** Written numbers are decimal strings. */
interface Challenge {
  chainId: number;
  escrow: Address;
  commitment: string;
  bytesHash: Hex;
  challenge: string;
}

interface Published {
  words: string[];
  bytesHash: Hex;
  challenge: string;
  digest: string;
}

interface ShareOfferVector {
  chainId: number;
  offers: Address;
  offer: Omit<ShareOffer, "sellAmount" | "buyAmount" | "epoch" | "nonce"> &
    Record<"sellAmount" | "buyAmount" | "epoch" | "nonce", string>;
  hash: Hex;
}

interface TreeVector {
  count: number;
  root: Hex;
  chunks: { index: number; dataCommitment: string; bytesHash: Hex; digest: string; leaf: Hex; path: Hex[] }[];
}

const callerAbi = parseAbi([
  "function hash(bytes words) pure returns (bytes32)",
  "function digest(bytes words, uint256 challenge) pure returns (uint256)",
  "function chunkChallenge(address sponsor, uint256 index, uint256 commitment, bytes32 bytesHash) view returns (uint256)",
  "function modelChallenge(address operator, uint256 commitment, bytes32 bytesHash) view returns (uint256)",
  "struct Chunk { uint8 index; uint256 dataCommitment; bytes32 bytesHash; uint256 digest; bytes32[] path; }",
  "function leafOf(Chunk chunk) pure returns (bytes32)",
  "function contains(bytes32 root, uint256 chunks, Chunk chunk) pure returns (bool)",
  "function containsLeaf(bytes32 root, uint256 leaves, uint256 index, bytes32 leaf, bytes32[] path) pure returns (bool)",
  "function containsPair(bytes32 root, uint256 leaves, uint256 index, bytes32 left, bytes32 right, bytes32[] path) pure returns (bool)",
  "function drawSteps(bytes32 seed, uint256 steps, uint256 count) pure returns (uint256[])",
]);

const digests = read<{ cases: Published[]; counting: (Omit<Published, "words"> & { count: number })[] }>("digest");
const challenges = read<{
  chunk: (Challenge & { sponsor: Address; index: number })[];
  model: (Challenge & { operator: Address })[];
}>("challenge");
const trees = read<TreeVector[]>("chunkTree");
const trainings = read<{ commitments: string[]; root: Hex; dataCommitments: string[]; batchesRoot: Hex }[]>("training");
const shareOffers = read<ShareOfferVector[]>("shareOffers");
const chunks = read<(Published & Challenge & { sponsor: Address; index: number; dataCommitment: string })[]>("chunks");
const models = read<(Published & Challenge & { operator: Address; modelCommitment: string })[]>("models");

describe("the contracts and the shared vectors", () => {
  before(() => tasks.getTask("build").run({ quiet: true, noTests: true }));

  it("agree on hashes and digests of words", async () => {
    const { read } = await callerAt(challenges.chunk[0]!);
    const counting = digests.counting.map(({ count, ...rest }) => ({
      ...rest,
      words: Array.from({ length: count }, (_, i) => String(i + 1)),
    }));
    for (const { words, bytesHash, challenge, digest } of [...digests.cases, ...counting, ...chunks, ...models]) {
      const bytes = bytesOf(words);
      assert.equal(await read.hash([bytes]), bytesHash, `hash of ${words.length} words`);
      assert.equal(await read.digest([bytes, BigInt(challenge)]), BigInt(digest), `digest of ${words.length} words`);
    }
  });

  it("agree on the challenges of chunks", async () => {
    const vectors = [...challenges.chunk, ...chunks.map((chunk) => ({ ...chunk, commitment: chunk.dataCommitment }))];
    for (const vector of vectors) {
      const { read } = await callerAt(vector);
      const { sponsor, index, commitment, bytesHash, challenge } = vector;
      const actual = await read.chunkChallenge([sponsor, BigInt(index), BigInt(commitment), bytesHash]);
      assert.equal(actual, BigInt(challenge), `chunk ${index}`);
    }
  });

  it("agree on the challenges of models, on more than one chain", async () => {
    const vectors = [...challenges.model, ...models.map((model) => ({ ...model, commitment: model.modelCommitment }))];
    assert.ok(new Set(vectors.map(({ chainId }) => chainId)).size > 1);
    for (const vector of vectors) {
      const { read } = await callerAt(vector);
      const { operator, commitment, bytesHash, challenge } = vector;
      const actual = await read.modelChallenge([operator, BigInt(commitment), bytesHash]);
      assert.equal(actual, BigInt(challenge), `chain ${vector.chainId}`);
    }
  });

  it("agree on leaves, paths and roots of trees of chunks", async () => {
    const { read } = await callerAt(challenges.chunk[0]!);
    for (const { count, root, chunks } of trees) {
      for (const { leaf, ...written } of chunks) {
        const chunk = { ...written, dataCommitment: BigInt(written.dataCommitment), digest: BigInt(written.digest) };
        const label = `chunk ${chunk.index} of ${count}`;
        assert.equal(await read.leafOf([chunk]), leaf, label);
        assert.equal(await read.contains([root, BigInt(count), chunk]), true, label);
        assert.equal(await read.contains([root, BigInt(count), { ...chunk, index: chunk.index ^ 1 }]), false, label);
      }
    }
  });

  it("agree on roots and paths of checkpoints and batches", async () => {
    const { read } = await callerAt(challenges.chunk[0]!);
    for (const { commitments, root, dataCommitments, batchesRoot } of trainings) {
      const [checkpoints, batches] = [commitments.map(BigInt), dataCommitments.map(BigInt)];
      const leaves = checkpoints.map((commitment, step) => checkpointLeaf(step, commitment));
      const count = BigInt(leaves.length);
      for (const [step, leaf] of leaves.entries()) {
        const at = [root, count, BigInt(step)] as const;
        assert.equal(await read.containsLeaf([...at, leaf, recordPath(checkpoints, step)]), true, `${step}`);
        if (step + 1 === leaves.length) continue;
        const pair = [...at, leaf, leaves[step + 1]!, stepPath(checkpoints, step)] as const;
        assert.equal(await read.containsPair(pair), true, `${step} and the next`);
      }
      for (const [index, commitment] of batches.entries()) {
        const at = [batchesRoot, BigInt(batches.length), BigInt(index)] as const;
        const found = await read.containsLeaf([...at, batchLeaf(index, commitment), batchPath(batches, index)]);
        assert.equal(found, true, `batch ${index}`);
      }
    }
  });

  it("agree on the paths of pairs in trees of every depth", async () => {
    const { read } = await callerAt(challenges.chunk[0]!);
    for (const count of [2, 3, 8, 9, 33]) {
      const commitments = Array.from({ length: count }, (_, i) => BigInt(i + 1));
      for (let step = 0; step + 1 < count; step++) {
        const [before, after] = [step, step + 1].map((t) => checkpointLeaf(t, commitments[t]!));
        const pair = [BigInt(step), before!, after!, stepPath(commitments, step)] as const;
        assert.equal(await read.containsPair([recordRoot(commitments), BigInt(count), ...pair]), true);
      }
    }
  });

  it("agree on the steps that are drawn", async () => {
    const { read } = await callerAt(challenges.chunk[0]!);
    for (const [steps, drawn] of [
      [3, 3],
      [16, 16],
      [20, 4],
      [100, 16],
      [5_000, 16],
      [2 ** 20, 16],
    ] as const) {
      for (let i = 0; i < 5; i++) {
        const seed = numberToHex(BigInt(steps * 10 + i), { size: 32 });
        const actual = (await read.drawSteps([seed, BigInt(steps), BigInt(drawn)])).map(Number);
        assert.deepEqual(
          actual.sort((a, b) => a - b),
          drawnStepsOf({ seed, steps, drawn }),
          `${drawn} of ${steps}`,
        );
      }
    }
  });

  it("agree on the EIP-712 hashes of offers, on more than one chain", async () => {
    assert.ok(new Set(shareOffers.map(({ chainId }) => chainId)).size > 1);
    for (const { chainId, offers, offer, hash } of shareOffers) {
      const { viem, networkHelpers } = await network.connect({ override: { chainId } });
      const publicClient = await viem.getPublicClient();
      // Its constants are in the code that the constructor left.
      const { address } = await viem.deployContract("ShareOffers");
      await networkHelpers.setCode(offers, (await publicClient.getCode({ address }))!);
      const { sellAmount, buyAmount, epoch, nonce } = offer;
      const numbers = { sellAmount: BigInt(sellAmount), buyAmount: BigInt(buyAmount), epoch: BigInt(epoch) };
      const args = [{ ...offer, ...numbers, nonce: BigInt(nonce) }] as const;
      const actual = await publicClient.readContract({
        abi: shareOffersAbi,
        address: offers,
        functionName: "hashOf",
        args,
      });
      assert.equal(actual, hash, `chain ${chainId}`);
    }
  });
});

/** The libraries' functions on the vector's chain, called at the vector's escrow. */
async function callerAt({ chainId, escrow }: { chainId: number; escrow: Address }) {
  const { viem, networkHelpers } = await network.connect({ override: { chainId } });
  const { deployedBytecode } = await artifacts.readArtifact("FormatsCaller");
  await networkHelpers.setCode(escrow, deployedBytecode);
  return getContract({ address: escrow, abi: callerAbi, client: await viem.getPublicClient() });
}

function bytesOf(words: readonly string[]): Hex {
  return `0x${words.map((word) => numberToHex(BigInt(word), { size: 32 }).slice(2)).join("")}`;
}

function read<vectors>(name: string): vectors {
  return JSON.parse(
    readFileSync(new URL(`../../../sdk/test/vectors/${name}.json`, import.meta.url), "utf8"),
  ) as vectors;
}
