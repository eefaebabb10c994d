// SPDX-License-Identifier: MIT

// npm run test:mutants -- contracts [FILE …] [--sample N | --all] [--seed S] [--list]
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs, stripVTControlCharacters as withoutColours } from "node:util";
import { CORE, parse, type Texts, textOf } from "./compiler.ts";
import { type Mutant, mutantsOf, mutate } from "./mutants.ts";
import { counts, type Outcome } from "./outcome.ts";
import { inPlaces, type Place } from "./places.ts";
import { type Share, sharesOf } from "./sample.ts";
import { assertNearestExist } from "./tests.ts";
import { type Explanation, type Judged, percent, REQUIRED, type Verdict, verdictOf } from "./verdict.ts";

const USAGE = `Changes one thing at a time in the contracts, and shows which Solidity test notices: killed, and by what; or survived. What does
not compile, or compiles to the same code, is replaced by the next. Nothing is written but outcomes, to build/mutants, and they are kept until
something changes that they depend on.

  npm run test:mutants -- contracts                 150 mutants, of every file its part
  npm run test:mutants -- contracts FILE …          of files whose path contains FILE, such as libraries/Terms
  npm run test:mutants -- contracts --sample 40     so many; --all: all of them
  npm run test:mutants -- contracts --seed 2        others
  npm run test:mutants -- contracts --list          only lists them

Fails if less than ${percent(REQUIRED)} are killed, or one survives that test/mutants/explained.json does not explain. Those that it shows to be
equivalent do not count.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: "boolean" },
    list: { type: "boolean" },
    all: { type: "boolean" },
    sample: { type: "string", default: "150" },
    seed: { type: "string", default: "1" },
  },
});
if (values.help) process.stdout.write(USAGE);
else process.exitCode = await main();

async function main(): Promise<number> {
  const sample = Number(values.sample);
  if (!Number.isInteger(sample) || sample < 1) return refuse(`--sample is ${values.sample}; expected 1 or more.`);
  const texts = Object.fromEntries(CORE.map((file) => [file, textOf(file)]));
  const all = allMutants(texts);
  const asked = all.filter(({ file }) => positionals.length === 0 || positionals.some((part) => file.includes(part)));
  if (asked.length === 0) return refuse(`FILE is ${positionals.join(" or ")}; expected part of a contract's path.`);
  const shares = sharesOf(asked, values.all ? asked.length : sample, values.seed);
  if (values.list) return list(shares);
  assertNearestExist();
  const judged = await judgeShares(shares, texts);
  const verdict = verdictOf(judged, readExplanations(), all);
  process.stdout.write(report(asked, judged, verdict));
  return verdict.complaints.length === 0 ? 0 : 1;
}

function refuse(reason: string): number {
  process.stderr.write(`${reason}\n`);
  return 1;
}

function allMutants(texts: Texts): Mutant[] {
  const trees = parse(CORE, texts);
  return CORE.flatMap((file) => mutantsOf(file, texts[file]!, trees[file]!));
}

function readExplanations(): Explanation[] {
  return JSON.parse(readFileSync(join(import.meta.dirname, "explained.json"), "utf8")) as Explanation[];
}

function list(shares: readonly Share[]): number {
  for (const { mutants, count } of shares) {
    for (const mutant of mutants.slice(0, count).sort((a, b) => a.start - b.start)) process.stdout.write(show(mutant));
  }
  return 0;
}

/** Judges each file's mutants until as many as its share count; with the texts that they were made of, whatever is edited meanwhile. */
async function judgeShares(shares: readonly Share[], texts: Texts): Promise<Judged[]> {
  const judged: Judged[] = [];
  const work = shares.flatMap(({ mutants, count }) => {
    const waiting = [...mutants];
    return Array.from({ length: count }, () => async (place: Place) => {
      for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
        const outcome = await place.judge(mutant.file, mutate(texts[mutant.file]!, mutant));
        judged.push({ mutant, outcome });
        process.stdout.write(show(mutant, outcome));
        if (counts(outcome)) return;
      }
    });
  });
  await inPlaces(work);
  return judged;
}

function show({ id, place, original, mutated }: Mutant, outcome?: Outcome): string {
  const lines = [`${id}  ${place}`, ...marked("-", original), ...marked("+", mutated)];
  if (outcome) lines.push(`    ${outcome.kind}${outcome.kind === "killed" ? `: ${withoutColours(outcome.by)}` : ""}`);
  return `${lines.join("\n")}\n`;
}

function marked(mark: string, text: string): string[] {
  return text.split("\n").map((line) => `  ${mark} ${line.trim()}`);
}

function report(asked: readonly Mutant[], judged: readonly Judged[], verdict: Verdict): string {
  const files = [...new Set(asked.map(({ file }) => file))];
  const countOf = (file: string, kind: Outcome["kind"]): number =>
    judged.filter(({ mutant, outcome }) => mutant.file === file && outcome.kind === kind).length;
  const rows = files.map((file) => [
    file,
    asked.filter((mutant) => mutant.file === file).length,
    countOf(file, "killed"),
    countOf(file, "survived"),
    countOf(file, "does not compile") + countOf(file, "same code"),
  ]);
  const survivors = verdict.survivors.map(({ mutant, explanation }) => {
    const word = explanation?.isEquivalent ? "equivalent" : "not killed";
    return `${show(mutant)}    ${explanation ? `${word}: ${explanation.reason}` : "not explained"}\n`;
  });
  return [
    `\n${table([["file", "mutants", "killed", "survived", "replaced"], ...rows])}\n`,
    ...(survivors.length > 0 ? ["Survivors:\n", ...survivors, "\n"] : []),
    `${verdict.killed} killed, ${verdict.survivors.length} survived: ${percent(verdict.score)} of those that are not equivalent\n`,
    ...verdict.complaints.map((complaint) => `${complaint}\n`),
  ].join("");
}

function table(rows: readonly (readonly (string | number)[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  const line = (row: readonly (string | number)[]): string =>
    row.map((cell, i) => (i === 0 ? String(cell).padEnd(widths[i]!) : String(cell).padStart(widths[i]!))).join("  ");
  return `${rows.map(line).join("\n")}\n`;
}
