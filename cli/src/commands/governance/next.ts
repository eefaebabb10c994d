// SPDX-License-Identifier: MIT
import type { GetProposalReturnType } from "@commonweight/sdk";
import { formatTime } from "../../format/time.ts";

/** Facts of a proposal that is there. */
export type ProposalFacts = NonNullable<GetProposalReturnType>;

/** What happens next to a proposal, and when. @param now The chain's time. */
export function nextOf({ state, snapshot, deadline, executableFrom }: ProposalFacts, now: number): string {
  switch (state) {
    case "Pending":
      return `votes are taken from ${formatTime(Number(snapshot) + 1, now)}`;
    case "Active":
      return `votes are taken until ${formatTime(Number(deadline), now)}: commonweight governance vote`;
    case "Succeeded":
      return "it can be queued: commonweight governance queue";
    case "Queued": {
      const time = Number(executableFrom);
      return time > now
        ? `it can be executed from ${formatTime(time, now)}`
        : "it can be executed: commonweight governance execute";
    }
    default:
      return "nothing: this is its end";
  }
}
