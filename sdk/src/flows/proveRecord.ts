// SPDX-License-Identifier: MIT
import { zeroAddress, zeroHash } from "viem";
import type { RecordEnds, Submission, TrainingStep } from "../actions/types.ts";
import type { ClassificationChunk } from "../data/chunk.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import type { IntegerModel } from "../model/matrices.ts";
import { decodeModel } from "../model/words.ts";
import type { CircuitArtifacts } from "../proving/artifacts.ts";
import type { ContractProof } from "../proving/calldata.ts";
import type { CircuitInputs } from "../proving/inputs.ts";
import type { SubmissionSecret } from "../storage/secrets.ts";
import {
  batchCommitments,
  batchesRoot,
  batchIndex,
  recordedStep,
  recordPath,
  seedElement,
} from "../training/commitments.ts";
import { inheritModelInputs, initStepInputs, quantiseModelInputs, trainStepInputs } from "../training/inputs.ts";
import { quantiseMaster } from "../training/master.ts";
import { inheritsModel } from "../training/recipe.ts";
import type { RecordTerms } from "../training/recordFiles.ts";
import { checkpointOf, inspectRecord } from "../training/verify.ts";
import { bytesToWords } from "../utils/bytes.ts";
import { assertMatches } from "./assertMatches.ts";
import { type ProvingOptions, proveWith } from "./proveWith.ts";

/** What a record begins with, where its recipe says that it begins with a model: the one that was published best of the parent. */
export interface RecordParent {
  /** From `getCommittedSubmission`. */
  submission: Submission;
  /** From `getPublishedModel`. */
  model: IntegerModel;
  salt: bigint;
}

export interface ProveRecordParameters extends ProvingOptions {
  /** Of the record, see `train`. */
  folder: string;
  /** Those that it was trained on. */
  batches: readonly ClassificationChunk[];
  /** From `getDrawnSteps`. */
  drawn: readonly number[];
  /** What was committed to, from the operator's store: the model that the last checkpoint rounds to. */
  secret: SubmissionSecret;
  artifacts: {
    trainStep: CircuitArtifacts;
    /** Of InitStep, or of InheritModel where the recipe has frozen layers. */
    start: CircuitArtifacts;
    quantiseModel: CircuitArtifacts;
  };
  /** Only for a recipe with frozen layers. */
  parent?: RecordParent | undefined;
  /** Drawn steps that the chain has counted already, such as `provenSteps` of `getTrainingRecord`; they are not proven again. */
  counted?: readonly number[] | undefined;
}

export interface ProveRecordReturnType {
  /** What `proveSteps` takes, without the steps that were counted already. */
  steps: { step: TrainingStep; proof: ContractProof }[];
  /** What `finishRecord` takes. */
  ends: RecordEnds;
}

/** What the contract does not read where a record begins with its seed. */
const NO_PARENT: Submission = {
  operator: zeroAddress,
  architecture: zeroHash,
  modelCommitment: 0n,
  bytesHash: zeroHash,
  payee: zeroAddress,
};

/**
 * Makes every proof that a training record still needs: one of each drawn step, and those of both ends. Checkpoints that are not on the disk
 * are computed again, and every one is compared with its commitment. Seconds a proof.
 *
 * @throws {@link InvalidValueError} where the record has not all its steps, is another operator's, rounds to another model than was
 * committed to, or the batches are not its own
 * @throws {@link InvalidFileError} where a file of the record is damaged
 * @throws {@link ProofJobsFailedError} after the last proof, where some could not be made
 * @example
 * const { steps, ends } = await proveRecord({ folder, batches, drawn, secret, artifacts });
 */
export async function proveRecord(parameters: ProveRecordParameters): Promise<ProveRecordReturnType> {
  const { folder, batches, drawn, secret, artifacts, counted = [] } = parameters;
  const { terms, progress } = await inspectRecord(folder);
  const { recipe, steps } = terms;
  const data = batchCommitments(recipe, batches);
  assertMatches("The number of steps taken", progress.step, steps);
  assertMatches("The root of the batches", batchesRoot(data), terms.batchesRoot);
  assertMatches("The operator of the record", terms.operator, secret.submission.operator);
  const { commitments } = progress;
  const missing = drawn.filter((step) => !counted.includes(step));
  const masterAt = (step: number) => checkpointOf({ folder, batches, step });

  const stepJobs = [];
  for (const step of missing) {
    const batch = batches[batchIndex(terms.seed, step, batches.length)]!;
    const inputs = trainStepInputs({ ...terms, master: await masterAt(step), batch, step });
    stepJobs.push({ id: `step ${step}`, artifacts: artifacts.trainStep, ...inputs });
  }
  const start = { id: "start", artifacts: artifacts.start, ...startInputs(terms, parameters.parent) };
  const end = { id: "model", artifacts: artifacts.quantiseModel, ...endInputs(terms, await masterAt(steps), secret) };
  const proofs = await proveWith(parameters, [...stepJobs, start, end]);

  return {
    steps: missing.map((step, i) => ({
      step: recordedStep({ seed: terms.seed, step, commitments, batches: data }),
      proof: proofs[i]!,
    })),
    ends: {
      firstCommitment: commitments[0]!,
      firstPath: recordPath(commitments, 0),
      start: proofs.at(-2)!,
      parent: parameters.parent?.submission ?? NO_PARENT,
      lastCommitment: commitments[steps]!,
      lastPath: recordPath(commitments, steps),
      quantiseModel: proofs.at(-1)!,
    },
  };
}

function startInputs(terms: RecordTerms, parent: RecordParent | undefined): CircuitInputs {
  if (!inheritsModel(terms.recipe)) return initStepInputs({ ...terms, seed: seedElement(terms.seed) });
  if (parent === undefined) {
    const expected = `the published model that a record of ${terms.recipe.name} begins with`;
    throw new InvalidValueError({ subject: "parent", value: parent, expected });
  }
  const { model, salt, submission } = parent;
  return inheritModelInputs({ ...terms, parent: { model, salt, operator: submission.operator } });
}

function endInputs(
  terms: RecordTerms,
  master: Awaited<ReturnType<typeof checkpointOf>>,
  { submission, architecture, words }: SubmissionSecret,
): CircuitInputs {
  const { recipe, steps: step } = terms;
  const { model, salt: modelSalt } = decodeModel(architecture, bytesToWords(words));
  if (JSON.stringify(quantiseMaster(recipe, master).matrices) !== JSON.stringify(model.matrices)) {
    throw new InvalidValueError({
      subject: "The submitted model",
      value: submission.modelCommitment,
      expected: "a commitment to the one that the last checkpoint rounds to",
    });
  }
  return quantiseModelInputs({ ...terms, master, step, modelSalt });
}
