// SPDX-License-Identifier: MIT
import type { BountyStatus } from "@commonweight/sdk";
import { formatTime, localTime } from "../format/time.ts";
import type { Io } from "../io.ts";
import { toJsonLine } from "../output.ts";
import type { StepName } from "./nextStep.ts";

/** What a run tells of itself. Times in seconds, of the chain. */
export type RunEvent =
  | { event: "start"; bounty: bigint; operator: string }
  | { event: "warning"; text: string }
  /** A transaction that an earlier run has signed is done. */
  | { event: "resent"; text: string }
  | { event: "wait"; status: BountyStatus; now: number; until: number }
  | { event: "step"; step: StepName; now: number; until: number | undefined }
  | { event: "proof"; id: string; done: number; total: number }
  | { event: "done"; step: StepName; text: string; facts: Readonly<Record<string, unknown>> }
  | { event: "retry"; step: StepName | undefined; text: string; seconds: number }
  | { event: "end"; text: string };

export type Report = (event: RunEvent) => void;

/** A line of JSON for each event, with the time of this machine. */
export function jsonReport({ stdout, now }: Io): Report {
  return (event) => stdout.write(`${toJsonLine({ time: Math.floor(now() / 1000), ...event })}\n`);
}

/** A line of text for each event that a person wants to know. */
export function textReport({ stdout, now }: Io): Report {
  return (event) => {
    const text = textOf(event);
    if (text !== undefined) stdout.write(`${localTime(now() / 1000)}  ${text}\n`);
  };
}

/** Before each step. */
const BEGINNINGS: Record<StepName, string> = {
  commit: "Commit to the model",
  drawChunks: "Draw the chunks that the bounty waits for",
  openChunks: "Open the drawn chunks from the time-lock",
  prove: "Prove model and score",
  proveRecord: "Prove the training record",
  claim: "Claim the prize",
  settle: "Settle the bounty",
  claimShares: "Claim the shares",
  credit: "Credit what the bounty owes",
  withdraw: "Withdraw what the escrow owes",
};

function textOf(event: RunEvent): string | undefined {
  switch (event.event) {
    case "start":
      return `Bounty ${event.bounty}, for ${event.operator}.`;
    case "warning":
      return `WARNING: ${event.text}`;
    case "resent":
      return event.text;
    case "wait":
      return `In ${event.status}. Nothing is due before ${formatTime(event.until, event.now)}.`;
    case "step":
      return `${BEGINNINGS[event.step]}${event.until === undefined ? "" : `, due before ${formatTime(event.until, event.now)}`}…`;
    case "proof":
      return `  proof ${event.done} of ${event.total}: ${event.id}`;
    case "done":
      return `  ${event.text}`;
    case "retry":
      return `  ${event.text} Again in ${event.seconds} s.`;
    case "end":
      return `Done: ${event.text}.`;
  }
}
