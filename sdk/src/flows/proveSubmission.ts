// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import type { ChunkWithPath, Draw } from "../actions/types.ts";
import type { Task } from "../data/task.ts";
import { decodeModel } from "../model/words.ts";
import type { CircuitArtifacts } from "../proving/artifacts.ts";
import type { ContractProof } from "../proving/calldata.ts";
import { modelChallenge } from "../proving/challenge.ts";
import { type CircuitInputs, evaluateModelInputs, sealModelInputs } from "../proving/inputs.ts";
import { openSealed } from "../proving/openSealed.ts";
import { type StatementName, statements } from "../proving/statements.ts";
import type { SubmissionSecret } from "../storage/secrets.ts";
import { bytesToWords } from "../utils/bytes.ts";
import { type ProvingOptions, proveWith } from "./proveWith.ts";

export interface ProveSubmissionParameters extends ProvingOptions {
  /** What was committed to, from the operator's store. */
  secret: SubmissionSecret;
  task: Task;
  /** What `getChunks` returns. Chunks that are not drawn for the score, or not open yet, are left out. */
  chunks: readonly { chunk: ChunkWithPath; words?: Hex | undefined; draw?: Draw | undefined }[];
  artifacts: {
    /** Of the architecture's SealModel circuit. */
    sealModel: CircuitArtifacts;
    /** Of the EvaluateModel circuit of task and architecture. */
    evaluateModel: CircuitArtifacts;
  };
  /** What the chain has counted already, such as the facts of `getSubmission`; it is not proven again. */
  counted?: { modelProven: boolean; countedChunks: readonly number[] } | undefined;
}

export interface ProveSubmissionReturnType {
  /** What `proveModel` takes; undefined where the model was proven already. */
  model: { digest: bigint; bits: number; proof: ContractProof } | undefined;
  /** What `proveScore` takes, without the chunks that were counted already. */
  scores: { chunk: ChunkWithPath; correct: number; proof: ContractProof }[];
}

/**
 * Makes every proof that a submission still needs: one of the model, one of its score on each chunk drawn for it. The published words of the
 * chunks are checked against what was sealed before anything is computed. Seconds a proof.
 *
 * @throws {@link ChunkWordsMismatchError} where published words are not those that were sealed
 * @throws {@link ProofJobsFailedError} after the last proof, where some could not be made
 * @example
 * const { model, scores } = await proveSubmission({ secret, task, chunks, artifacts, counted });
 */
export async function proveSubmission(parameters: ProveSubmissionParameters): Promise<ProveSubmissionReturnType> {
  const { secret, task, artifacts, counted } = parameters;
  const { chainId, escrow, submission, architecture, words } = secret;
  const { operator, modelCommitment: commitment, bytesHash: hash } = submission;
  const { model, salt } = decodeModel(architecture, bytesToWords(words));
  const chunks = parameters.chunks.flatMap(({ chunk, words, draw }) => {
    if (words === undefined || draw !== "score" || counted?.countedChunks.includes(chunk.index)) return [];
    return [{ chunk, plain: openSealed(task, chunk, words) }];
  });

  const sealOne = () => {
    const challenge = modelChallenge({ chainId, escrow, operator, commitment, bytesHash: hash });
    return { id: "model", artifacts: artifacts.sealModel, ...sealModelInputs({ model, salt, operator, challenge }) };
  };
  const seal = counted?.modelProven ? undefined : sealOne();
  const evaluations = chunks.map(({ chunk, plain }) => {
    const inputs = evaluateModelInputs({ task, model, modelSalt: salt, operator, chunk: plain });
    return { id: `chunk ${chunk.index}`, artifacts: artifacts.evaluateModel, ...inputs };
  });
  const proofs = await proveWith(parameters, seal ? [seal, ...evaluations] : evaluations);

  const scoreProofs = seal ? proofs.slice(1) : proofs;
  return {
    model: seal && {
      digest: publicInput("SealModel", "digest", seal),
      bits: Number(publicInput("SealModel", "bits", seal)),
      proof: proofs[0]!,
    },
    scores: chunks.map(({ chunk }, i) => {
      const correct = Number(publicInput("EvaluateModel", "correct", evaluations[i]!));
      return { chunk, correct, proof: scoreProofs[i]! };
    }),
  };
}

function publicInput<name extends StatementName>(
  statement: name,
  input: (typeof statements)[name][number],
  { publicInputs }: CircuitInputs,
): bigint {
  const order: readonly string[] = statements[statement];
  return publicInputs[order.indexOf(input)]!;
}
