// SPDX-License-Identifier: GPL-3.0-or-later

// The circuits against the vectors that the SDK and the contracts are tested against too: the circuits' own hashes,
// commitments, digests, sizes and scores must be the written ones.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { type Chunk, parseTask, type Task } from "@commonweight/sdk/data";
import { type IntegerModel, parseArchitecture } from "@commonweight/sdk/model";
import {
  type CircuitInputs,
  evaluateModelInputs,
  layoutId,
  type StatementName,
  sealChunkInputs,
  sealModelInputs,
  statements,
} from "@commonweight/sdk/proving";
import type { Address } from "viem";
import {
  type CircuitPlan,
  listCircuits,
  planEvaluateModel,
  planSealChunk,
  planSealModel,
  REPOSITORY,
} from "../generator/index.ts";
import { buildCircuit } from "../setup/build.ts";
import { loadCalculator } from "./support/calculator.ts";
import { compileCalculator } from "./support/circuit.ts";

/** A chunk as it is written: big numbers as decimal strings. */
type WrittenChunk = Record<string, unknown> & { salt: string };

interface ChunkVector {
  task: unknown;
  layoutId: string;
  chunk: WrittenChunk;
  dataCommitment: string;
  challenge: string;
  digest: string;
}

interface ModelVector {
  architecture: unknown;
  layoutId: string;
  matrices: IntegerModel["matrices"];
  salt: string;
  operator: Address;
  modelCommitment: string;
  bits: number;
  challenge: string;
  digest: string;
  task: string;
  chunk: WrittenChunk;
  score: number;
}

const chunkVectors = read<ChunkVector[]>("chunks");
const modelVectors = read<ModelVector[]>("models");
const tasks = new Map<string, Task>(
  chunkVectors.map((vector) => parseTask(vector.task)).map((task) => [task.name, task]),
);

// The compiler takes one core, and most of the time.
describe("the circuits of the shared vectors", { concurrency: 2 }, () => {
  for (const vector of chunkVectors) {
    const task = parseTask(vector.task);
    it(`SealChunk computes the commitment and the digest of the vector of ${task.name}`, async () => {
      assert.equal(layoutId(task), BigInt(vector.layoutId));
      const built = sealChunkInputs({ task, chunk: chunkOf(vector.chunk), challenge: BigInt(vector.challenge) });
      await assertAdmits(planSealChunk(task), built, {
        dataCommitment: vector.dataCommitment,
        challenge: vector.challenge,
        digest: vector.digest,
      });
    });
  }

  for (const vector of modelVectors) {
    const architecture = parseArchitecture(vector.architecture);
    const model: IntegerModel = { architecture, matrices: vector.matrices };
    const { operator } = vector;
    const salt = BigInt(vector.salt);

    it(`SealModel computes the commitment, the size and the digest of the vector of ${architecture.name}`, async () => {
      assert.equal(layoutId(architecture), BigInt(vector.layoutId));
      const built = sealModelInputs({ model, salt, operator, challenge: BigInt(vector.challenge) });
      await assertAdmits(planSealModel(architecture), built, {
        modelCommitment: vector.modelCommitment,
        challenge: vector.challenge,
        digest: vector.digest,
        bits: vector.bits,
        operator,
      });
    });

    it(`EvaluateModel computes the score of the vector of ${architecture.name}`, async () => {
      const task = tasks.get(vector.task)!;
      const chunk = chunkOf(vector.chunk);
      const built = evaluateModelInputs({ task, model, modelSalt: salt, operator, chunk });
      await assertAdmits(planEvaluateModel(task, architecture), built, {
        modelCommitment: vector.modelCommitment,
        // The vectors of chunks hold this commitment for chunks of their own.
        dataCommitment: built.inputs.dataCommitment as bigint,
        correct: vector.score,
        operator,
      });
    });
  }
});

/** Circuits that ship: the tests of the whole road find them built. */
const shipped = listCircuits();

/** Asserts that the circuit has a witness for the written public inputs, and none where one that it computes is another. */
async function assertAdmits(
  { name, statement, main }: CircuitPlan,
  { inputs }: CircuitInputs,
  written: Record<string, string | number | bigint>,
): Promise<void> {
  const calculate = shipped.includes(name)
    ? await loadCalculator((await buildCircuit({ name, main })).wasm)
    : await compileCalculator(main);
  const order: readonly string[] = statements[statement satisfies StatementName];
  const publicInputs = order.map((input) => BigInt(written[input]!));
  const claimed = { ...inputs, ...Object.fromEntries(order.map((input, i) => [input, publicInputs[i]!])) };
  assert.deepEqual(calculate(claimed).slice(1, 1 + order.length), publicInputs);

  for (const [i, input] of order.entries()) {
    assert.throws(() => calculate({ ...claimed, [input]: publicInputs[i]! + 1n }), /Assert failed/, input);
  }
}

function chunkOf(written: WrittenChunk): Chunk {
  return { ...written, salt: BigInt(written.salt) } as unknown as Chunk;
}

function read<vectors>(name: string): vectors {
  return JSON.parse(readFileSync(join(REPOSITORY, `sdk/test/vectors/${name}.json`), "utf8")) as vectors;
}
