// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import {
  hashSubmission,
  type OperatorStore,
  type StoreUnlock,
  type SubmissionSecret,
  sealEvaluationSet,
  sealModel,
} from "../../src/index.ts";
import { randomChunk, randomModel, seededRandom, tinyArchitecture, tinyTask } from "../fixtures.ts";

const escrow: Address = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const operator: Address = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const sponsor: Address = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const chainId = 31_337;

/** Whose submissions {@link exampleSubmission} makes. */
export const exampleKey = { chainId, escrow, bounty: 1n, operator };

/** A passphrase at the least work there is. */
export const cheap: StoreUnlock = { passphrase: "correct horse battery staple", cost: 14 };

/** A submission's secret, another for each seed. */
export function exampleSubmission(seed: number): SubmissionSecret {
  const model = randomModel(tinyArchitecture, seededRandom(seed));
  return sealModel({ ...exampleKey, model, salt: 1_000_000_007n * BigInt(seed) });
}

/** An evaluation set's secret of two chunks, and the root that it is kept by. */
export function exampleEvaluationSet() {
  const random = seededRandom(7);
  const chunks = [randomChunk(tinyTask, random), randomChunk(tinyTask, random)];
  return sealEvaluationSet({ chainId, escrow, sponsor, task: tinyTask, chunks });
}

/** The secret as the store gives it back. */
export function loadExample(store: OperatorStore, secret: SubmissionSecret): Promise<SubmissionSecret> {
  return store.loadSubmission({ ...exampleKey, submissionHash: hashSubmission(secret.submission) });
}
