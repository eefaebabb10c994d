// SPDX-License-Identifier: MIT
import type { BountyStatus } from "../abis/enums.ts";
import type { BountyFacts, BountyTerms, Owed, SubmissionFacts } from "./types.ts";

/** As what an account takes part in a bounty. */
export const roleNames = ["sponsor", "backer", "operator"] as const;
/** Name of a role. */
export type Role = (typeof roleNames)[number];

/** What can be due next: an action of this package by its name, or to wait, or nothing any more. */
export const nextActionNames = [
  "sealChunks",
  "drawChunks",
  "openChunks",
  "contribute",
  "commit",
  "proveModel",
  "proveScore",
  "claim",
  "settle",
  "claimShares",
  "credit",
  "withdraw",
  "wait",
  "none",
] as const;
/** Name of what can be due. */
export type NextActionName = (typeof nextActionNames)[number];

/** What is due next for one account. */
export interface NextAction {
  action: NextActionName;
  /**
   * In seconds: from then on the action comes too late, or, where there is nothing to do but wait, the bounty has changed. Undefined where
   * nothing runs out.
   */
  until: number | undefined;
}

/** What {@link nextAction} follows from: the bounty at one time, and the account's part in it. */
export interface NextActionFacts {
  status: BountyStatus;
  /** The chain's time, in seconds. */
  now: number;
  terms: BountyTerms;
  facts: BountyFacts;
  /** When the rounds that draw the sample and the chunks for the score are signed, in seconds; the first undefined before there is one. */
  sampleTime: number | undefined;
  scoreTime: number;
  /** As what the account takes part; undefined for one that takes no part yet. */
  role: Role | undefined;
  contribution: bigint;
  submission: SubmissionFacts | undefined;
  /** From 0; undefined where the submission is not ranked. */
  rank: number | undefined;
  /** What `credit` and `claimShares` would give the account. */
  owedTo: Owed;
  /** What `withdraw` would pay the account, in the bounty's token. */
  owed: bigint;
}

/**
 * What is due next in a bounty for one account, and until when. What only another account can do is not named: then it is to wait.
 * What anybody can do and everybody waits for, to draw and to settle, is named to all.
 *
 * @example
 * const { action, until } = nextAction(facts); // "proveScore", until 1_800_000_000
 */
export function nextAction(input: NextActionFacts): NextAction {
  const { status, terms, facts, role, submission } = input;
  const { windows } = terms;
  const isOpen = (chunks: readonly number[]) => chunks.every((index) => facts.openChunks.includes(index));
  const ofSponsor = (action: NextActionName, until: number): NextAction =>
    role === "sponsor" ? { action, until } : idle(input, until);

  switch (status) {
    case "None":
      return { action: "none", until: undefined };
    case "Draft":
      if (facts.sealedChunks.length < terms.chunks) return ofSponsor("sealChunks", windows.draftEnds);
      if (facts.sampleChunks.length === 0) return draw(input, input.sampleTime, windows.draftEnds);
      return ofSponsor("openChunks", windows.draftEnds);
    case "Funding": {
      const pays = (role === "backer" || role === undefined) && input.contribution === 0n;
      return pays ? { action: "contribute", until: windows.fundingEnds } : idle(input, windows.fundingEnds);
    }
    case "Training": {
      const trains = (role === "operator" || role === undefined) && submission === undefined;
      return trains ? { action: "commit", until: windows.trainingEnds } : idle(input, windows.trainingEnds);
    }
    case "Opening":
      if (facts.scoredChunks.length === 0) return draw(input, input.scoreTime, windows.openingEnds);
      return isOpen(facts.scoredChunks)
        ? idle(input, windows.openingEnds)
        : ofSponsor("openChunks", windows.openingEnds);
    case "Proving": {
      if (submission === undefined) return idle(input, windows.provingEnds);
      if (!submission.modelProven) return { action: "proveModel", until: windows.provingEnds };
      const isCounted = facts.scoredChunks.every((index) => submission.countedChunks.includes(index));
      return isCounted ? idle(input, windows.provingEnds) : { action: "proveScore", until: windows.provingEnds };
    }
    case "Claiming": {
      const claims = input.rank !== undefined && input.rank < terms.prizesBps.length && submission?.claimed === false;
      return claims ? { action: "claim", until: windows.claimEnds } : idle(input, windows.claimEnds);
    }
    case "Reserve":
      return inReserve(input);
    case "Settled":
      if (facts.shares === undefined) return { action: "settle", until: undefined };
      if (input.owedTo.shares > 0n) return { action: "claimShares", until: undefined };
      return idle(input, undefined);
    case "Failed":
    case "Unmet":
    case "Voided":
      return idle(input, undefined);
  }
}

/** Anybody can draw once the round is signed. */
function draw(input: NextActionFacts, time: number | undefined, until: number): NextAction {
  if (time === undefined || time >= until) return idle(input, until);
  return input.now < time ? idle(input, time) : { action: "drawChunks", until };
}

/** Ranks below the prizes claim each in its own turn, see `Division.runningRank` of the contracts. */
function inReserve(input: NextActionFacts): NextAction {
  const { now, terms, facts, rank, submission } = input;
  const { claimEnds, reserveEnds } = terms.windows;
  const prizes = terms.prizesBps.length;
  if (rank === undefined || rank < prizes || submission?.claimed !== false) return idle(input, reserveEnds);
  const turns = facts.ranked - prizes;
  const length = Math.floor((reserveEnds - claimEnds) / turns);
  const turn = rank - prizes;
  const start = claimEnds + turn * length;
  const end = turn === turns - 1 ? reserveEnds : start + length;
  if (now < start) return idle(input, start);
  return now < end ? { action: "claim", until: end } : idle(input, reserveEnds);
}

/** Nothing is due in the bounty but the account's own money, where there is some. */
function idle({ owed, owedTo }: NextActionFacts, until: number | undefined): NextAction {
  const { shares: _, ...money } = owedTo;
  if (Object.values(money).some((amount) => amount > 0n)) return { action: "credit", until: undefined };
  if (owed > 0n) return { action: "withdraw", until: undefined };
  return until === undefined ? { action: "none", until } : { action: "wait", until };
}
