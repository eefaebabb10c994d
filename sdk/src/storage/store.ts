// SPDX-License-Identifier: MIT
import { type Address, type Hex, keccak256 } from "viem";
import { SaltReusedError, StoreConflictError } from "../errors/storage.ts";
import type { StoreMedium } from "./medium.ts";
import { type RecordKind, readRecord, writeRecord } from "./record.ts";
import {
  type EvaluationSetSecret,
  evaluationSetRecord,
  evaluationSetRoot,
  evaluationSetSalts,
  type SaltUse,
  type SubmissionSecret,
  saltRecord,
  submissionHashOf,
  submissionRecord,
  submissionSalt,
  type TrainingRecordSecret,
  trainingRecordRecord,
} from "./secrets.ts";

/** Whose submissions. */
export interface SubmissionsKey {
  chainId: number;
  escrow: Address;
  bounty: bigint;
  operator: Address;
}

/** Which evaluation set. */
export interface EvaluationSetKey {
  chainId: number;
  escrow: Address;
  sponsor: Address;
  /** Root of its tree, as in the terms. */
  chunksRoot: Hex;
}

/** Keeps what an operator must not lose. */
export interface OperatorStore {
  /**
   * Keeps a submission's secret durably, and reads it back. The same secret may be saved again; another never takes its place.
   *
   * @throws {@link InvalidValueError} where the words are not those of the commitment
   * @throws {@link SaltReusedError} where the salt has served another challenge
   * @throws {@link StoreConflictError} where another secret has this name
   */
  saveSubmission(secret: SubmissionSecret): Promise<void>;
  /**
   * The secret behind what the chain stores of a submission.
   *
   * @throws {@link StoreRecordMissingError}, {@link StoreRecordError}
   */
  loadSubmission(key: SubmissionsKey & { submissionHash: Hex }): Promise<SubmissionSecret>;
  /** Every secret of an operator in a bounty: more than one after a replacement. */
  listSubmissions(key: SubmissionsKey): Promise<SubmissionSecret[]>;
  /**
   * Keeps the salt of an operator's training record in a bounty durably, and reads it back.
   *
   * @throws {@link StoreConflictError} where another salt is kept for it
   */
  saveTrainingRecord(secret: TrainingRecordSecret): Promise<void>;
  /** @throws {@link StoreRecordMissingError}, {@link StoreRecordError} */
  loadTrainingRecord(key: SubmissionsKey): Promise<TrainingRecordSecret>;
}

/** Keeps what a sponsor must not lose. */
export interface SponsorStore {
  /**
   * Keeps an evaluation set's secret durably, and reads it back. The same set may be saved again; another never takes its place.
   *
   * @throws {@link InvalidValueError} where a chunk is not that of its words
   * @throws {@link SaltReusedError} where a salt has served another challenge
   * @throws {@link StoreConflictError} where another set has this name
   */
  saveEvaluationSet(secret: EvaluationSetSecret): Promise<void>;
  /** @throws {@link StoreRecordMissingError}, {@link StoreRecordError} */
  loadEvaluationSet(key: EvaluationSetKey): Promise<EvaluationSetSecret>;
}

/** Where the records of a store are, as prefixes of their names: everything that a copy of it has to hold. */
export const recordPrefixes = ["submissions/", "training-records/", "evaluation-sets/", "salts/"] as const;

/** The names of all records of a store. */
export async function recordNames(medium: StoreMedium): Promise<string[]> {
  return (await Promise.all(recordPrefixes.map((prefix) => medium.list(prefix)))).flat();
}

/** A store for both, over one medium: a salt that one of them used, neither uses for another challenge. */
export function createStore(medium: StoreMedium): OperatorStore & SponsorStore {
  return {
    saveSubmission: async (given) => {
      const secret = checked(submissionRecord, given);
      await reserveSalts(medium, [submissionSalt(secret)]);
      await writeRecord(medium, submissionRecord, submissionName(secret), secret);
    },
    loadSubmission: (key) =>
      readRecord(medium, submissionRecord, `${submissionsPrefix(key)}${key.submissionHash}.json`),
    listSubmissions: async (key) => {
      const names = await medium.list(submissionsPrefix(key));
      return Promise.all(names.map((name) => readRecord(medium, submissionRecord, name)));
    },
    saveTrainingRecord: async (given) => {
      const secret = checked(trainingRecordRecord, given);
      await writeRecord(medium, trainingRecordRecord, trainingRecordName(secret), secret);
    },
    loadTrainingRecord: (key) => readRecord(medium, trainingRecordRecord, trainingRecordName(key)),
    saveEvaluationSet: async (given) => {
      const secret = checked(evaluationSetRecord, given);
      await reserveSalts(medium, evaluationSetSalts(secret));
      const key = { ...secret, chunksRoot: evaluationSetRoot(secret) };
      await writeRecord(medium, evaluationSetRecord, evaluationSetName(key), secret);
    },
    loadEvaluationSet: (key) => readRecord(medium, evaluationSetRecord, evaluationSetName(key)),
  };
}

/** The value as it will be read: its parts hold together, and each address has its one spelling. */
function checked<value>(kind: RecordKind<value>, value: value): value {
  return kind.fromJson(kind.toJson(value));
}

function submissionsPrefix({ chainId, escrow, bounty, operator }: SubmissionsKey): string {
  return `submissions/${chainId}-${escrow}-${bounty}-${operator}-`.toLowerCase();
}

function submissionName(secret: SubmissionSecret): string {
  const { operator } = secret.submission;
  return `${submissionsPrefix({ ...secret, operator })}${submissionHashOf(secret)}.json`;
}

function trainingRecordName({ chainId, escrow, bounty, operator }: SubmissionsKey): string {
  return `training-records/${chainId}-${escrow}-${bounty}-${operator}.json`.toLowerCase();
}

function evaluationSetName({ chainId, escrow, sponsor, chunksRoot }: EvaluationSetKey): string {
  return `evaluation-sets/${chainId}-${escrow}-${sponsor}-${chunksRoot}.json`.toLowerCase();
}

/** Writes down, before anything is sealed with it, what each salt is for. */
async function reserveSalts(medium: StoreMedium, uses: readonly SaltUse[]): Promise<void> {
  for (const { salt, ...use } of uses) {
    // The hash of a uniform field element does not tell it.
    const name = `salts/${keccak256(salt)}.json`;
    try {
      await writeRecord(medium, saltRecord, name, use);
    } catch (error) {
      if (!(error instanceof StoreConflictError)) throw error;
      const { purpose } = await readRecord(medium, saltRecord, name);
      throw new SaltReusedError({ location: medium.locate(name), first: purpose, second: use.purpose });
    }
  }
}
