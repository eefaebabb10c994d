// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { readCsv, readIdx } from "../../src/data/index.ts";
import { assertRejects, inFolder } from "../fixtures.ts";

describe("readCsv", () => {
  const withFile = (text: string, action: (path: string) => Promise<void>) =>
    inFolder(async (folder) => {
      const path = join(folder, "data.csv");
      await writeFile(path, text);
      await action(path);
    });

  it("reads numbers with the label last, past spaces, empty lines, Windows line ends and a byte-order mark", async () => {
    await withFile("\uFEFF0, 16,1\r\n\r\n-1.5,2e1,0\r\n", async (path) => {
      assert.deepEqual(await readCsv(path), {
        features: [
          [0, 16],
          [-1.5, 20],
        ],
        labels: [1, 0],
      });
    });
  });

  const refused: [string, string, RegExp][] = [
    ["an empty file", "", /data\.csv: The file has no row; expected at least one sample\.$/],
    ["a file of empty lines", "\n\n", /data\.csv: The file has no row/],
    ["a shorter row", "1,2,3\n\n1,2\n", /data\.csv:3: The row has 2 columns; expected 3, as in the first row\.$/],
    ["a longer row", "1,2\n1,2,3\n", /data\.csv:2: The row has 3 columns; expected 2/],
    [
      "a single column",
      "1;2\n",
      /data\.csv:1: The row has 1 column; expected at least 2, separated by commas, the last/,
    ],
    ["a header", "a,b\n1,2\n", /data\.csv:1: Column 1 is "a"; expected a number\.$/],
    ["an empty value", "1,,3\n", /data\.csv:1: Column 2 is ""; expected a number\.$/],
    ["a hexadecimal number", "0x10,1\n", /Column 1 is "0x10";/],
    ["an infinite number", "1e999,1\n", /Column 1 is "1e999";/],
    [
      "a fraction as a label",
      "1,2.5\n",
      /data\.csv:1: The label in column 2 is 2\.5; expected an integer of zero or more\.$/,
    ],
    ["a negative label", "1,2\n1,-1\n", /data\.csv:2: The label in column 2 is -1;/],
    ["an open quote", '1,"2\n', /The text is not well-formed CSV\.$/],
  ];
  for (const [what, text, message] of refused) {
    it(`refuses ${what}`, () => withFile(text, (path) => assertRejects(readCsv(path), "InvalidFileError", message)));
  }

  it("refuses a missing file, and names it", () =>
    inFolder((folder) =>
      assertRejects(readCsv(join(folder, "none.csv")), "InvalidFileError", /none\.csv: The file cannot be read;/),
    ));
});

/** Header and bytes of an IDX file. */
function idx(magic: number, dimensions: number[], data: number[]): Buffer {
  const header = Buffer.alloc(4 * (1 + dimensions.length));
  for (const [i, field] of [magic, ...dimensions].entries()) header.writeUInt32BE(field, 4 * i);
  return Buffer.concat([header, Buffer.from(data)]);
}

describe("readIdx", () => {
  const images = idx(0x803, [2, 1, 3], [0, 1, 2, 253, 254, 255]);
  const labels = idx(0x801, [2], [7, 9]);
  const withFiles = (first: Buffer, second: Buffer, action: (images: string, labels: string) => Promise<void>) =>
    inFolder(async (folder) => {
      const paths = [join(folder, "images"), join(folder, "labels")] as const;
      await writeFile(paths[0], first);
      await writeFile(paths[1], second);
      await action(...paths);
    });

  it("reads images row by row, and labels", () =>
    withFiles(images, labels, async (...paths) => {
      assert.deepEqual(await readIdx(...paths), {
        features: [
          [0, 1, 2],
          [253, 254, 255],
        ],
        labels: [7, 9],
      });
    }));

  const refused: [string, Buffer, Buffer, RegExp][] = [
    ["swapped files", labels, images, /images: The file has 10 bytes; expected a header of 16\.$/],
    [
      "another magic number",
      idx(0x801, [2, 1, 3], []),
      labels,
      /images: The magic number is 0x00000801; expected 0x00000803: images, rows, columns\.$/,
    ],
    ["an empty file", Buffer.alloc(0), labels, /images: The file has 0 bytes;/],
    [
      "an empty dimension",
      idx(0x803, [2, 0, 3], []),
      labels,
      /images: The number of rows is 0; expected at least 1\.$/,
    ],
    [
      "truncated images",
      images.subarray(0, -1),
      labels,
      /images: The file has 21 bytes; expected 22 for 2 × 1 × 3 images\.$/,
    ],
    [
      "bytes after the labels",
      images,
      Buffer.concat([labels, Buffer.from([0])]),
      /labels: The file has 11 bytes; expected 10/,
    ],
    [
      "another number of labels",
      images,
      idx(0x801, [3], [1, 2, 3]),
      /labels: The file has 3 labels; expected 2, one for each image in /,
    ],
  ];
  for (const [what, first, second, message] of refused) {
    it(`refuses ${what}`, () =>
      withFiles(first, second, (...paths) => assertRejects(readIdx(...paths), "InvalidFileError", message)));
  }
});
