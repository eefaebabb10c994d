// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { readSymbols, windowsOf } from "../../src/data/index.ts";
import { assertRejects, inFolder } from "../fixtures.ts";

const withFile = (content: string | Uint8Array, action: (path: string) => Promise<void>) =>
  inFolder(async (folder) => {
    const path = join(folder, "run.txt");
    await writeFile(path, content);
    await action(path);
  });

describe("readSymbols", () => {
  const read: [string, string, string | undefined, number[]][] = [
    [
      "numbers with commas, spaces and line breaks between them",
      "\uFEFF0,1 2\r\n\n 3,\n4\n",
      undefined,
      [0, 1, 2, 3, 4],
    ],
    ["a text by its alphabet, but for its last line break", "cab b\n", " abc", [3, 1, 2, 0, 2]],
    ["a text whose alphabet has line breaks, with the last", "a\n\nb\n", "\nab", [1, 0, 0, 2, 0]],
    ["characters beyond the first plane as one symbol each", "🙂a🙂", "a🙂", [1, 0, 1]],
    ["digits as characters where there is an alphabet", "10", "01", [1, 0]],
  ];
  for (const [what, text, alphabet, symbols] of read) {
    it(`reads ${what}`, () =>
      withFile(text, async (path) => assert.deepEqual(await readSymbols(path, { alphabet }), { symbols })));
  }

  const refused: [string, string | Uint8Array, string | undefined, RegExp][] = [
    ["an empty file", "", undefined, /run\.txt: The file has no symbol; expected at least one\.$/],
    ["a text of nothing but its line break", "\n", "ab", /has no symbol/],
    ["a text without an alphabet", "1,2\nthree\n", undefined, /run\.txt:2: It has "three"; expected symbols: integers/],
    ["a fraction", "1,2.5", undefined, /run\.txt:1: It has "2\.5"/],
    ["a negative number", "1\n-1", undefined, /run\.txt:2: It has "-1"/],
    ["a number too large to be exact", "9007199254740993", undefined, /It has "9007199254740993"/],
    [
      "a character beyond the alphabet",
      "ab\nac",
      "\nab",
      /run\.txt:2: The text has the character "c"; expected those of/,
    ],
    ["a line break in the middle of a text", "a\nb", "ab", /run\.txt:1: The text has the character "\\n"/],
    ["bytes that are no text", new Uint8Array([0xff, 0xfe]), "ab", /is not UTF-8; expected a text\.$/],
  ];
  for (const [what, content, alphabet, message] of refused) {
    it(`refuses ${what}`, () =>
      withFile(content, (path) => assertRejects(readSymbols(path, { alphabet }), "InvalidFileError", message)));
  }

  it("refuses an alphabet that is none, and a file that is not there", () =>
    withFile("ab", async (path) => {
      for (const alphabet of [
        "",
        "a",
        "aba",
        "x".repeat(2),
        Array.from({ length: 65 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join(""),
      ]) {
        await assertRejects(
          readSymbols(path, { alphabet }),
          "InvalidValueError",
          /^alphabet is .*; expected 2 to 64 characters, each once\.$/,
        );
      }
      await assertRejects(readSymbols(`${path}.absent`), "InvalidFileError", /cannot be read/);
    }));
});

describe("windowsOf", () => {
  it("has a sample for each symbol that enough others come before", () => {
    assert.deepEqual(windowsOf([0, 1, 2, 3], 2), {
      inputs: [
        [0, 1],
        [1, 2],
      ],
      labels: [2, 3],
    });
    assert.deepEqual(windowsOf([0, 1], 2), { inputs: [], labels: [] });
  });
});
