// SPDX-License-Identifier: MIT
import type { BountyStatus, NextAction, SubmissionFacts } from "@commonweight/sdk";

/** What `operator run` can do. Each is safe to repeat: it reads the chain, and does what is missing. */
export const stepNames = [
  "commit",
  "drawChunks",
  "openChunks",
  "prove",
  "proveRecord",
  "claim",
  "settle",
  "claimShares",
  "credit",
  "withdraw",
] as const;
export type StepName = (typeof stepNames)[number];

/** What an operator has to know of a bounty to decide. Times in seconds, of the chain. */
export interface Situation {
  now: number;
  status: BountyStatus;
  /** What is due for the operator, as `getNextAction` says. */
  next: NextAction;
  submission: SubmissionFacts | undefined;
  /** Chunks that were drawn for the score, and are not open. */
  unopened: readonly number[];
  /** Whether the operator has a training record that can be proven now, and is not. */
  recordDue: boolean;
  /** Shares that the payee has not claimed, where it is another account than the operator. */
  payeeShares: bigint;
}

/** What the operator lets the command do for others, whom it may wait for. */
export interface Leave {
  /** Whether it draws chunks, at its own cost. */
  draws: boolean;
  /** Whether it has a time-lock, to open chunks in the sponsor's place. */
  opens: boolean;
  /** Whether it has what was trained on, to prove the training record. */
  proves: boolean;
}

/** Something to do, or a time to wait for, or the end. */
export type Step =
  | { kind: "do"; step: StepName; until: number | undefined }
  | { kind: "wait"; until: number }
  | { kind: "end"; because: string };

/** Statuses in which it is too late to commit, and others' submissions go on. */
const AFTER_TRAINING: readonly BountyStatus[] = ["Opening", "Proving", "Claiming", "Reserve"];

/**
 * The next step of an operator: a function of the chain alone, so that a run that was killed finds its place.
 *
 * @example
 * nextStep(situation, { draws: true, opens: false, proves: false }); // { kind: "do", step: "prove", until: 1_800_000_000 }
 */
export function nextStep(situation: Situation, leave: Leave): Step {
  const { status, next, submission, unopened, payeeShares } = situation;
  const { action, until } = next;
  switch (action) {
    case "proveModel":
    case "proveScore":
      return { kind: "do", step: "prove", until };
    case "commit":
    case "claim":
    case "settle":
    case "claimShares":
    case "credit":
    case "withdraw":
      return { kind: "do", step: action, until };
    case "drawChunks":
      return leave.draws ? { kind: "do", step: action, until } : waiting(situation);
    case "wait": {
      if (leave.proves && situation.recordDue) return { kind: "do", step: "proveRecord", until };
      const canOpen = leave.opens && status === "Opening" && unopened.length > 0;
      if (canOpen) return { kind: "do", step: "openChunks", until };
      if (submission === undefined && AFTER_TRAINING.includes(status)) {
        return { kind: "end", because: "training has ended, and nothing was committed" };
      }
      return waiting(situation);
    }
    case "none":
      if (status === "None") return { kind: "end", because: "there is no such bounty" };
      if (payeeShares > 0n) return { kind: "do", step: "claimShares", until };
      return { kind: "end", because: `the bounty is ${status}, and nothing is due any more` };
    default:
      // What only sponsors and backers do.
      return waiting(situation);
  }
}

/** Until the bounty changes by the clock. What others do may change it before. */
function waiting({ next, now }: Situation): Step {
  return { kind: "wait", until: next.until ?? now };
}
