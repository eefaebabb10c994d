// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { z } from "zod";
import { hashSubmission } from "../actions/internal/submission.ts";
import type { Submission } from "../actions/types.ts";
import { chunkWordCount, decodeChunk } from "../data/chunk.ts";
import { parseTask, type Task } from "../data/task.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { type Architecture, parseArchitecture } from "../model/architecture.ts";
import { decodeModel } from "../model/words.ts";
import { chunkChallenge, modelChallenge } from "../proving/challenge.ts";
import { chunkLeaf, chunkTreeRoot, type SealedChunk } from "../proving/chunkTree.ts";
import { dataCommitment, modelCommitment } from "../proving/commitments.ts";
import { bytesHash, digest } from "../proving/digest.ts";
import { FIELD_ORDER } from "../proving/field.ts";
import { bytesToWords, WORD_BYTES } from "../utils/bytes.ts";
import { definitionId } from "../utils/canonicalJson.ts";
import { addressSchema, hashSchema, parseWith, textMatching } from "../utils/parse.ts";
import type { RecordKind } from "./record.ts";

/** What an operator must not lose: without it a winning submission can be neither proven nor claimed. */
export interface SubmissionSecret {
  chainId: number;
  escrow: Address;
  bounty: bigint;
  /** The tuple that `commit` hashes on chain. */
  submission: Submission;
  architecture: Architecture;
  /** What `claim` publishes: the salt, the packed weights, the packed biases, 32 bytes each. */
  words: Hex;
}

/** What a sponsor must not lose: without it the evaluation set can be neither sealed nor opened, and the bond is lost. */
export interface EvaluationSetSecret {
  chainId: number;
  escrow: Address;
  sponsor: Address;
  task: Task;
  /** Every chunk, by index, with what `openChunks` publishes of it: the salt, the packed features and labels, 32 bytes each. */
  chunks: (SealedChunk & { words: Hex })[];
}

/** What an operator must not lose of a training record: with it, the training can be repeated to the bit; without it nothing can be proven. */
export interface TrainingRecordSecret {
  chainId: number;
  escrow: Address;
  bounty: bigint;
  operator: Address;
  /** Of every checkpoint's commitment, in [0, p). */
  salt: bigint;
}

/** The root of an evaluation set's tree, as it stands in the terms. */
export function evaluationSetRoot(secret: Pick<EvaluationSetSecret, "chunks">): Hex {
  return chunkTreeRoot(secret.chunks.map(chunkLeaf));
}

const integerSchema = textMatching((value) => /^(0|[1-9][0-9]*)$/.test(value), "a decimal integer").transform(BigInt);
const wordsSchema = textMatching((value) => /^0x([0-9a-f]{64})+$/.test(value), "whole words in hexadecimal").transform(
  (value) => value as Hex,
);
/** Of what is counted from 0. */
export const countSchema = z.int({ error: "an integer" }).nonnegative({ error: "not negative" });

const submissionSchema = z.strictObject({
  chainId: countSchema,
  escrow: addressSchema,
  bounty: integerSchema,
  submission: z.strictObject({
    operator: addressSchema,
    architecture: hashSchema,
    modelCommitment: integerSchema,
    bytesHash: hashSchema,
    payee: addressSchema,
  }),
  architecture: z.unknown().transform(parseArchitecture),
  words: wordsSchema,
});

const evaluationSetSchema = z.strictObject({
  chainId: countSchema,
  escrow: addressSchema,
  sponsor: addressSchema,
  task: z.unknown().transform(parseTask),
  chunks: z.array(
    z.strictObject({
      index: countSchema,
      dataCommitment: integerSchema,
      bytesHash: hashSchema,
      digest: integerSchema,
      words: wordsSchema,
    }),
  ),
});

const trainingRecordSchema = z.strictObject({
  chainId: countSchema,
  escrow: addressSchema,
  bounty: integerSchema,
  operator: addressSchema,
  salt: integerSchema.refine((salt) => salt < FIELD_ORDER, { error: "a number below p" }),
});

/** Kept as `commonweight.training-record`. */
export const trainingRecordRecord: RecordKind<TrainingRecordSecret> = {
  kind: "commonweight.training-record",
  version: 1,
  toJson: toPlain,
  fromJson: (json) => parseWith<TrainingRecordSecret>(trainingRecordSchema, json, "trainingRecord"),
};

/** Kept as `commonweight.submission`. */
export const submissionRecord: RecordKind<SubmissionSecret> = {
  kind: "commonweight.submission",
  version: 1,
  toJson: toPlain,
  fromJson: (json) => {
    const secret = parseWith<SubmissionSecret>(submissionSchema, json, "submission");
    assertSubmissionSecret(secret);
    return secret;
  },
};

/** Kept as `commonweight.evaluation-set`. */
export const evaluationSetRecord: RecordKind<EvaluationSetSecret> = {
  kind: "commonweight.evaluation-set",
  version: 1,
  toJson: toPlain,
  fromJson: (json) => {
    const secret = parseWith<EvaluationSetSecret>(evaluationSetSchema, json, "evaluationSet");
    assertEvaluationSetSecret(secret);
    return secret;
  },
};

/**
 * Checks that the words are those of the commitment: what is kept must be what can be claimed.
 *
 * @throws {@link InvalidValueError} naming the part that does not follow from the words
 */
function assertSubmissionSecret(secret: SubmissionSecret): void {
  const { submission, architecture, words } = secret;
  assertSame("submission.architecture", submission.architecture, definitionId(architecture));
  assertSame("submission.bytesHash", submission.bytesHash, bytesHash(words));
  const { operator } = submission;
  const commitment = modelCommitment({ ...decodeModel(architecture, bytesToWords(words)), operator });
  assertSame("submission.modelCommitment", submission.modelCommitment, commitment);
}

/**
 * Checks that every chunk is that of its words.
 *
 * @throws {@link InvalidValueError} naming the first part that does not follow from the words
 */
function assertEvaluationSetSecret(secret: EvaluationSetSecret): void {
  const { chainId, escrow, sponsor, task } = secret;
  for (const [i, chunk] of secret.chunks.entries()) {
    const { index, words } = chunk;
    const subject = `chunks[${i}]`;
    assertSame(`${subject}.index`, index, i);
    const chunkWords = bytesToWords(words);
    assertSame(`The number of words of ${subject}`, chunkWords.length, chunkWordCount(task));
    const commitment = dataCommitment(task, decodeChunk(task, chunkWords));
    assertSame(`${subject}.dataCommitment`, chunk.dataCommitment, commitment);
    assertSame(`${subject}.bytesHash`, chunk.bytesHash, bytesHash(words));
    const challenge = chunkChallenge({ chainId, escrow, sponsor, index, commitment, bytesHash: chunk.bytesHash });
    assertSame(`${subject}.digest`, chunk.digest, digest(chunkWords, challenge));
  }
}

function assertSame(subject: string, value: bigint | number | string, expected: bigint | number | string): void {
  if (value !== expected) throw new InvalidValueError({ subject, value, expected: String(expected) });
}

/** One use of a salt: the challenge that it hides its words at, and what derives the challenge, in words. */
export interface SaltUse {
  salt: Hex;
  challenge: string;
  purpose: string;
}

const saltUseSchema = z.strictObject({
  challenge: textMatching((value) => /^[0-9]+$/.test(value), "a decimal integer"),
  purpose: z.string({ error: "a text" }),
});

/** Kept as `commonweight.salt`; the salt itself is not in it, only its hash, in the name. */
export const saltRecord: RecordKind<Omit<SaltUse, "salt">> = {
  kind: "commonweight.salt",
  version: 1,
  toJson: ({ challenge, purpose }) => ({ challenge, purpose }),
  fromJson: (json) => parseWith(saltUseSchema, json, "salt"),
};

/** How the salt of a submission is used. */
export function submissionSalt(secret: SubmissionSecret): SaltUse {
  const { chainId, escrow, submission, words } = secret;
  const { operator, modelCommitment: commitment, bytesHash: hash } = submission;
  const challenge = modelChallenge({ chainId, escrow, operator, commitment, bytesHash: hash });
  const purpose = `model ${commitment} of ${operator} for the escrow ${escrow} on chain ${chainId}`;
  return { salt: firstWord(words), challenge: String(challenge), purpose };
}

/** How the salts of an evaluation set are used. */
export function evaluationSetSalts(secret: EvaluationSetSecret): SaltUse[] {
  const { chainId, escrow, sponsor } = secret;
  return secret.chunks.map(({ index, dataCommitment: commitment, bytesHash: hash, words }) => {
    const challenge = chunkChallenge({ chainId, escrow, sponsor, index, commitment, bytesHash: hash });
    const purpose = `chunk ${index} of ${sponsor} for the escrow ${escrow} on chain ${chainId}`;
    return { salt: firstWord(words), challenge: String(challenge), purpose };
  });
}

function firstWord(words: Hex): Hex {
  return words.slice(0, 2 + 2 * WORD_BYTES) as Hex;
}

/** What tells a submission from others: its chain, escrow, bounty and the hash that the chain stores. */
export function submissionHashOf(secret: SubmissionSecret): Hex {
  return hashSubmission(secret.submission);
}

/** Bigints as decimal texts; the rest as it is, but for keys without a value. */
function toPlain(value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries.map(([key, part]) => [key, toPlain(part)]));
}
