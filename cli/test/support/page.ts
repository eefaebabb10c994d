// SPDX-License-Identifier: MIT
// Pages of documentation that are played from their first line to their last. Command lines run as they stand, and what the page says is printed
// is looked for in what they wrote together; `…` stands for anything. Between them stand remarks that readers do not see, in comments of HTML:
//   <!-- as backer -->            whose command lines follow
//   <!-- code 8 -->               with what code the last line of the next block ends
//   <!-- file draft.yaml -->      the next block is a file
//   <!-- not played: WHY -->      the next block is left out
// All others are for who plays the page: what others do meanwhile, and how time goes by.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { codeBlocksOf } from "../../../scripts/docs/codeBlocks.ts";
import type { Ran } from "./testIo.ts";

/** How a page is played. */
export interface Player {
  /** Where the page's files are written. */
  folder: string;
  /** What `$NAME` stands for, by the name. */
  variables: Readonly<Record<string, string>>;
  /** Runs a command line, without the program's name. */
  run(account: string, args: readonly string[]): Promise<Pick<Ran, "code" | "stdout" | "stderr">>;
  /** Does what a remark says. */
  remark(text: string): Promise<void>;
  /** Changes what the page has, such as names; nothing unless given. */
  adapt?(text: string): string;
}

/** Plays a page. @returns how many command lines were run */
export async function playPage(path: string, player: Player): Promise<number> {
  let [account, code, printed, count] = ["", 0, "", 0];
  let file: string | undefined;
  let played = true;
  for (const { line, language, text } of readPage(path)) {
    const where = `${basename(path)}:${line}`;
    if (language === undefined) {
      const [, verb, rest = ""] = /^(as|code|file|not played:) (.+)$/.exec(text) ?? [];
      if (verb === "as") account = rest;
      else if (verb === "code") code = Number(rest);
      else if (verb === "file") file = rest;
      else if (verb !== undefined) played = false;
      else await player.remark(text);
      continue;
    }
    const [made, isPlayed] = [file, played];
    [file, played] = [undefined, true];
    if (!isPlayed) continue;
    const content = withVariables(player.adapt?.(text) ?? text, player.variables);
    if (made !== undefined) {
      await writeFile(join(player.folder, made), content);
    } else if (language === "text") {
      assertPrinted(printed, content, where);
    } else {
      assert.equal(language, "sh", where);
      printed = "";
      const lines = commandLines(content);
      for (const [i, args] of lines.entries()) {
        const ran = await player.run(account, args);
        assert.equal(ran.code, i === lines.length - 1 ? code : 0, `${where}: ${args.join(" ")}\n${ran.stderr}`);
        printed += ran.stdout;
      }
      count += lines.length;
      code = 0;
    }
  }
  return count;
}

/** Blocks and remarks of a page, in its order; a remark has no language. */
function readPage(path: string): { line: number; language?: string; text: string }[] {
  const page = readFileSync(path, "utf8");
  const blocks = codeBlocksOf(page).map(({ line, language, code }) => ({ line, language, text: code }));
  const remarks = page.split("\n").flatMap((text, i) => {
    const remark = /^<!-- (.+) -->$/.exec(text)?.[1];
    return remark === undefined ? [] : [{ line: i + 1, text: remark }];
  });
  return [...blocks, ...remarks].sort((a, b) => a.line - b.line);
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

/** Asserts that lines of a page are in what was printed, in their order; how many spaces stand in a row does not count. */
export function assertPrinted(printed: string, expected: string, where: string): void {
  const clean = (text: string) => text.replace(/[ \t]+/g, " ");
  const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  let rest = clean(printed);
  for (const line of clean(expected).split("\n")) {
    const found = new RegExp(line.trim().split("…").map(escaped).join("[^]*?")).exec(rest);
    assert.ok(found, `${where}: the page says that this is printed:\n${line}\nIt is not in what comes next:\n${rest}`);
    rest = rest.slice(found.index + found[0].length);
  }
}
