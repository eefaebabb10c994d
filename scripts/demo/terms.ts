// SPDX-License-Identifier: MIT
// The terms of the demo's bounty: small numbers, so that the tables at the end can be checked by hand.
import { DOLLAR } from "@commonweight/devnet";
import { type BountyTerms, definitionId, samplesPerChunk, type TrainingTerms } from "@commonweight/sdk";
import { keccak256, stringToHex } from "viem";
import type { World } from "./world.ts";

/** How much of the protocol a run plays. */
export interface Scale {
  /** Chunks sealed. A quarter, rounded up, is shown before anybody pays. */
  chunks: number;
  /** Whether operators bring all their scores in one call. */
  inBatches: boolean;
  /** Whether the sponsor publishes its chunks encrypted to a later round, and disappears. */
  isTimelocked: boolean;
  /** What the shares are for, in runs that go on after the claim. */
  ownership?: Ownership;
  /** What operators that keep a training record are promised, in the run that keeps them. */
  training?: TrainingTerms;
}

/** What the model is to earn, for the runs that go on after the claim. */
export interface Ownership {
  shares: BountyTerms["shares"];
  licenseTiers: BountyTerms["licenseTiers"];
}

export const BRIEF: Scale = { chunks: 3, inBatches: false, isTimelocked: false };
export const FULL: Scale = { chunks: 8, inBatches: true, isTimelocked: true };

/** Chunks scored. */
export const DRAWN_CHUNKS = 2;

/** Two prizes: the third rank waits in reserve. */
export const PRIZES_BPS = [7_000, 3_000] as const;
export const BPS = 10_000n;

export const CAP = 1_000n * DOLLAR;
export const SPONSOR_BOND = 100n * DOLLAR;
export const OPERATOR_BOND = 50n * DOLLAR;
export const ENTRY_FEE = 5n * DOLLAR;

/** What each backer offers. The last offer goes beyond the cap, and is cut. */
export const OFFERS = [500n * DOLLAR, 300n * DOLLAR, 400n * DOLLAR] as const;

/** A network has to be right on a quarter of the samples: guessing gives a tenth. */
export function minimumScoreOf(samples: number): number {
  return Math.ceil(samples / 4);
}

/** Where nothing is to follow: no treasury, no licences. */
const NO_OWNERSHIP: Ownership = {
  shares: { backersBps: 5_000, operatorsBps: 3_500, sponsorBps: 1_500, treasuryBps: 0 },
  licenseTiers: [],
};

const LICENSE = "Use, but do not pass on.";
export const LICENSE_PRICE = 40n * DOLLAR;

/** A tenth of the shares is the model's own treasury's, and there is one licence on sale. */
export const OWNERSHIP: Ownership = {
  shares: { backersBps: 5_000, operatorsBps: 3_500, sponsorBps: 500, treasuryBps: 1_000 },
  licenseTiers: [{ price: LICENSE_PRICE, termsUri: textUri(LICENSE), termsHash: keccak256(stringToHex(LICENSE)) }],
};

const HOUR = 3_600;

/** Terms whose windows are an hour each from now on. @param now Seconds. */
export function demoTerms(
  { token, task, architecture }: Pick<World, "token" | "task" | "architecture">,
  now: bigint,
  { ownership: { shares, licenseTiers } = NO_OWNERSHIP, training }: Pick<Scale, "ownership" | "training"> = {},
): Omit<BountyTerms, "sponsor" | "task" | "chunks" | "chunksRoot"> {
  const after = (hours: number) => Number(now) + hours * HOUR;
  return {
    token,
    architecture: definitionId(architecture),
    architecturesUntil: 0,
    ordering: "Accuracy",
    minimumScore: minimumScoreOf(DRAWN_CHUNKS * samplesPerChunk(task)),
    drawnChunks: DRAWN_CHUNKS,
    prizesBps: PRIZES_BPS,
    shares,
    goal: (CAP * 9n) / 10n,
    cap: CAP,
    sponsorBond: SPONSOR_BOND,
    operatorBond: OPERATOR_BOND,
    entryFee: ENTRY_FEE,
    windows: {
      draftEnds: after(1),
      fundingEnds: after(2),
      trainingEnds: after(3),
      openingEnds: after(4),
      provingEnds: after(5),
      claimEnds: after(6),
      reserveEnds: after(7),
    },
    parent: 0n,
    royaltyBps: 0,
    licenseTiers,
    training,
    ...specOf({ title: "Read digits", kind: "new architecture" }),
  };
}

/** Where the text of a bounty is, and its hash. */
export function specOf(headings: { title: string; kind: string }): Pick<BountyTerms, "specUri" | "specHash"> {
  const spec = JSON.stringify({ ...headings, licence: "MIT", dataCard: "8 by 8 pixels of 4 bits, ten classes" });
  return { specUri: `data:application/json,${encodeURIComponent(spec)}`, specHash: keccak256(stringToHex(spec)) };
}

function textUri(text: string): string {
  return `data:text/plain,${encodeURIComponent(text)}`;
}
