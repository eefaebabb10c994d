// SPDX-License-Identifier: MIT
import type { NextAction, NextActionName } from "@commonweight/sdk";
import { formatTime } from "../format/time.ts";

/** What is due, to a person. */
const SENTENCES: Record<NextActionName, string> = {
  sealChunks: "The sponsor has chunks to seal",
  drawChunks: "Chunks are to be drawn: operator run, or anybody, does it",
  openChunks: "The sponsor has chunks to open",
  contribute: "The bounty can be paid into",
  commit: "Commit a model: submission commit",
  proveModel: "Prove the submission: submission prove",
  proveScore: "Prove the rest of the score: submission prove",
  claim: "Claim the prize: submission claim",
  settle: "The bounty is to be settled: bounty settle",
  claimShares: "There are shares to claim: shares claim",
  credit: "The bounty owes money: money withdraw",
  withdraw: "The escrow owes money: money withdraw",
  wait: "Nothing is due",
  none: "Nothing is due any more",
};

/** What is due next, and until when, in local time. @param now The chain's, in seconds. */
export function nextText({ action, until }: NextAction, now: number): string {
  if (until === undefined) return `${SENTENCES[action]}.`;
  const time = formatTime(until, now);
  return action === "wait" ? `Nothing is due before ${time}.` : `${SENTENCES[action]}, before ${time}.`;
}
