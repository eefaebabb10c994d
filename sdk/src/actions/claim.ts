// SPDX-License-Identifier: MIT
import { type Hex, keccak256 } from "viem";
import { EventMissingError } from "../errors/transactions.ts";
import type { WriteErrorType } from "../errors/types.ts";
import { piecesOf } from "../proving/digest.ts";
import { getSubmission } from "./getSubmission.ts";
import { escrowCall, escrowEvent, escrowLogs } from "./internal/escrow.ts";
import { send, senderOf } from "./internal/send.ts";
import type {
  BountyParameters,
  CommonweightClient,
  LogRangeParameters,
  SenderParameters,
  SentOrDone,
  SentTransaction,
  Submission,
} from "./types.ts";

export interface ClaimParameters extends BountyParameters, SenderParameters, LogRangeParameters {
  submission: Submission;
  /** The model's words: salt, packed weights, packed biases, 32 bytes each. */
  words: Hex;
}
export type ClaimReturnType = SentOrDone & {
  /** Transactions that published pieces before the claim, of a model too large for one. */
  pieces: SentTransaction[];
  /** True where the submission had been claimed before, and nothing was sent. */
  alreadyClaimed: boolean;
  /** The prize, from 0. */
  prize: number;
  /** What was credited to the payee, in the token's smallest unit. */
  amount: bigint;
};
export type ClaimErrorType = WriteErrorType;

/**
 * Publishes the words of a ranked model, in pieces of 24,000 bytes where they are more; its prize is credited to the payee, its bond to the operator. Anyone, for the operator,
 * in Claiming or in the rank's turn of Reserve. Where the submission has been claimed already, that is reported and nothing is sent;
 * pieces that are published already are left out, so that the call can be repeated after a crash.
 *
 * @throws the decoded revert: `StatusMismatch`, `NotYourTurn`, `NotRanked`, `BytesHashMismatch`, `SubmissionMismatch`
 * @example
 * const { prize, amount } = await claim(client, { escrow, bounty: 1n, submission, words });
 */
export async function claim(client: CommonweightClient, parameters: ClaimParameters): Promise<ClaimReturnType> {
  const { escrow, bounty, submission, words, fromBlock } = parameters;
  const account = senderOf(client, parameters, "claim");
  const { operator } = submission;
  const facts = await getSubmission(client, { escrow, bounty, operator });
  if (facts?.claimed) {
    const [claimed] = await escrowLogs(client, { escrow, eventName: "Claimed", args: { bounty, operator }, fromBlock });
    if (claimed === undefined) {
      const where = `for bounty ${bounty} and the operator ${operator} since block ${fromBlock ?? 0n}`;
      throw new EventMissingError({ eventName: "Claimed", address: escrow, where });
    }
    const { prize, amount } = claimed.args;
    return { hash: undefined, receipt: undefined, pieces: [], alreadyClaimed: true, prize, amount };
  }

  const pieces = piecesOf(words);
  const hashes = pieces.map((piece) => keccak256(piece));
  const sent: SentTransaction[] = [];
  for (const [i, piece] of pieces.entries()) {
    if (pieces.length === 1 || facts?.publishedPieces.includes(i)) continue;
    const args = [bounty, submission, hashes, BigInt(i), piece] as const;
    const { hash, receipt } = await send(client, escrowCall(escrow, "publishWeights", args, account));
    sent.push({ hash, receipt });
  }
  const args = [bounty, submission, pieces.length === 1 ? words : "0x"] as const;
  const { hash, receipt } = await send(client, escrowCall(escrow, "claim", args, account));
  const { prize, amount } = escrowEvent({ hash, receipt }, escrow, "Claimed").args;
  return { hash, receipt, pieces: sent, alreadyClaimed: false, prize, amount };
}
