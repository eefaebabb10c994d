// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import { keccak256, toBytes } from "viem";
import { FIELD_ORDER } from "../../src/proving/index.ts";
import {
  bytesToWords,
  canonicalJson,
  definitionId,
  packLanes,
  packTightly,
  unpackTightly,
  valuesPerWord,
  wordCount,
  wordsToBytes,
  writeFileAtomic,
} from "../../src/utils/index.ts";
import { assertRejects, assertThrows, checkProperty, edgeFieldElement, edgeInteger, inFolder } from "../fixtures.ts";

describe("canonicalJson", () => {
  it("sorts keys at every depth and writes no white space", () => {
    const value = { b: [{ d: 1, c: "x y" }], a: -2, A: {}, é: '"' };
    assert.equal(canonicalJson(value), '{"A":{},"a":-2,"b":[{"c":"x y","d":1}],"é":"\\""}');
    assert.equal(canonicalJson({ zero: -0 }), '{"zero":0}');
  });

  it("refuses whatever has more than one way to be written", () => {
    const expected = "; expected an object, a list, a string or a safe integer.";
    assertThrows(() => canonicalJson({ a: [0, 0.5] }), "InvalidValueError", `definition.a[1] is 0.5${expected}`);
    assertThrows(
      () => canonicalJson({ a: 2 ** 53 }),
      "InvalidValueError",
      `definition.a is 9007199254740992${expected}`,
    );
    assertThrows(() => canonicalJson({ a: null }), "InvalidValueError", `definition.a is null${expected}`);
    assertThrows(() => canonicalJson({ a: true }), "InvalidValueError", `definition.a is true${expected}`);
    assertThrows(() => canonicalJson({ a: undefined }), "InvalidValueError", `definition.a is missing${expected}`);
    assertThrows(() => canonicalJson(1n), "InvalidValueError", `definition is 1${expected}`);
    assertThrows(() => canonicalJson(new Date(0)), "InvalidValueError", /^definition is an object/);
  });

  it("is hashed as UTF-8", () => assert.equal(definitionId({ é: "ß" }), keccak256(toBytes('{"é":"ß"}'))));
});

describe("words as bytes", () => {
  it("are 32 bytes each, big-endian", () => {
    assert.equal(wordsToBytes([1n, 256n]), `0x${"1".padStart(64, "0")}${"100".padStart(64, "0")}`);
    assert.equal(wordsToBytes([]), "0x");
  });

  it("come back as they were", () => {
    checkProperty(
      fc.property(fc.array(edgeFieldElement), (words) => assert.deepEqual(bytesToWords(wordsToBytes(words)), words)),
    );
  });

  it("are refused if they are not below p, incomplete, or not hexadecimal", () => {
    assertThrows(() => wordsToBytes([0n, FIELD_ORDER]), "InvalidValueError", /^words\[1\] is 2188/);
    assertThrows(() => bytesToWords(`0x${FIELD_ORDER.toString(16)}`), "InvalidValueError", /^words\[0\] is 2188/);
    assertThrows(
      () => bytesToWords("0x00"),
      "InvalidValueError",
      "The number of bytes is 1; expected a multiple of 32.",
    );
    assertThrows(
      () => bytesToWords(`0x${"0".repeat(63)}`),
      "InvalidValueError",
      "The number of bytes is 31.5; expected a multiple of 32.",
    );
    assertThrows(
      () => bytesToWords(`0x${"g".repeat(64)}`),
      "InvalidValueError",
      /expected hexadecimal digits after 0x\.$/,
    );
  });
});

describe("packing", () => {
  it("fills 248 bits of a word", () => {
    assert.deepEqual([2, 3, 4, 7, 8, 16, 18].map(valuesPerWord), [124, 82, 62, 35, 31, 15, 13]);
    assert.equal(wordCount(31, 8), 1);
    assert.equal(wordCount(32, 8), 2);
    assert.equal(
      packTightly(
        Array.from({ length: 31 }, () => 255),
        8,
      )[0],
      2n ** 248n - 1n,
    );
  });

  it("is undone by unpacking", () => {
    const example = fc
      .integer({ min: 1, max: 18 })
      .chain((bits) => fc.tuple(fc.constant(bits), fc.array(edgeInteger(0, 2 ** bits - 1), { maxLength: 300 })));
    checkProperty(
      fc.property(example, ([bits, values]) => {
        const words = packTightly(values, bits);
        assert.equal(words.length, wordCount(values.length, bits));
        assert.deepEqual(unpackTightly(words, bits, values.length, 0), values);
      }),
    );
  });

  it("sums signed lanes over the integers", () => {
    assert.equal(packLanes([-1, 1], 8), 255n);
    assert.equal(packLanes([1, -1], 8), -255n);
    assert.equal(packLanes([], 8), 0n);
  });
});

describe("writeFileAtomic", () => {
  it("replaces a file, makes missing folders and leaves nothing else", () =>
    inFolder(async (folder) => {
      const path = join(folder, "a", "b", "file");
      await writeFileAtomic(path, "old");
      await writeFileAtomic(path, new Uint8Array([110, 101, 119]));
      assert.equal(await readFile(path, "utf8"), "new");
      assert.deepEqual(await readdir(join(folder, "a", "b")), ["file"]);
    }));

  it("leaves one whole file of many writers", () =>
    inFolder(async (folder) => {
      const path = join(folder, "file");
      const texts = Array.from({ length: 8 }, (_, i) => String(i).repeat(10_000));
      await Promise.all(texts.map((text) => writeFileAtomic(path, text)));
      assert.ok(texts.includes(await readFile(path, "utf8")));
      assert.deepEqual(await readdir(folder), ["file"]);
    }));

  it("leaves what was there, and no temporary file, if it fails", () =>
    inFolder(async (folder) => {
      const path = join(folder, "taken");
      await mkdir(path);
      await writeFile(join(path, "inside"), "kept");
      await assertRejects(writeFileAtomic(path, "data"), "InvalidFileError", /taken: The file cannot be written;/);
      assert.deepEqual(await readdir(folder), ["taken"]);
      assert.equal(await readFile(join(path, "inside"), "utf8"), "kept");
    }));
});
