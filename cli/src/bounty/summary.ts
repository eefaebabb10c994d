// SPDX-License-Identifier: MIT
import type { BountyFacts, BountySummary, BountyTerms } from "@commonweight/sdk";
import type { Reader } from "../context.ts";
import { formatTime } from "../format/time.ts";
import { formatAmount, type Token } from "../token.ts";
import { afterDeadline } from "./statusText.ts";
import { WINDOW_NAMES } from "./windows.ts";

/** One bounty as lists have it. */
export async function readSummary(reader: Reader, bounty: bigint): Promise<BountySummary> {
  // Where there is none, the escrow says so.
  const [summary] = await reader.getBounties({ bounties: [bounty] });
  return summary!;
}

/** What is in: contributions and entry fees. */
export function potOf({ contributed, entryFees }: BountyFacts): bigint {
  return contributed + entryFees;
}

/** When the running window ends, and what that leads to; undefined in a final status. @param deadline - of `getNextDeadline` */
export function deadlineText(summary: BountySummary, deadline: bigint, now: number): string | undefined {
  if (deadline === 0n) return undefined;
  const after = afterDeadline(summary.status);
  return `${formatTime(Number(deadline), now)}${after ? `: ${after}` : ""}`;
}

/** The terms, a name and a value each. */
export function termsFacts(terms: BountyTerms, token: Token, now: number): [string, string | undefined][] {
  const money = (amount: bigint) => formatAmount(amount, token);
  const percent = (bps: number) => `${bps / 100} %`;
  const { backersBps, operatorsBps, sponsorBps, treasuryBps } = terms.shares;
  const owners = [
    ["backers", backersBps],
    ["operators", operatorsBps],
    ["sponsor", sponsorBps],
    ["treasury", treasuryBps],
  ] as const;
  return [
    ["sponsor", terms.sponsor],
    ["ordering", terms.ordering === "Accuracy" ? "the most right answers" : "the fewest bits above the minimum score"],
    ["minimum score", String(terms.minimumScore)],
    ["chunks", `${terms.chunks}, of which ${terms.drawnChunks} are scored`],
    ["prizes", terms.prizesBps.map(percent).join(", ")],
    ["shares", owners.map(([name, bps]) => `${name} ${percent(bps)}`).join(", ")],
    ["goal, cap", `${money(terms.goal)}, ${money(terms.cap)}`],
    ["sponsor's bond", money(terms.sponsorBond)],
    ["operator's bond", `${money(terms.operatorBond)}, and a fee of ${money(terms.entryFee)}`],
    ...WINDOW_NAMES.map((name): [string, string] => [name, formatTime(terms.windows[name], now)]),
    ["parent", terms.parent === 0n ? undefined : `${terms.parent}, ${percent(terms.royaltyBps)} of the revenue`],
    ["training records", terms.training && trainingText(terms.training)],
    [
      "licences",
      terms.licenseTiers.length === 0 ? undefined : terms.licenseTiers.map(({ price }) => money(price)).join(", "),
    ],
  ];
}

function trainingText({ steps, drawnSteps, batches, stipendBps }: NonNullable<BountyTerms["training"]>): string {
  return `${steps} steps on ${batches} batches, of which ${drawnSteps} are proven, for ${stipendBps / 100} % of the pot`;
}
