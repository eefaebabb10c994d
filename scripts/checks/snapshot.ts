// SPDX-License-Identifier: MIT
// What the measurements share: a table with limits, and a committed snapshot that later measurements are held against.
import { readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";

const root = join(import.meta.dirname, "../..");

/** A change by more than this fraction of the snapshot fails the check. */
const TOLERANCE = 0.1;

export interface Measurement {
  name: string;
  value: number;
  /** The value may not exceed it, whatever the snapshot says. */
  limit?: number;
}

export interface Snapshot {
  /** File that is committed. */
  path: string;
  /** Script that writes it. */
  script: string;
  unit: string;
  /** The command line, unless the script has options of its own. */
  mode?: readonly string[];
}

/** The snapshot of a measurement, in `bench`. */
export const snapshotAt = (file: string): string => join(root, "bench", file);

/**
 * Prints a table, and does what the command line asks: `--update` writes the snapshot, `--check` fails where a value moved
 * by more than a tenth or has no counterpart. A limit that is exceeded fails always.
 *
 * @returns the exit code
 */
export async function report(measured: readonly Measurement[], snapshot: Snapshot): Promise<number> {
  printTable(measured, snapshot.unit);
  const failures = measured
    .filter(({ value, limit }) => limit !== undefined && value > limit)
    .map(({ name, value, limit }) => `${name}: ${format(value)} ${snapshot.unit}, expected at most ${format(limit!)}`);

  const { mode = process.argv.slice(2) } = snapshot;
  const unknown = mode.filter((argument) => argument !== "--check" && argument !== "--update");
  if (unknown.length > 0) failures.push(`unknown argument ${unknown.join(" ")}: expected --check or --update`);
  if (mode.includes("--update") && failures.length === 0) await writeSnapshot(measured, snapshot);
  if (mode.includes("--check")) failures.push(...(await compare(measured, snapshot)));

  for (const failure of failures) console.error(failure);
  return failures.length > 0 ? 1 : 0;
}

async function compare(measured: readonly Measurement[], snapshot: Snapshot): Promise<string[]> {
  const file = relative(root, snapshot.path);
  const committed = JSON.parse(await readFile(snapshot.path, "utf8")) as Record<string, number>;
  const failures: string[] = [];
  for (const { name, value } of measured) {
    const before = committed[name];
    if (before === undefined) failures.push(`${name}: not in ${file}`);
    else if (Math.abs(value - before) > TOLERANCE * before) {
      failures.push(
        `${name}: ${format(value)} ${snapshot.unit}, ${format(before)} in ${file}: more than a tenth apart`,
      );
    }
  }
  const names = new Set(measured.map(({ name }) => name));
  for (const name of Object.keys(committed)) {
    if (!names.has(name)) failures.push(`${name}: in ${file}, and not measured any more`);
  }
  if (failures.length > 0) failures.push(`If that is meant: npm exec -- node ${snapshot.script} --update`);
  return failures;
}

async function writeSnapshot(measured: readonly Measurement[], snapshot: Snapshot): Promise<void> {
  const values = Object.fromEntries(measured.map(({ name, value }) => [name, value]));
  await writeFile(snapshot.path, `${JSON.stringify(values, null, 2)}\n`);
  console.log(`wrote ${relative(root, snapshot.path)}`);
}

function printTable(measured: readonly Measurement[], unit: string): void {
  const width = Math.max(...measured.map(({ name }) => name.length));
  console.log(`${"".padEnd(width)}  ${unit.padStart(10)}  ${"at most".padStart(10)}`);
  for (const { name, value, limit } of measured) {
    const bound = limit === undefined ? "" : format(limit);
    console.log(`${name.padEnd(width)}  ${format(value).padStart(10)}  ${bound.padStart(10)}`.trimEnd());
  }
}

const format = (value: number): string => value.toLocaleString("en-GB");
