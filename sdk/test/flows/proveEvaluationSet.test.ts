// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { proveEvaluationSet, sealEvaluationSet } from "../../src/index.ts";
import { randomChunk, seededRandom, tinyTask } from "../fixtures.ts";
import { namedArtifacts, numberedProof, recordingQueue } from "../support/recordingQueue.ts";

describe("proving an evaluation set", () => {
  const random = seededRandom(34);
  const set = sealEvaluationSet({
    chainId: 31_337,
    escrow: "0x5FbDB2315678afecb367f032d93F642f64180aa3",
    sponsor: "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
    task: tinyTask,
    chunks: [randomChunk(tinyTask, random), randomChunk(tinyTask, random), randomChunk(tinyTask, random)],
  });
  const artifacts = namedArtifacts("seal-chunk.tiny");

  it("asks for a proof of each chunk that needs one, and gives each its own", async () => {
    const queue = recordingQueue();
    const proven = await proveEvaluationSet({ set, artifacts, skip: [1], queue });
    assert.deepEqual(proven, [
      { chunk: set.chunks[0]!.chunk, proof: numberedProof(0) },
      { chunk: set.chunks[2]!.chunk, proof: numberedProof(1) },
    ]);
    const [{ jobs }] = queue.asked as [(typeof queue.asked)[0]];
    assert.deepEqual(
      jobs.map(({ id, publicInputs: [dataCommitment, , digest] }) => [id, dataCommitment, digest]),
      [0, 2].map((i) => [`chunk ${i}`, set.chunks[i]!.chunk.dataCommitment, set.chunks[i]!.chunk.digest]),
    );
  });

  it("has nothing to ask for where every chunk is sealed", async () => {
    assert.deepEqual(await proveEvaluationSet({ set, artifacts, skip: [0, 1, 2] }), []);
  });
});
