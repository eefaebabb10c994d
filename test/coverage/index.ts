// SPDX-License-Identifier: MIT
/**
 * Which lines and branches of the contracts the Solidity tests reach, and which not: place by place.
 *
 *   npm run coverage               fails under 98 %, and where something is not covered that test/coverage/explained.json does not explain
 *   npm run coverage -- --check    also fails where the numbers are not those of bench/coverage.json
 *   npm run coverage -- --update   writes them there
 */
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { formatTable } from "../../scripts/demo/tables.ts";
import { compileTests, parse, ROOT, type Texts, textOf } from "../mutants/compiler.ts";
import { failuresIn, isOfInvariants, TESTS } from "../mutants/tests.ts";
import { percent } from "../mutants/verdict.ts";
import { idsOf, LIBRARIES, type Probe, probe } from "./probes.ts";
import { type Coverage, type Explanation, shareOf, type Verdict, verdictOf, wordsOf } from "./verdict.ts";

/** Mocks are part of the tests. Of the others, those without any code drop out of the table. */
const FILES = globSync("contracts/**/*.sol", { cwd: ROOT, exclude: ["contracts/mocks/**"] }).sort();

/** Without the invariants: what they reach is chance, and they would take most of the time. */
const UNIT_TESTS = TESTS.filter((test) => !isOfInvariants(test));

const SNAPSHOT = "bench/coverage.json";

process.exitCode = await main();

async function main(): Promise<number> {
  const { check, update } = parseArgs({
    options: { check: { type: "boolean" }, update: { type: "boolean" } },
  }).values;
  const { probes, texts } = probeFiles();
  const reached = new Set<number>();
  const failures = await failuresIn(compileTests(UNIT_TESTS, { ...texts, ...LIBRARIES }), UNIT_TESTS, (words) => {
    for (const id of words.flatMap(idsOf)) reached.add(id);
  });
  if (failures.length > 0)
    return refuse(failures.map((failure) => `${failure} (failed, with probes in the contracts)`));

  const verdict = verdictOf(probes, reached, readExplanations());
  process.stdout.write(report(verdict));
  if (update && verdict.complaints.length === 0) {
    writeFileSync(join(ROOT, SNAPSHOT), `${JSON.stringify(snapshotOf(verdict), null, 2)}\n`);
  }
  return refuse([...verdict.complaints, ...(check ? differences(verdict) : [])]);
}

function probeFiles(): { probes: Probe[]; texts: Texts } {
  const trees = parse(FILES);
  const probes: Probe[] = [];
  const texts: Record<string, string> = {};
  for (const file of FILES) {
    const probed = probe(file, textOf(file), trees[file]!, probes.length);
    probes.push(...probed.probes);
    texts[file] = probed.text;
  }
  return { probes, texts };
}

function readExplanations(): Explanation[] {
  return JSON.parse(readFileSync(join(import.meta.dirname, "explained.json"), "utf8")) as Explanation[];
}

function refuse(complaints: readonly string[]): number {
  for (const complaint of complaints) process.stderr.write(`${complaint}\n`);
  return complaints.length === 0 ? 0 : 1;
}

function report({ files, total, missed }: Verdict): string {
  const row = ({ name, lines, branches }: Coverage): string[] => [
    name,
    ...[lines, branches].flatMap((part) => [`${part.covered} of ${part.all}`, percent(shareOf(part))]),
    [...new Set(missed.filter(({ probe }) => probe.file === name).map(({ probe }) => probe.line))].join(", "),
  ];
  const head = ["", "lines", "", "branches", "", "not covered, in line"];
  const places = missed.map(({ probe, explanation }) => {
    const where = `${probe.file}:${probe.line}  ${probe.place}`;
    return `${where}\n    ${wordsOf(probe)}\n    ${explanation?.reason ?? "not explained"}\n`;
  });
  return `${formatTable(head, [...files, total].map(row))}\n\n${places.join("")}`;
}

function snapshotOf({ files, total }: Verdict): Record<string, string> {
  const words = ({ lines, branches }: Coverage): string =>
    `${lines.covered} of ${lines.all} lines, ${branches.covered} of ${branches.all} branches`;
  return Object.fromEntries([...files, total].map((coverage) => [coverage.name, words(coverage)]));
}

function differences(verdict: Verdict): string[] {
  const committed = JSON.parse(readFileSync(join(ROOT, SNAPSHOT), "utf8")) as Record<string, string>;
  const measured = snapshotOf(verdict);
  const found = [...new Set([...Object.keys(committed), ...Object.keys(measured)])]
    .filter((name) => committed[name] !== measured[name])
    .map((name) => `${name}: ${measured[name] ?? "nothing"}, ${committed[name] ?? "nothing"} in ${SNAPSHOT}`);
  return found.length > 0 ? [...found, "If that is meant: npm run coverage -- --update"] : [];
}
