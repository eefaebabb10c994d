// SPDX-License-Identifier: MIT

// What all outcomes together say of the tests.
import type { Mutant } from "./mutants.ts";
import type { Outcome } from "./outcome.ts";

/** Of what may be killed, so much has to be. */
export const REQUIRED = 0.95;

/** A survivor that is known, by what it changes and not by its line. See explained.json. */
export interface Explanation {
  place: string;
  original: string;
  mutated: string;
  /** Whether the reason shows that no call can ever tell it from the original. If not, tests could, and do not. */
  isEquivalent: boolean;
  reason: string;
}

export interface Judged {
  mutant: Mutant;
  outcome: Outcome;
}

export interface Verdict {
  killed: number;
  /** Of those that some call can tell from the original. */
  score: number;
  survivors: { mutant: Mutant; explanation: Explanation | undefined }[];
  /** What is wrong, in words; nothing, where the tests are good. */
  complaints: string[];
}

/**
 * The rule: a survivor that is shown to be equivalent does not count at all; any other counts as not killed, explained or not; of what
 * counts, 95 % must be killed; and every survivor must be explained.
 *
 * @param all - every mutant that there is, to find explanations of none
 */
export function verdictOf(
  judged: readonly Judged[],
  explanations: readonly Explanation[],
  all: readonly Mutant[],
): Verdict {
  const explanationOf = (mutant: Mutant): Explanation | undefined =>
    explanations.find((explanation) => explains(explanation, mutant));
  const killed = judged.filter(({ outcome }) => outcome.kind === "killed");
  const survivors = judged
    .filter(({ outcome }) => outcome.kind === "survived")
    .map(({ mutant }) => ({ mutant, explanation: explanationOf(mutant) }));
  const alive = survivors.filter(({ explanation }) => !explanation?.isEquivalent);
  const score = killed.length === 0 ? 0 : killed.length / (killed.length + alive.length);

  const unexplained = survivors.filter(({ explanation }) => explanation === undefined);
  const refuted = killed.filter(({ mutant }) => explanationOf(mutant)?.isEquivalent);
  const stale = explanations.filter((explanation) => !all.some((mutant) => explains(explanation, mutant)));
  const complaints = [
    ...(score < REQUIRED ? [`${percent(score)} are killed, expected ${percent(REQUIRED)}`] : []),
    ...(unexplained.length > 0 ? [`${unexplained.length} survive without an explanation, expected none`] : []),
    ...refuted.map(({ mutant: { id } }) => `${id} is killed, but explained as equivalent`),
    ...stale.map(({ place, mutated }) => `${place} is explained with "${mutated}", but there is no such mutant`),
  ];
  return { killed: killed.length, score, survivors, complaints };
}

function explains(explanation: Explanation, mutant: Mutant): boolean {
  const { place, original, mutated } = explanation;
  return place === mutant.place && original === mutant.original && mutated === mutant.mutated;
}

/** Rounded down, so that what is not enough does not look like it. */
export function percent(part: number): string {
  return `${(Math.floor(part * 1_000) / 10).toFixed(1)} %`;
}
