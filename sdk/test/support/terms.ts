// SPDX-License-Identifier: MIT
import type { BountyTerms } from "../../src/index.ts";

export const DAY = 86_400;
export const DOLLAR = 1_000_000n;

/** Terms but for what follows from the evaluation set. */
export type UnsealedTerms = Omit<BountyTerms, "sponsor" | "task" | "chunks" | "chunksRoot">;

/** Terms of a bounty that starts now, with windows of a day each. */
export function termsAt(
  now: number,
  given: Pick<BountyTerms, "token" | "architecture"> & Partial<BountyTerms>,
): UnsealedTerms {
  const end = (days: number): number => now + days * DAY;
  return {
    architecturesUntil: 0,
    ordering: "Accuracy",
    minimumScore: 1,
    drawnChunks: 2,
    prizesBps: [10_000],
    shares: { backersBps: 5_000, operatorsBps: 4_000, sponsorBps: 1_000, treasuryBps: 0 },
    goal: 100n * DOLLAR,
    cap: 1_000n * DOLLAR,
    sponsorBond: 50n * DOLLAR,
    operatorBond: 20n * DOLLAR,
    entryFee: 2n * DOLLAR,
    windows: {
      draftEnds: end(1),
      fundingEnds: end(2),
      trainingEnds: end(3),
      openingEnds: end(4),
      provingEnds: end(5),
      claimEnds: end(6),
      reserveEnds: end(7),
    },
    parent: 0n,
    royaltyBps: 0,
    licenseTiers: [],
    specUri: "ipfs://spec",
    specHash: `0x${"11".repeat(32)}`,
    ...given,
  };
}
