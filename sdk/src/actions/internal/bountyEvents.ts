// SPDX-License-Identifier: MIT
import type { ContractEventName, ParseEventLogsReturnType } from "viem";
import type { trainingBountiesAbi } from "../../abis/trainingBounties.ts";

type EscrowAbi = typeof trainingBountiesAbi;

/** Events whose first indexed argument is the bounty. */
export const bountyEventNames = [
  "BountyCreated",
  "BountyCancelled",
  "ChunkSealed",
  "EvaluationSetSealed",
  "ChunksDrawn",
  "Contributed",
  "Committed",
  "Replaced",
  "SubmissionWithdrawn",
  "ChunkOpened",
  "ModelProven",
  "ScoreProven",
  "Ranked",
  "WeightsPublished",
  "Claimed",
  "StipendPaid",
  "Settled",
  "SharesClaimed",
] as const satisfies ContractEventName<EscrowAbi>[];

/** Its third indexed argument is the bounty. */
export const creditEventName = "Credited" satisfies ContractEventName<EscrowAbi>;

/** Names of the events that a bounty has. */
export type BountyEventName = (typeof bountyEventNames)[number] | typeof creditEventName;

/** An event of a bounty: `eventName` tells which, and so what `args` are. */
export type BountyEvent = {
  [name in BountyEventName]: ParseEventLogsReturnType<EscrowAbi, name, true>[number];
}[BountyEventName];

/** Whether an event of the escrow is of a bounty. */
export function isOfBounty(event: { args: object }, bounty: bigint): event is BountyEvent {
  return "bounty" in event.args && event.args.bounty === bounty;
}
