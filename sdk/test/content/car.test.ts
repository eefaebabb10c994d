// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { appendFile, readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { CarReader } from "@ipld/car";
import { CarWriter } from "@ipld/car/writer";
import type { CID } from "multiformats/cid";
import { exportCar, folderContentStore, importCar, memoryContentStore } from "../../src/content/index.ts";
import { assertRejects, inFolder, seededRandom } from "../fixtures.ts";
import { type Block, leaf, nodeOf } from "../support/unixfs.ts";

const large = (() => {
  const random = seededRandom(6);
  return Uint8Array.from({ length: 2 ** 20 + 5 }, () => random() * 256);
})();
const hello = new TextEncoder().encode("hello world");

/** Writes a CAR of any roots and blocks. */
async function writeCar(file: string, roots: CID[], blocks: Block[]): Promise<void> {
  const { writer, out } = CarWriter.create(roots);
  const writing = (async () => {
    for (const block of blocks) await writer.put(block);
    await writer.close();
  })();
  await writeFile(file, out);
  await writing;
}

describe("a CAR", () => {
  it("carries content from one store to another", () =>
    inFolder(async (folder) => {
      const source = memoryContentStore();
      const cid = await source.put(large);
      const file = join(folder, "data.car");
      await exportCar(source, cid, file);
      const store = folderContentStore(join(folder, "content"));
      assert.equal(await importCar(store, file), cid);
      assert.equal(await importCar(store, file), cid);
      assert.ok(Buffer.from(await store.get(cid)).equals(large));
    }));

  it("is read by the reference reader: one root, its blocks in order, each once", () =>
    inFolder(async (folder) => {
      const store = memoryContentStore();
      const same = new Uint8Array(3 * 2 ** 20).fill(7);
      const cid = await store.put(same);
      const file = join(folder, "data.car");
      await exportCar(store, cid, file);
      const reader = await CarReader.fromBytes(await readFile(file));
      assert.deepEqual((await reader.getRoots()).map(String), [cid]);
      const cids: string[] = [];
      for await (const part of reader.cids()) cids.push(part.toString());
      assert.deepEqual(cids, [cid, (await leaf(same.subarray(0, 2 ** 20))).cid.toString()]);
    }));

  it("is written whole or not at all", () =>
    inFolder(async (folder) => {
      const store = memoryContentStore();
      const cid = await store.put(large);
      await store.blocks.put((await leaf(large.subarray(2 ** 20))).cid, hello);
      const message = /has 11 bytes of another hash/;
      await assertRejects(exportCar(store, cid, join(folder, "data.car")), "ContentMismatchError", message);
      assert.deepEqual(await readdir(folder), []);
    }));

  it("brings nothing in that is no part of its content", () =>
    inFolder(async (folder) => {
      const [part, other] = [await leaf(hello), await leaf(large.subarray(0, 1000))];
      const root = await nodeOf([{ cid: part.cid, size: hello.length }]);
      const file = join(folder, "data.car");
      await writeCar(file, [root.cid], [other, part, part, root]);
      const store = memoryContentStore();
      assert.deepEqual(await store.get(await importCar(store, file)), hello);
      assert.equal(await store.has(other.cid.toString()), false);
    }));

  it("is refused when a block is missing or another, and the content is not there", () =>
    inFolder(async (folder) => {
      const part = await leaf(hello);
      const root = await nodeOf([{ cid: part.cid, size: hello.length }]);
      const file = join(folder, "data.car");
      for (const [blocks, name] of [
        [[root], "ContentMissingError"],
        [[part], "ContentMissingError"],
        [[root, { cid: part.cid, bytes: large.subarray(0, 11) }], "ContentMismatchError"],
        [[{ cid: root.cid, bytes: hello }, part], "ContentMismatchError"],
      ] as const) {
        await writeCar(file, [root.cid], [...blocks]);
        const store = memoryContentStore();
        await assertRejects(importCar(store, file), name, /data.car/);
        assert.equal(await store.has(root.cid.toString()), false);
      }
    }));

  it("is refused when it is cut short, at whatever byte, or goes on with something else", () =>
    inFolder(async (folder) => {
      const part = await leaf(hello);
      const file = join(folder, "data.car");
      await writeCar(file, [part.cid], [part]);
      const whole = await readFile(file);
      for (let length = 0; length < whole.length; length += 3) {
        await writeFile(file, whole.subarray(0, length));
        await assert.rejects(importCar(memoryContentStore(), file), (error: Error) =>
          ["InvalidFileError", "ContentMissingError"].includes(error.name),
        );
      }
      await writeFile(file, whole);
      await appendFile(file, "\u0005junk!");
      await assertRejects(importCar(memoryContentStore(), file), "InvalidFileError", /no whole CAR of version 1/);
    }));

  it("is refused with no root, several, or one that is no file", () =>
    inFolder(async (folder) => {
      const part = await leaf(hello);
      const file = join(folder, "data.car");
      for (const roots of [[], [part.cid, part.cid]]) {
        await writeCar(file, roots, [part]);
        const message = new RegExp(`The CAR has ${roots.length} roots; expected one`);
        await assertRejects(importCar(memoryContentStore(), file), "InvalidFileError", message);
      }
      const { CID } = await import("multiformats/cid");
      await writeCar(file, [CID.createV1(0x71, part.cid.multihash)], [part]);
      await assertRejects(importCar(memoryContentStore(), file), "InvalidValueError", /expected one of a file/);
    }));

  it("is not taken in beyond the limits", () =>
    inFolder(async (folder) => {
      const store = memoryContentStore();
      const cid = await store.put(large);
      const file = join(folder, "data.car");
      await exportCar(store, cid, file);
      const target = memoryContentStore();
      const small = { maxBytes: 1000, maxBlocks: 10 };
      await assertRejects(importCar(target, file, small), "ContentLimitError", /The number of bytes of .*data.car is/);
      await assertRejects(importCar(target, file, { maxBytes: 2 ** 20 }), "ContentLimitError", /bytes of bafy/);
      await assertRejects(importCar(target, file, { maxBlocks: 2 }), "ContentLimitError", /blocks of .*data.car is 3/);
      assert.equal(await target.has(cid), false);
      // A length of 2^42 bytes, and next to nothing behind it.
      const head = (await readFile(file)).subarray(0, 59);
      await writeFile(file, Buffer.concat([head, Buffer.from([0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01])]));
      await appendFile(file, (await leaf(hello)).cid.bytes);
      await assertRejects(importCar(target, file), "ContentLimitError", /The length of a part of the CAR is \d{13}/);
      // A file with a hole as large as a disk.
      await truncate(file, 2 ** 40);
      await assertRejects(
        importCar(target, file),
        "ContentLimitError",
        /The number of bytes of .*data.car is 1099511627776/,
      );
    }));

  it("is missed where there is none", () =>
    inFolder((folder) =>
      assertRejects(importCar(memoryContentStore(), join(folder, "no.car")), "InvalidFileError", /cannot be read/),
    ));
});
