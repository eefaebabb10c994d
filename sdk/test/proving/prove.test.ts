// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { copyFile, open, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { buildCircuits, loadArchitecture, loadTask } from "@commonweight/circuits";
import type { Address } from "viem";
import {
  bytesToWords,
  type CircuitArtifacts,
  chunkChallenge,
  decodeChunk,
  fileProofStore,
  type IntegerModel,
  matricesOf,
  orderPublicInputs,
  type ProvingOptions,
  prove,
  proveEvaluationSet,
  proveSubmission,
  type SealedEvaluationSet,
  score,
  sealChunkInputs,
  sealEvaluationSet,
  sealModel,
  statementOf,
  terminateProver,
} from "../../src/index.ts";
import { assertRejects, assertThrows, inFolder, integerBelow, randomChunk, seededRandom } from "../fixtures.ts";

const chainId = 31_337;
const escrow: Address = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const sponsor: Address = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const operator: Address = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

// The circuits are those of what ships.
const digits28 = loadTask("digits-28");
const digitsMlp = loadArchitecture("digits-mlp");

/** A model of small weights, whose accumulators stay in range whatever the sample. */
function smallModel(random: () => number): IntegerModel {
  const small = (length: number) => Array.from({ length }, () => integerBelow(random, 7) - 3);
  return {
    architecture: digitsMlp,
    matrices: matricesOf(digitsMlp).map(({ rows, columns }) => ({
      weights: Array.from({ length: rows }, () => small(columns)),
      biases: small(rows),
    })),
  };
}

describe("proving", () => {
  let sealChunk: CircuitArtifacts;
  let sealModelCircuit: CircuitArtifacts;
  let evaluateModel: CircuitArtifacts;
  let set: SealedEvaluationSet;
  const random = seededRandom(21);

  before(async () => {
    const names = ["seal-chunk.digits-28", "seal-model.digits-mlp", "evaluate-model.digits-28.digits-mlp"] as const;
    const built = await buildCircuits({ names });
    [sealChunk, sealModelCircuit, evaluateModel] = names.map((name) => built.get(name)!) as [
      CircuitArtifacts,
      CircuitArtifacts,
      CircuitArtifacts,
    ];
    const chunks = [randomChunk(digits28, random), randomChunk(digits28, random)];
    set = sealEvaluationSet({ chainId, escrow, sponsor, task: digits28, chunks });
  });

  after(terminateProver);

  function honestInputs() {
    const { chunk, words } = set.chunks[0]!;
    const { index, dataCommitment: commitment, bytesHash } = chunk;
    const challenge = chunkChallenge({ chainId, escrow, sponsor, index, commitment, bytesHash });
    return sealChunkInputs({ task: digits28, chunk: decodeChunk(digits28, bytesToWords(words)), challenge });
  }

  it("proves the chunks of an evaluation set, but for those that need no proof any more", async () => {
    const progress: [number, number, string][] = [];
    const onProgress: ProvingOptions["onProgress"] = (done, total, { step }) => progress.push([done, total, step]);
    const proven = await proveEvaluationSet({ set, artifacts: sealChunk, skip: [0], onProgress });
    assert.deepEqual(
      proven.map(({ chunk }) => chunk),
      [set.chunks[1]!.chunk],
    );
    assert.deepEqual(progress, [
      [0, 1, "started"],
      [1, 1, "proven"],
    ]);
  });

  it("proves a submission's model and scores in several processes, but for what is counted or proven already", () =>
    inFolder(async (folder) => {
      const model = smallModel(random);
      const secret = sealModel({ chainId, escrow, bounty: 1n, operator, model, salt: 5n });
      const artifacts = { sealModel: sealModelCircuit, evaluateModel };
      const task = digits28;
      const drawn = set.chunks.map((chunk) => ({ ...chunk, draw: "score" as const }));
      const chunks = drawn.slice(0, 1);
      const proofs = fileProofStore(folder);
      const first = await proveSubmission({ secret, task, chunks, artifacts, proofs, processes: 2 });
      assert.ok(first.model);
      const plain = decodeChunk(task, bytesToWords(set.chunks[0]!.words));
      assert.deepEqual(
        first.scores.map(({ chunk, correct }) => [chunk.index, correct]),
        [[0, score({ model, task, chunk: plain })]],
      );

      const steps: string[] = [];
      const onProgress: ProvingOptions["onProgress"] = (_, __, { id, step }) => steps.push(`${id} ${step}`);
      assert.deepEqual(await proveSubmission({ secret, task, chunks, artifacts, proofs, onProgress }), first);
      assert.deepEqual(steps, ["model resumed", "chunk 0 resumed"]);

      const counted = { modelProven: true, countedChunks: [0, 1] };
      const rest = await proveSubmission({ secret, task, chunks: drawn, artifacts, counted });
      assert.deepEqual(rest, { model: undefined, scores: [] });
    }));

  it("refuses published words that are not those that were sealed, before anything is proven", async () => {
    const secret = sealModel({ chainId, escrow, bounty: 1n, operator, model: smallModel(random), salt: 6n });
    const [first, second] = set.chunks;
    const chunks = [{ chunk: first!.chunk, words: second!.words, draw: "score" as const }];
    const artifacts = { sealModel: sealModelCircuit, evaluateModel };
    const onProgress = () => assert.fail("nothing is proven");
    await assertRejects(
      proveSubmission({ secret, task: digits28, chunks, artifacts, onProgress }),
      "ChunkWordsMismatchError",
      /The words of chunk 0 have the hash 0x.*; expected the sealed 0x/,
    );
  });

  it("refuses the key file of another circuit", async () => {
    await assertRejects(
      prove({ artifacts: { ...sealChunk, zkey: sealModelCircuit.zkey }, ...honestInputs() }),
      "BaseError",
      /seal-model.*circuit\.zkey is the key of another circuit than seal-chunk\.digits-28/,
    );
  });

  it("refuses a key file that is cut short", () =>
    inFolder(async (folder) => {
      const zkey = join(folder, "cut.zkey");
      await copyFile(sealChunk.zkey, zkey);
      await truncate(zkey, 1_000_000);
      await assertRejects(prove({ artifacts: { ...sealChunk, zkey }, ...honestInputs() }), "BaseError", /cut\.zkey/);
    }));

  it("refuses a key file that is missing", () =>
    assertRejects(
      prove({ artifacts: { ...sealChunk, zkey: "missing.zkey" }, ...honestInputs() }),
      "BaseError",
      /missing\.zkey cannot be opened/,
    ));

  it("does not hand out a proof that a damaged key made", () =>
    inFolder(async (folder) => {
      const zkey = join(folder, "damaged.zkey");
      await copyFile(sealChunk.zkey, zkey);
      // The last section but one holds the points of H: one bit of one of them.
      const { size } = await stat(zkey);
      const file = await open(zkey, "r+");
      const at = Math.floor(size * 0.9);
      const byte = Buffer.alloc(1);
      await file.read(byte, 0, 1, at);
      await file.write(Buffer.from([byte[0]! ^ 1]), 0, 1, at);
      await file.close();
      await assertRejects(
        prove({ artifacts: { ...sealChunk, zkey }, ...honestInputs() }),
        "ProofRejectedError",
        "The proof made for seal-chunk.digits-28 does not verify under its own key.",
      );
    }));

  it("refuses the witness generator of another circuit", () =>
    assertRejects(
      prove({ artifacts: { ...sealChunk, wasm: sealModelCircuit.wasm }, ...honestInputs() }),
      "WitnessInputsError",
      /another circuit than the witness generator .*seal-model.*circuit\.wasm; expected both of seal-chunk\.digits-28\./,
    ));

  it("refuses inputs that are not all there, or of another size", async () => {
    const { inputs, publicInputs } = honestInputs();
    const { challenge: _, ...fewer } = inputs;
    const label = (inputs.label as bigint[][]).slice(1);
    for (const changed of [fewer, { ...inputs, label }, { ...inputs, other: 1n }]) {
      await assertRejects(prove({ artifacts: sealChunk, inputs: changed, publicInputs }), "WitnessInputsError", /wasm/);
    }
  });

  it("refuses a witness generator that is missing", () =>
    assertRejects(
      prove({ artifacts: { ...sealChunk, wasm: "missing.wasm" }, ...honestInputs() }),
      "InvalidFileError",
      /^missing\.wasm: The file cannot be read; expected the witness generator of seal-chunk\.digits-28\./,
    ));

  it("refuses a witness generator that is cut short", () =>
    inFolder(async (folder) => {
      const wasm = join(folder, "cut.wasm");
      await copyFile(sealChunk.wasm, wasm);
      for (const length of [1_000, 0]) {
        await truncate(wasm, length);
        await assertRejects(
          prove({ artifacts: { ...sealChunk, wasm }, ...honestInputs() }),
          "InvalidFileError",
          new RegExp(`cut\\.wasm: ${length} bytes that are no complete WebAssembly; expected the witness generator of`),
        );
      }
    }));

  it("refuses WebAssembly that is no witness generator", () =>
    inFolder(async (folder) => {
      const wasm = join(folder, "empty.wasm");
      // The mark of WebAssembly and its version: the shortest module there is.
      await writeFile(wasm, Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
      await assertRejects(
        prove({ artifacts: { ...sealChunk, wasm }, ...honestInputs() }),
        "InvalidFileError",
        /empty\.wasm: WebAssembly that exports nothing; expected the witness generator of seal-chunk\.digits-28\./,
      );
    }));

  it("names the statement that does not hold of the inputs", async () => {
    const honest = honestInputs();
    const label = honest.inputs.label as bigint[][];
    const twoHot = label.map((row, s) => (s === 0 ? row.map(() => 1n) : row));
    await assertRejects(
      prove({ artifacts: sealChunk, ...honest, inputs: { ...honest.inputs, label: twoHot } }),
      "WitnessError",
      /SealChunk does not hold of these inputs/,
    );
  });

  it("refuses a proof of other public inputs than those that will be sent", async () => {
    const honest = honestInputs();
    const [dataCommitment, challenge, digest] = honest.publicInputs as [bigint, bigint, bigint];
    const publicInputs = orderPublicInputs("SealChunk", { dataCommitment, challenge, digest: digest + 1n });
    await assertRejects(
      prove({ artifacts: sealChunk, inputs: honest.inputs, publicInputs }),
      "PublicInputMismatchError",
      `The public input digest of seal-chunk.digits-28 is ${digest}; expected ${digest + 1n}.`,
    );
  });

  it("knows the statement of a circuit by its name, and refuses others", () => {
    assert.equal(statementOf("evaluate-model.digits-28.digits-mlp"), "EvaluateModel");
    assert.equal(statementOf("train-step.digits-mlp-sgd"), "TrainStep");
    assert.equal(statementOf("quantise-model.digits-mlp-sgd"), "QuantiseModel");
    assertThrows(() => statementOf("guess.digits-28"), "InvalidValueError", /The circuit is "guess.digits-28"/);
  });
});
