// SPDX-License-Identifier: MIT
import type { BountyEvent } from "@commonweight/sdk";
import { formatAmount, SHARE, type Token } from "../token.ts";

/** What happened, in a line. */
export function eventText(event: BountyEvent, token: Token): string {
  const money = (amount: bigint) => formatAmount(amount, token);
  switch (event.eventName) {
    case "BountyCreated":
      return `created by ${event.args.sponsor}`;
    case "BountyCancelled":
      return "cancelled by its sponsor";
    case "ChunkSealed":
      return `chunk ${event.args.index} is sealed`;
    case "EvaluationSetSealed":
      return `every chunk is sealed; round ${event.args.sampleRound} draws the sample`;
    case "ChunksDrawn":
      return event.args.isSample ? "the sample is drawn" : "what is scored is drawn";
    case "Contributed":
      return `${event.args.account} paid in ${money(event.args.amount)}`;
    case "Committed":
      return `${event.args.operator} committed`;
    case "Replaced":
      return `${event.args.operator} replaced its submission`;
    case "SubmissionWithdrawn":
      return `${event.args.operator} withdrew its submission`;
    case "ChunkOpened":
      return `chunk ${event.args.index} is open`;
    case "ModelProven":
      return `${event.args.operator} proved its model, ${event.args.bits} bits`;
    case "ScoreProven":
      return `${event.args.operator} proved ${event.args.correct} right answers`;
    case "Ranked":
      return `${event.args.operator} is ranked ${event.args.rank + 1}, with ${event.args.score} right answers and ${event.args.bits} bits`;
    case "WeightsPublished":
      return `${event.args.operator} published weights`;
    case "Claimed":
      return `${event.args.operator} claimed prize ${event.args.prize + 1}, ${money(event.args.amount)}`;
    case "StipendPaid":
      return `${event.args.operator} has a stipend of ${money(event.args.amount)} for its training record`;
    case "Settled":
      return `settled; the shares are ${event.args.shares}`;
    case "SharesClaimed":
      return `${event.args.account} has its shares: ${formatAmount(event.args.amount, SHARE)}`;
    case "Credited":
      return `${event.args.account} was credited ${money(event.args.amount)}`;
  }
}
