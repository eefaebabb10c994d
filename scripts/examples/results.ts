// SPDX-License-Identifier: MIT
// What the examples came to: kept in `bench/examples.json`, compared with, and printed.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EXAMPLES, type Example } from "./examples.ts";
import type { Result } from "./run.ts";

const PATH = join(import.meta.dirname, "../../bench/examples.json");

/**
 * How far apart accuracies of two trainings may be, and squared errors relative to themselves: machines differ in the last
 * digit of an exponential, and training makes more of it.
 */
const TOLERANCE = { accuracy: 0.015, "squared-error": 0.05 };

/** By architecture. */
export type Results = Record<string, Result>;

export async function readResults(): Promise<Results> {
  return JSON.parse(await readFile(PATH, "utf8")) as Results;
}

/** Replaces the results given, and leaves the others. */
export async function writeResults(results: Results): Promise<void> {
  const all = { ...(await readResults().catch((): Results => ({}))), ...results };
  const ordered = EXAMPLES.flatMap(({ architecture }) =>
    all[architecture] ? [[architecture, all[architecture]]] : [],
  );
  await writeFile(PATH, `${JSON.stringify(Object.fromEntries(ordered), null, 2)}\n`);
}

/** What in a result differs more from the committed one than two machines may. */
export function differencesOf(name: string, result: Result, committed: Result | undefined): string[] {
  if (!committed) return [`${name}: not in bench/examples.json`];
  const exact = (["task", "metric", "samples"] as const).filter((key) => result[key] !== committed[key]);
  const close = (["float", "integer", "baseline"] as const).filter((key) => {
    const scale = result.metric === "accuracy" ? 1 : committed[key];
    return Math.abs(result[key] - committed[key]) > TOLERANCE[result.metric] * scale;
  });
  return [...exact, ...close].map(
    (key) => `${name}: ${key} is ${result[key]}; expected ${committed[key]}, as committed`,
  );
}

/** A line for each example, under a heading. */
export function tableOf(results: readonly { example: Example; result: Result }[]): string[] {
  const heading = ["architecture", "task", "float", "integer", "difference", "bits", "compared with"];
  const rows = results.map(({ example, result }) => [
    example.architecture,
    result.task,
    measured(result, result.float),
    measured(result, result.integer),
    difference(result),
    result.bits.toLocaleString("en-GB"),
    `${measured(result, result.baseline)}, ${example.baseline.name}`,
  ]);
  const widths = heading.map((title, column) =>
    Math.max(...[heading, ...rows].map((row) => row[column]!.length), title.length),
  );
  return [heading, ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
}

function measured({ metric }: Result, value: number): string {
  return metric === "accuracy" ? `${(100 * value).toFixed(2)} %` : `${value.toFixed(2)} mse`;
}

function difference({ metric, float, integer }: Result): string {
  const sign = integer >= float ? "+" : "−";
  const size = Math.abs(integer - float);
  return metric === "accuracy"
    ? `${sign}${(100 * size).toFixed(2)} points`
    : `${sign}${((100 * size) / float).toFixed(2)} %`;
}
