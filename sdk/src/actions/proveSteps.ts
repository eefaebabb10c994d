// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { WriteErrorType } from "../errors/types.ts";
import { getTrainingRecord } from "./getTrainingRecord.ts";
import { batchesOf, LARGEST_BATCH } from "./internal/batches.ts";
import { recordsCall } from "./internal/records.ts";
import { send, senderOf } from "./internal/send.ts";
import type {
  CommonweightClient,
  ContractProof,
  RecordsParameters,
  SenderParameters,
  SentTransaction,
  TrainingStep,
} from "./types.ts";

export interface ProveStepsParameters extends RecordsParameters, SenderParameters {
  /** Whose record it is. */
  operator: Address;
  /** Drawn steps, each with its TrainStep proof; any number, see `proveRecord`. */
  steps: readonly { step: TrainingStep; proof: ContractProof }[];
}
export interface ProveStepsReturnType {
  /** One for every eight steps. */
  transactions: SentTransaction[];
  /** Numbers of the steps that this call counted. */
  counted: number[];
  /** Numbers of the steps that were counted already. */
  skipped: number[];
}
export type ProveStepsErrorType = WriteErrorType;

/**
 * Has the chain verify TrainStep proofs of a record's drawn steps, at most eight in a transaction, from the end of Training until
 * `provingEnds`. Anyone, for the operator. Steps that are counted already are left out, so that the call can be repeated after a crash.
 *
 * @throws the decoded revert: `RecordStatusMismatch`, `StepNotDrawn`, `StepNotInRoot`, `BatchNotInRoot`, `ProofInvalid`; `StepsNotDrawn`
 * before `drawSteps`
 * @example
 * const { counted } = await proveSteps(client, { records, bounty: 1n, operator, steps });
 */
export async function proveSteps(
  client: CommonweightClient,
  parameters: ProveStepsParameters,
): Promise<ProveStepsReturnType> {
  const { records, bounty, operator, steps } = parameters;
  const account = senderOf(client, parameters, "proveSteps");
  const countedBefore = (await getTrainingRecord(client, { records, bounty, operator }))?.provenSteps ?? [];
  const missing = steps.filter(({ step }) => !countedBefore.includes(step.step));
  const transactions: SentTransaction[] = [];
  for (const batch of batchesOf(missing, LARGEST_BATCH)) {
    const args = [bounty, operator, batch.map(({ step }) => step), batch.map(({ proof }) => proof)] as const;
    const { hash, receipt } = await send(client, recordsCall(records, "proveSteps", args, account));
    transactions.push({ hash, receipt });
  }
  return {
    transactions,
    counted: missing.map(({ step }) => step.step),
    skipped: steps.map(({ step }) => step.step).filter((step) => countedBefore.includes(step)),
  };
}
