// SPDX-License-Identifier: MIT
import type { BountyStatus, BountySummary } from "@commonweight/sdk";

/** A status to a person: what holds, and who may act. */
const MEANINGS: Record<BountyStatus, string> = {
  None: "There is no such bounty.",
  Draft: "The sponsor seals the evaluation set, and a sample of it is drawn and shown.",
  Funding: "Anybody can pay in.",
  Training: "Operators train, and commit to their models.",
  Opening: "The chunks to be scored are drawn and opened.",
  Proving: "Operators prove their models and scores.",
  Claiming: "The winners claim their prizes by publishing their weights.",
  Reserve: "Winners did not claim: those below the prizes follow, each in its turn.",
  Settled: "A model is published. Shares and money can be claimed.",
  Failed: "It was cancelled, not sealed in time, or not funded. Everybody gets its money back.",
  Unmet: "Nobody committed, was ranked, or claimed. Contributions go back.",
  Voided: "The chunks to be scored were not drawn or opened in time. Everybody gets its money back.",
};

/** Statuses that nothing follows. */
export const FINAL_STATUSES: readonly BountyStatus[] = ["Settled", "Failed", "Unmet", "Voided"];

/** What holds, and who may act. */
export function meaningOf(status: BountyStatus): string {
  return MEANINGS[status];
}

/** What a bounty waits for now: a command, or time. */
export function waitsFor({ bounty, status, facts, terms }: BountySummary): string {
  switch (status) {
    case "Draft":
      if (facts.sealedChunks.length < terms.chunks) {
        const sealed = `${facts.sealedChunks.length} of ${terms.chunks} chunks are sealed`;
        return `${sealed}: the sponsor goes on with commonweight data seal ${bounty}`;
      }
      if (facts.sampleChunks.length === 0) return `the sample is drawn by anybody: commonweight data open ${bounty}`;
      return `the sponsor opens the sample: commonweight data open ${bounty}`;
    case "Funding":
      return `backers: commonweight bounty contribute ${bounty} AMOUNT`;
    case "Training":
      return `operators: commonweight submission commit ${bounty} MODEL`;
    case "Opening":
      if (facts.scoredChunks.length === 0)
        return `what is scored is drawn by anybody: commonweight data open ${bounty}`;
      return `the sponsor, or the time-lock, opens what was drawn: commonweight data open ${bounty}`;
    case "Proving":
      return `operators: commonweight submission prove ${bounty}`;
    case "Claiming":
    case "Reserve":
      return `winners: commonweight submission claim ${bounty}`;
    case "Settled":
      return facts.shares === undefined
        ? `anybody settles it: commonweight bounty settle ${bounty}`
        : `everybody: commonweight shares claim ${bounty}, commonweight money owed ${terms.token}`;
    case "Failed":
    case "Unmet":
    case "Voided":
      return `everybody: commonweight money owed ${terms.token}`;
    case "None":
      return "nothing";
  }
}

/** What a window's end leads to. */
const AFTER: Partial<Record<BountyStatus, string>> = {
  Draft: "fails unless the sample is open",
  Funding: "training begins, or it fails below the goal",
  Training: "the chunks to be scored are drawn",
  Opening: "is void unless they are open",
  Proving: "the winners claim",
  Claiming: "those below the prizes follow",
  Reserve: "is over",
};

/** What happens when the running window ends. */
export function afterDeadline(status: BountyStatus): string | undefined {
  return AFTER[status];
}
