// SPDX-License-Identifier: MIT
// Pages of documentation whose blocks a test can run, in their order. What a block is for stands behind its language:
//   ```sh as=backer after=7d code=8   command lines of an account, after that time, of which the last ends with that code
//   ```text                           what the last command line before it has written; `…` stands for anything within a line, or for lines
//   ```yaml file=draft.yaml           a file
import { readFileSync } from "node:fs";

/** One block of a page. */
export interface Block {
  /** The first line is 1. */
  line: number;
  language: string;
  /** What stands behind the language. */
  options: Readonly<Record<string, string>>;
  text: string;
}

/** Every fenced block of a page. */
export function readBlocks(path: string): Block[] {
  const page = readFileSync(path, "utf8");
  return [...page.matchAll(/^```(\w+)(.*)\n([\s\S]*?)^```$/gm)].map((match) => {
    const [, language, options, text] = match as unknown as [string, string, string, string];
    return {
      line: page.slice(0, match.index).split("\n").length,
      language,
      options: Object.fromEntries(options.trim().split(/\s+/).filter(Boolean).map(pairOf)),
      text,
    };
  });
}

function pairOf(text: string): [string, string] {
  const [name, value] = text.split("=");
  if (!name || !value) throw new Error(`A block of the page has ${text}; expected name=value.`);
  return [name, value];
}

/** `$NAME` in a text, by what it stands for. */
export function withVariables(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$([A-Z][A-Z0-9]*)/g, (_, name: string) => {
    const value = variables[name];
    if (value === undefined) throw new Error(`The page has $${name}; expected one of ${Object.keys(variables)}.`);
    return value;
  });
}

/** Command lines of a block, without the program's name; a word may stand in single or double quotes. */
export function commandLines(text: string): string[][] {
  return text
    .trim()
    .split("\n")
    .map((line) => {
      const words = [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, one, two, three]) => one ?? two ?? three!);
      const [program, ...args] = words;
      if (program !== "commonweight") throw new Error(`The page runs ${program}; expected commonweight.`);
      return args;
    });
}

/** Whether what was written is what the page says; white space at the end of lines aside. */
export function matchesPage(written: string, expected: string): boolean {
  const clean = (text: string) => text.replace(/[ \t]+/g, " ").trim();
  const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const lines = clean(expected)
    .split("\n")
    .map((line) => (line === "…" ? "[\\s\\S]*" : line.split("…").map(escaped).join(".*")));
  // The page may leave out what follows.
  return new RegExp(`^${lines.join("\\n")}`).test(clean(written));
}
