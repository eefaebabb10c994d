// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import {
  decodeSafetensors,
  encodeSafetensors,
  loadSafetensors,
  saveSafetensors,
} from "../../../src/model/import/index.ts";
import { assertRejects, assertThrows, inFolder, integerBelow, seededRandom } from "../../fixtures.ts";

/** A file with this header, as it stands, and so many bytes of data. */
function file(header: unknown, dataBytes: number, length?: bigint): Uint8Array {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const entry = (shape: unknown, offsets: unknown, dtype: unknown = "F32") => ({ dtype, shape, data_offsets: offsets });

describe("encodeSafetensors and decodeSafetensors", () => {
  const tensors = [
    { name: "fc.weight", shape: [2, 3], values: [1, -2.5, 3, 0.25, 5, 6] },
    { name: "fc.bias", shape: [2], values: [0.5, -0.5] },
    { name: "scalar", shape: [], values: [7] },
  ];

  for (const type of ["F32", "F64"] as const) {
    it(`give back what was written in ${type}, in its order`, () => {
      const decoded = decodeSafetensors(encodeSafetensors(tensors, { type, metadata: { format: "pt" } }));
      assert.deepEqual(
        decoded.map(({ name, shape, values }) => ({ name, shape, values: [...values] })),
        tensors,
      );
    });
  }

  it("align numbers to eight bytes", () => {
    const bytes = encodeSafetensors(tensors);
    assert.equal(new DataView(bytes.buffer).getBigUint64(0, true) % 8n, 0n);
  });

  it("read numbers of 16 bits: normal, subnormal, signed, and brain floats", () => {
    const halves = file({ h: entry([4], [0, 8], "F16"), b: entry([2], [8, 12], "BF16") }, 12);
    const view = new DataView(halves.buffer, halves.byteLength - 12);
    for (const [i, bits] of [0x3c00, 0xc500, 0x0001, 0x7bff, 0x3f80, 0xc2f7].entries())
      view.setUint16(2 * i, bits, true);
    const [h, b] = decodeSafetensors(halves);
    assert.deepEqual([...h!.values], [1, -5, 2 ** -24, 65504]);
    assert.deepEqual([...b!.values], [1, -123.5]);
  });

  it("refuse to write a name twice, and another number of values than the shape has", () => {
    const twice = [tensors[0]!, tensors[0]!];
    assertThrows(
      () => encodeSafetensors(twice),
      "InvalidValueError",
      'The name of a tensor is "fc.weight"; expected one that no other has.',
    );
    assertThrows(
      () => encodeSafetensors([{ name: "w", shape: [2, 2], values: [1, 2, 3] }]),
      "InvalidValueError",
      "The number of values of the tensor w is 3; expected the product of [2, 2].",
    );
  });

  const many = Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`t${i}`, entry([1], [4 * i, 4 * i + 4])]));
  const refused: [what: string, bytes: Uint8Array, problem: string | RegExp][] = [
    ["an empty file", new Uint8Array(0), "It has 0 bytes; expected at least 8, the length of its header."],
    ["a header longer than the file", file("{}", 0, 3n), "Its header has 3 bytes; expected at most 2."],
    [
      "a header of 2^63 bytes",
      file("{}", 0, 2n ** 63n),
      /Its header has 9223372036854775808 bytes; expected at most 2/,
    ],
    ["no JSON", file("{", 0), "Its header of 1 bytes is no JSON; expected an object."],
    ["a header that is no UTF-8", Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xfe), /is no JSON/],
    ["a list", file("[]", 0), "Its header is no object; expected one."],
    [
      "an entry that is no object",
      file({ w: 1 }, 0),
      "The entry of the tensor w is no object; expected dtype, shape and data_offsets.",
    ],
    [
      "integers",
      file({ w: entry([1], [0, 8], "I64") }, 8),
      'The dtype of the tensor w is "I64"; expected one of F64, F32, F16, BF16.',
    ],
    [
      "a dtype of an object's own",
      file({ w: entry([1], [0, 8], "constructor") }, 8),
      /^f: The dtype of the tensor w is "constructor"/,
    ],
    ["a missing dtype", file({ w: { shape: [1], data_offsets: [0, 4] } }, 4), /The dtype of the tensor w is missing/],
    [
      "a negative length",
      file({ w: entry([-1], [0, 4]) }, 4),
      "The shape of the tensor w is [-1]; expected at most 8 lengths of one or more.",
    ],
    [
      "a length of zero",
      file({ w: entry([0, 2 ** 50], [0, 0]) }, 0),
      /The shape of the tensor w is \[0,1125899906842624\]/,
    ],
    ["a broken length", file({ w: entry([1.5], [0, 4]) }, 4), /expected at most 8 lengths/],
    ["nine dimensions", file({ w: entry(Array(9).fill(1), [0, 4]) }, 4), /expected at most 8 lengths/],
    ["a product beyond 2^53", file({ w: entry([2 ** 30, 2 ** 30], [0, 4]) }, 4), /expected at most 8 lengths/],
    [
      "a shape of more bytes than there are",
      file({ w: entry([2 ** 40], [0, 4]) }, 4),
      "The tensor w has 4 bytes; expected 4398046511104, for its shape of F32.",
    ],
    [
      "offsets beyond the file",
      file({ w: entry([2], [0, 8]) }, 4),
      "Its tensors end at byte 8 of the data; expected 4, the end of the file.",
    ],
    [
      "data after the last tensor",
      file({ w: entry([1], [0, 4]) }, 8),
      "Its tensors end at byte 4 of the data; expected 8, the end of the file.",
    ],
    [
      "offsets in the wrong order",
      file({ w: entry([1], [4, 0]) }, 4),
      "The data_offsets of the tensor w are [4,0]; expected a start and an end.",
    ],
    ["three offsets", file({ w: entry([1], [0, 4, 8]) }, 4), /The data_offsets of the tensor w are/],
    [
      "no offsets",
      file({ w: { dtype: "F32", shape: [1] } }, 4),
      "The data_offsets of the tensor w are missing; expected a start and an end.",
    ],
    [
      "an overlap",
      file({ v: entry([2], [0, 8]), w: entry([1], [4, 8]) }, 8),
      "The tensor w begins at byte 4 of the data; expected 8, the end of the one before.",
    ],
    [
      "a gap",
      file({ v: entry([1], [0, 4]), w: entry([1], [8, 12]) }, 12),
      "The tensor w begins at byte 8 of the data; expected 4, the end of the one before.",
    ],
    [
      "a name twice",
      file(
        '{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}, "\\u0077" : {"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
        4,
      ),
      'Its header has the key "w" twice; expected once.',
    ],
    [
      "a key of an entry twice",
      file('{"w":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}', 4),
      'Its header has the key "shape" twice; expected once.',
    ],
    ["too many tensors", file(many, 40_004), "It has 10001 tensors; expected at most 10000."],
  ];
  for (const [what, bytes, problem] of refused) {
    it(`refuse ${what}`, () => {
      assertThrows(
        () => decodeSafetensors(bytes, "f"),
        "InvalidFileError",
        typeof problem === "string" ? `f: ${problem}` : problem,
      );
    });
  }

  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
    it(`refuse ${value} among the numbers`, () => {
      const bytes = encodeSafetensors([{ name: "w", shape: [2], values: [0, value] }]);
      const message = `f: Number 1 of the tensor w is ${value}; expected a finite number.`;
      assertThrows(() => decodeSafetensors(bytes, "f"), "InvalidFileError", message);
    });
  }

  it("either read a file with any bytes changed, or refuse it with an error of ours", () => {
    const random = seededRandom(1);
    const original = encodeSafetensors(tensors, { metadata: { format: "pt" } });
    const results = { read: 0, refused: 0 };
    for (let run = 0; run < 4000; run++) {
      const bytes = original.slice(0, random() < 0.2 ? integerBelow(random, original.length) : original.length);
      // Mostly in the header, where the claims stand.
      const changes = 1 + integerBelow(random, 3);
      for (let i = 0; i < changes && bytes.length > 0; i++) {
        bytes[integerBelow(random, bytes.length)] =
          random() < 0.5 ? integerBelow(random, 256) : 0x30 + integerBelow(random, 10);
      }
      try {
        const decoded = decodeSafetensors(bytes);
        results.read++;
        assert.ok(decoded.reduce((sum, { values }) => sum + values.length, 0) <= original.length);
      } catch (error) {
        assert.equal((error as Error).name, "InvalidFileError", `${error}`);
        results.refused++;
      }
    }
    assert.ok(results.read > 100 && results.refused > 1000, JSON.stringify(results));
  });
});

describe("loadSafetensors and saveSafetensors", () => {
  it("write a file that only its owner can read, and read it", () =>
    inFolder(async (folder) => {
      const path = join(folder, "model.safetensors");
      await saveSafetensors(path, [{ name: "w", shape: [2], values: [1, 2] }]);
      assert.equal((await stat(path)).mode & 0o777, 0o600);
      const [tensor] = await loadSafetensors(path);
      assert.deepEqual([...tensor!.values], [1, 2]);
    }));

  it("refuse a file beyond the limit, a folder, and a missing file, before anything is read", () =>
    inFolder(async (folder) => {
      const path = join(folder, "large.safetensors");
      await writeFile(path, new Uint8Array(101));
      await symlink(folder, join(folder, "link.safetensors"));
      await assertRejects(
        loadSafetensors(path, { maximumBytes: 100 }),
        "InvalidFileError",
        `${path}: It has 101 bytes; expected at most 100.`,
      );
      await assertRejects(
        loadSafetensors(join(folder, "link.safetensors")),
        "InvalidFileError",
        /It is no file; expected one/,
      );
      await assertRejects(loadSafetensors(join(folder, "none")), "InvalidFileError", /cannot be read/);
    }));
});
