// SPDX-License-Identifier: MIT
import { encodeAbiParameters, type Hex, keccak256, parseAbiParameters } from "viem";
import type { Submission } from "../types.ts";

const SUBMISSION = parseAbiParameters(
  "address operator, bytes32 architecture, uint256 modelCommitment, bytes32 bytesHash, address payee",
);

/** What the chain stores of a submission: keccak256 of its encoding. */
export function hashSubmission(submission: Submission): Hex {
  const { operator, architecture, modelCommitment, bytesHash, payee } = submission;
  return keccak256(encodeAbiParameters(SUBMISSION, [operator, architecture, modelCommitment, bytesHash, payee]));
}
