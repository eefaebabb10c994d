// SPDX-License-Identifier: MIT
// A page that tells a whole road: its shell blocks are run as they stand, and what the page says is printed is looked for in what they wrote
// together. Between them stand remarks that readers do not see, in comments of HTML: what others do meanwhile, and how time goes by.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

/** One thing that a page has done, in its order. */
export type RoadStep =
  /** Lines of a shell block, with the lines that the page says are printed; `…` stands for anything. */
  | { kind: "run"; lines: string[]; printed: string[] }
  /** A remark that readers do not see: what others do meanwhile, or how time goes by. */
  | { kind: "remark"; text: string };

const PART = /<!-- (?<remark>.+?) -->|```sh\n(?<shell>[\s\S]*?)```(?:\n```text\n(?<printed>[\s\S]*?)```)?/g;

/** The steps of a page. */
export async function readRoad(path: string): Promise<RoadStep[]> {
  const text = await readFile(path, "utf8");
  return [...text.matchAll(PART)].map(({ groups }) => {
    const { remark, shell = "", printed = "" } = groups!;
    if (remark !== undefined) return { kind: "remark", text: remark };
    return { kind: "run", lines: linesOf(shell), printed: linesOf(printed) };
  });
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}

/** Asserts that lines are in what was printed, in their order. */
export function assertPrinted(actual: string, expected: readonly string[]): void {
  let rest = actual;
  for (const line of expected) {
    const pattern = new RegExp(line.split("…").map(escaped).join("[^]*?"));
    const found = pattern.exec(rest);
    assert.ok(found, `The page says that this is printed:\n${line}\nIt is not in what comes next:\n${rest}`);
    rest = rest.slice(found.index + found[0].length);
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
