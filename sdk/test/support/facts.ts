// SPDX-License-Identifier: MIT
import { zeroHash } from "viem";
import type { SubmissionFacts } from "../../src/index.ts";

/** The facts of a submission of which nothing has been proven. */
export const unproven: SubmissionFacts = {
  submissionHash: zeroHash,
  sequence: 1,
  score: 0,
  bits: 0,
  countedChunks: [],
  publishedPieces: [],
  modelProven: false,
  claimed: false,
  prize: undefined,
  digest: 0n,
};
