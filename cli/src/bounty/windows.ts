// SPDX-License-Identifier: MIT
import type { BountyTerms } from "@commonweight/sdk";
import { formatDuration } from "../format/time.ts";
import type { TermsDocument } from "./document.ts";
import { windowEnd } from "./parsers.ts";

/** The ends of the windows, in their order. */
export const WINDOW_NAMES = [
  "draftEnds",
  "fundingEnds",
  "trainingEnds",
  "openingEnds",
  "provingEnds",
  "claimEnds",
  "reserveEnds",
] as const satisfies (keyof BountyTerms["windows"])[];

const LONGEST = 180 * 86_400;
/** From the last sealed chunk to the sample's round, and from the end of training to the round that draws what is scored. */
const DRAW_DELAY = 30 * 60;
/** The sample needs its round, and somebody who opens it. */
const SHORTEST_DRAFT = DRAW_DELAY + 60;

/** The windows of a file of terms, after `now`; undefined where one is wrong, which is noted then. @param minimum - seconds of the shortest that the escrow takes */
export function readWindows(
  file: TermsDocument,
  { now, minimum }: { now: number; minimum: number },
): BountyTerms["windows"] | undefined {
  const given = WINDOW_NAMES.map((name) => file.read(`windows.${name}`, windowEnd));
  const ends: number[] = [];
  let before: number | undefined = now;
  for (const [i, name] of WINDOW_NAMES.entries()) {
    const end: (typeof given)[number] = given[i];
    // What follows a window of unknown length cannot be judged, unless it ends at a time.
    const time: number | undefined =
      end && ("at" in end ? end.at : before === undefined ? undefined : before + end.after);
    if (time !== undefined && before !== undefined) {
      const least = leastLength(name, minimum);
      const length = time - before;
      if (length < least || length > LONGEST) {
        const range = `${formatDuration(least)} to ${formatDuration(LONGEST)}`;
        const actual = length < 0 ? "before it" : `${formatDuration(length)} after it`;
        file.refuse(
          `windows.${name}`,
          `an end ${range} after ${i === 0 ? "now" : WINDOW_NAMES[i - 1]}; this is ${actual}`,
        );
      }
    }
    if (time !== undefined) ends.push(time);
    before = time;
  }
  if (ends.length < WINDOW_NAMES.length) return undefined;
  return Object.fromEntries(WINDOW_NAMES.map((name, i) => [name, ends[i]!])) as unknown as BountyTerms["windows"];
}

function leastLength(name: (typeof WINDOW_NAMES)[number], minimum: number): number {
  if (name === "draftEnds") return Math.max(minimum, SHORTEST_DRAFT);
  return name === "openingEnds" ? minimum + DRAW_DELAY : minimum;
}
