// SPDX-License-Identifier: MIT

// What the probes that were reached say of the tests.
import { percent } from "../mutants/verdict.ts";
import type { Probe, Reached } from "./probes.ts";

/** Of all lines, and of all branches, so much has to be covered. */
export const REQUIRED = 0.98;

/** A probe that no test reaches, and why that is well; by what it is and not by its line. See explained.json. */
export interface Explanation {
  place: string;
  text: string;
  reached: Reached;
  reason: string;
}

export interface Part {
  covered: number;
  all: number;
}

export interface Coverage {
  /** A file, or what the sum is of. */
  name: string;
  lines: Part;
  branches: Part;
}

export interface Verdict {
  /** Of each file that has a probe. */
  files: Coverage[];
  total: Coverage;
  missed: { probe: Probe; explanation: Explanation | undefined }[];
  /** What is wrong, in words; nothing, where the tests reach all that they should. */
  complaints: string[];
}

/**
 * The rule: of all lines and of all branches 98 % must be covered, explained or not; and whatever is not covered must be explained. An
 * explanation speaks of everything in its function with its text: of none of it may there be one that is covered.
 */
export function verdictOf(
  probes: readonly Probe[],
  reached: ReadonlySet<number>,
  explanations: readonly Explanation[],
): Verdict {
  const names = [...new Set(probes.map(({ file }) => file))];
  const files = names.map((name) =>
    coverageOf(
      name,
      probes.filter(({ file }) => file === name),
      reached,
    ),
  );
  const total = {
    name: "all",
    lines: sumOf(files.map(({ lines }) => lines)),
    branches: sumOf(files.map(({ branches }) => branches)),
  };
  const missed = probes
    .filter(({ id }) => !reached.has(id))
    .map((probe) => ({ probe, explanation: explanations.find((explanation) => explains(explanation, probe)) }));

  const unexplained = missed.filter(({ explanation }) => explanation === undefined);
  const complaints = [
    ...shortfall("lines", total.lines),
    ...shortfall("branches", total.branches),
    ...(unexplained.length > 0 ? [`${unexplained.length} are not covered and not explained, expected none`] : []),
    ...explanations.flatMap((explanation) => refutation(explanation, probes, reached)),
  ];
  return { files, total, missed, complaints };
}

/** A line is covered where every statement that begins in it is run; a branch, where it is taken. */
function coverageOf(name: string, probes: readonly Probe[], reached: ReadonlySet<number>): Coverage {
  const lines = new Map<number, boolean>();
  for (const { id, line } of probes.filter((probe) => probe.reached === "run")) {
    lines.set(line, (lines.get(line) ?? true) && reached.has(id));
  }
  const branches = probes.filter((probe) => probe.reached !== "run").map(({ id }) => reached.has(id));
  return { name, lines: partOf([...lines.values()]), branches: partOf(branches) };
}

function partOf(covered: readonly boolean[]): Part {
  return { covered: covered.filter(Boolean).length, all: covered.length };
}

function sumOf(parts: readonly Part[]): Part {
  return parts.reduce((a, b) => ({ covered: a.covered + b.covered, all: a.all + b.all }), { covered: 0, all: 0 });
}

/** Of nothing, all is covered. */
export function shareOf({ covered, all }: Part): number {
  return all === 0 ? 1 : covered / all;
}

function shortfall(of: string, part: Part): string[] {
  return shareOf(part) < REQUIRED
    ? [`${percent(shareOf(part))} of the ${of} are covered, expected ${percent(REQUIRED)}`]
    : [];
}

function refutation(explanation: Explanation, probes: readonly Probe[], reached: ReadonlySet<number>): string[] {
  const meant = probes.filter((probe) => explains(explanation, probe));
  const what = `${explanation.place} is explained with "${wordsOf(explanation)}", but`;
  if (meant.length === 0) return [`${what} there is no such thing`];
  return meant.some(({ id }) => reached.has(id)) ? [`${what} tests cover it`] : [];
}

function explains(explanation: Explanation, probe: Probe): boolean {
  return (["place", "text", "reached"] as const).every((field) => explanation[field] === probe[field]);
}

/** What is missed where a probe is not reached. */
export function wordsOf({ reached, text }: Pick<Probe, "reached" | "text">): string {
  return `never ${reached}: ${text}`;
}
