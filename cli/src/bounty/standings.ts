// SPDX-License-Identifier: MIT
import {
  type BountySummary,
  type GetWhyNotRankedReturnType,
  type SubmissionFacts,
  samplesPerChunk,
  type Task,
} from "@commonweight/sdk";
import type { Address } from "viem";
import type { Reader } from "../context.ts";
import { formatTable } from "../format/table.ts";

/** One submission, as it stands. */
export interface Standing {
  operator: Address;
  facts: SubmissionFacts;
  /** From 0. */
  rank: number | undefined;
  whyNotRanked: GetWhyNotRankedReturnType;
}

/** Every submission that was not withdrawn, the ranked first. */
export async function readStandings(reader: Reader, { bounty, facts }: BountySummary): Promise<Standing[]> {
  if (facts.submissions === 0) return [];
  const events = await reader.getBountyEvents({ bounty });
  const operators = [
    ...new Set(events.flatMap((event) => (event.eventName === "Committed" ? [event.args.operator] : []))),
  ];
  const standings = await Promise.all(operators.map((operator) => readStanding(reader, bounty, operator)));
  return standings
    .filter((standing) => standing !== undefined)
    .sort((left, right) => (left.rank ?? 16) - (right.rank ?? 16) || left.facts.sequence - right.facts.sequence);
}

/** One operator's; undefined where it has none. */
export async function readStanding(reader: Reader, bounty: bigint, operator: Address): Promise<Standing | undefined> {
  const at = { bounty, operator };
  const [facts, rank, whyNotRanked] = await Promise.all([
    reader.getSubmission(at),
    reader.getRank(at),
    reader.getWhyNotRanked(at),
  ]);
  return facts && { operator, facts, rank, whyNotRanked };
}

/** Why a submission is not ranked, to a person. */
export function whyText({ whyNotRanked }: Standing, minimumScore: number): string {
  const sentences: Record<GetWhyNotRankedReturnType, string> = {
    Ranked: "ranked",
    NoSubmission: "no submission",
    ModelNotProven: "its model is not proven",
    ChunksNotCounted: "not every drawn chunk is counted",
    ScoreBelowMinimum: `its score is below ${minimumScore}`,
    SixteenAreBetter: "sixteen are better",
  };
  return sentences[whyNotRanked];
}

/** The standings as a table. */
export function standingsTable(standings: readonly Standing[], { terms, status }: BountySummary, task: Task): string {
  const samples = samplesPerChunk(task);
  const isScored = status !== "Training" && status !== "Opening";
  return formatTable(
    ["rank", "operator", "right", "bits", ""],
    standings.map((standing) => {
      const { facts, rank, operator } = standing;
      const claimed = facts.prize === undefined ? "" : `claimed prize ${facts.prize + 1}`;
      return [
        rank === undefined ? "-" : String(rank + 1),
        operator,
        `${facts.score} of ${facts.countedChunks.length * samples}`,
        facts.modelProven ? String(facts.bits) : "?",
        rank === undefined && isScored ? whyText(standing, terms.minimumScore) : claimed,
      ];
    }),
    { left: ["operator", ""] },
  );
}
