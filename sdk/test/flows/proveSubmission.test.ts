// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Address } from "viem";
import {
  bytesToWords,
  decodeChunk,
  fileProofStore,
  type IntegerModel,
  matricesOf,
  proveSubmission,
  score,
  sealEvaluationSet,
  sealModel,
  snarkjsBackend,
  statements,
} from "../../src/index.ts";
import { assertRejects, randomChunk, seededRandom, tinyArchitecture, tinyTask } from "../fixtures.ts";
import { namedArtifacts, numberedProof, recordingQueue } from "../support/recordingQueue.ts";

const chainId = 31_337;
const escrow: Address = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const sponsor: Address = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const operator: Address = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

/** All weights zero: every sample is in range, and of the last class, whatever it is. */
const model: IntegerModel = {
  architecture: tinyArchitecture,
  matrices: matricesOf(tinyArchitecture).map(({ rows, columns, biasBits }) => ({
    weights: Array.from({ length: rows }, () => Array.from({ length: columns }, () => 0)),
    biases: biasBits === 0 ? [] : Array.from({ length: rows }, (_, i) => i),
  })),
};

describe("proving a submission", () => {
  const random = seededRandom(33);
  const chunks = [randomChunk(tinyTask, random), randomChunk(tinyTask, random), randomChunk(tinyTask, random)];
  const set = sealEvaluationSet({ chainId, escrow, sponsor, task: tinyTask, chunks });
  const secret = sealModel({ chainId, escrow, bounty: 1n, operator, model, salt: 5n });
  const artifacts = {
    sealModel: namedArtifacts("seal-model.tiny-mlp"),
    evaluateModel: namedArtifacts("evaluate-model.tiny.tiny-mlp"),
  };
  const drawn = set.chunks.map((chunk) => ({ ...chunk, draw: "score" as const }));
  const submission = { secret, task: tinyTask, chunks: drawn, artifacts };

  it("asks for a proof of the model and of each chunk, and gives each its own", async () => {
    const queue = recordingQueue();
    const { model: seal, scores } = await proveSubmission({ ...submission, queue });
    const [{ jobs }] = queue.asked as [(typeof queue.asked)[0]];
    assert.deepEqual(
      jobs.map(({ id, artifacts: { name } }) => `${id}: ${name}`),
      [
        "model: seal-model.tiny-mlp",
        "chunk 0: evaluate-model.tiny.tiny-mlp",
        "chunk 1: evaluate-model.tiny.tiny-mlp",
        "chunk 2: evaluate-model.tiny.tiny-mlp",
      ],
    );
    assert.deepEqual(seal?.proof, numberedProof(0));
    const shown = (input: (typeof statements.SealModel)[number]) =>
      jobs[0]!.publicInputs[statements.SealModel.indexOf(input)];
    assert.deepEqual([seal?.digest, BigInt(seal?.bits ?? -1)], [shown("digest"), shown("bits")]);
    assert.ok(scores.some(({ correct }) => correct > 0));
    assert.deepEqual(
      scores.map(({ chunk, correct, proof }) => [chunk, correct, proof]),
      set.chunks.map(({ chunk, words }, i) => {
        const plain = decodeChunk(tinyTask, bytesToWords(words));
        return [chunk, score({ model, task: tinyTask, chunk: plain }), numberedProof(i + 1)];
      }),
    );
  });

  it("leaves out what is counted already, and chunks that are sealed still or a sample", async () => {
    const [first, second, third] = drawn;
    const counted = { modelProven: true, countedChunks: [1] };
    const sealedStill = { ...third!, words: undefined };
    const sample = { ...third!, draw: "sample" as const };
    for (const left of [sealedStill, sample]) {
      const some = [first!, second!, left];
      const queue = recordingQueue();
      const { model: seal, scores } = await proveSubmission({ ...submission, chunks: some, counted, queue });
      assert.equal(seal, undefined);
      assert.deepEqual(
        scores.map(({ chunk, proof }) => [chunk.index, proof]),
        [[0, numberedProof(0)]],
      );
    }
  });

  it("hands on the store, the signal and each step", async () => {
    const steps: unknown[] = [];
    const proofs = fileProofStore("unused");
    const { signal } = new AbortController();
    const queue = recordingQueue();
    const onProgress = (...step: unknown[]) => steps.push(step);
    await proveSubmission({ ...submission, queue, proofs, signal, onProgress });
    const { options } = queue.asked[0]!;
    assert.equal(options?.proofs, proofs);
    assert.equal(options?.signal, signal);
    const step = { id: "chunk 1", step: "proven", done: 2, total: 4 } as const;
    options?.onProgress?.(step);
    assert.deepEqual(steps, [[2, 4, step]]);
  });

  it("takes processes and backend from the queue's workers only", async () => {
    const queue = recordingQueue();
    await assertRejects(
      proveSubmission({ ...submission, queue, processes: 2 }),
      "InvalidValueError",
      "processes is 2; expected none beside a queue: its workers choose their own.",
    );
    await assertRejects(
      proveSubmission({ ...submission, queue, backend: snarkjsBackend() }),
      "InvalidValueError",
      'backend is "snarkjs"; expected none beside a queue: its workers choose their own.',
    );
    assert.equal(queue.asked.length, 0);
  });

  it("refuses published words that are not those that were sealed, before anything is proven", async () => {
    const queue = recordingQueue();
    const swapped = [{ chunk: set.chunks[0]!.chunk, words: set.chunks[1]!.words, draw: "score" as const }];
    await assertRejects(
      proveSubmission({ ...submission, chunks: swapped, queue }),
      "ChunkWordsMismatchError",
      /The words of chunk 0 have the hash 0x.*; expected the sealed 0x/,
    );
    assert.equal(queue.asked.length, 0);
  });
});
