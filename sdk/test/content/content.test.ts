// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { CID } from "multiformats/cid";
import { sha256 } from "multiformats/hashes/sha2";
import {
  type ContentStore,
  copyContent,
  folderContentStore,
  kuboContentStore,
  memoryContentStore,
  putFile,
  saveFile,
} from "../../src/content/index.ts";
import { assertRejects, inFolder, integerBelow, seededRandom } from "../fixtures.ts";
import { withContentServer } from "../support/contentServer.ts";
import { type Block, leaf, nodeOf, pbBlock, unixfsTypes } from "../support/unixfs.ts";

const MIB = 2 ** 20;
const hello = new TextEncoder().encode("hello world");
/** The CID that any IPFS tool gives these bytes as a raw block. */
const HELLO = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";
/** Bytes of three blocks and a half. */
const large = randomBytes(3 * MIB + MIB / 2, 1);

function randomBytes(length: number, seed: number): Uint8Array {
  const random = seededRandom(seed);
  return Uint8Array.from({ length }, () => integerBelow(random, 256));
}

/** The bytes in parts of a length. */
async function* inParts(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

/** A store in memory that holds blocks, and the last of them as its content. */
async function storeOf(...blocks: Block[]): Promise<{ store: ContentStore; cid: string }> {
  const store = memoryContentStore();
  for (const { cid, bytes } of blocks) await store.blocks.put(cid, bytes);
  return { store, cid: blocks.at(-1)!.cid.toString() };
}

const stores: [string, (action: (store: ContentStore) => Promise<void>) => Promise<void>][] = [
  ["in memory", (action) => action(memoryContentStore())],
  ["in a folder", (action) => inFolder((folder) => action(folderContentStore(join(folder, "content"))))],
  ["of Kubo", (action) => withContentServer(({ url }) => action(kuboContentStore(url)))],
];

for (const [where, withStore] of stores) {
  describe(`a content store ${where}`, () => {
    it("gives back what was put, of one block and of many", () =>
      withStore(async (store) => {
        assert.equal(await store.put(hello), HELLO);
        assert.deepEqual(await store.get(HELLO), hello);
        const cid = await store.put(large);
        assert.ok(Buffer.from(await store.get(cid)).equals(large));
        assert.equal(await store.has(cid), true);
      }));

    it("keeps nothing as something", () =>
      withStore(async (store) => {
        const cid = await store.put(new Uint8Array());
        assert.deepEqual(await store.get(cid), new Uint8Array());
        assert.equal(await store.has(cid), true);
      }));

    it("says what it has not", () =>
      withStore(async (store) => {
        assert.equal(await store.has(HELLO), false);
        const name = where === "of Kubo" ? "ContentServerError" : "ContentMissingError";
        await assertRejects(store.get(HELLO), name, where === "of Kubo" ? /block.get answered 500/ : /is not in/);
      }));

    it("hands out the same bytes under an older CID, and a URI", () =>
      withStore(async (store) => {
        await store.put(hello);
        assert.deepEqual(await store.get(`ipfs://${HELLO}`), hello);
        const node = await nodeOf([{ cid: (await leaf(hello)).cid, size: hello.length }]);
        await store.blocks.put(node.cid, node.bytes);
        assert.deepEqual(await store.get(node.cid.toV0().toString()), hello);
      }));
  });
}

describe("a CID", () => {
  it("is the same for the same bytes, however they come and wherever they go", async () => {
    const leaves = (await leavesOf(large)).map((block) => ({ cid: block.cid, size: block.bytes.length }));
    const cid = (await nodeOf(leaves)).cid.toString();
    assert.equal(cid, "bafybeic37rjswqqp3t74d7agejxunkixiyxevwpr7fbik6pkhy6ue23oxq");
    assert.equal(await memoryContentStore().put(large), cid);
    for (const length of [1000, MIB - 1, MIB, MIB + 1, large.length]) {
      assert.equal(await memoryContentStore().put(inParts(large, length)), cid);
    }
    await inFolder(async (folder) => assert.equal(await folderContentStore(folder).put(large), cid));
  });

  it("differs where a bit does", () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.nat(), async (bytes, at) => {
        const changed = Uint8Array.from(bytes);
        changed[at % bytes.length]! ^= 1 << (at % 8);
        const store = memoryContentStore();
        assert.notEqual(await store.put(bytes), await store.put(changed));
        assert.deepEqual(await store.get(await store.put(bytes)), bytes);
      }),
      { seed: 3, numRuns: 50 },
    ));

  for (const [what, value, expected] of [
    ["no CID", "hello", "a CID, with no path after it"],
    ["empty", "", "a CID, with no path after it"],
    ["a path", `${HELLO}/../../etc/passwd`, "a CID, with no path after it"],
    ["a path of a URI", `ipfs://${HELLO}/card.md`, "a CID, with no path after it"],
    ["a relative path", "../../etc/passwd", "a CID, with no path after it"],
    ["endless", `b${"a".repeat(100_000)}`, "a CID, with no path after it"],
    // Its hash is the identity: the bytes are in the CID itself, and no hash is checked.
    ["of another hash", "bafkqac3imvwgy3zao5xxe3de", "one over sha2-256"],
    ["of another codec", "bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua", "one of a file: raw or dag-pb"],
  ] as const) {
    it(`is refused when it is ${what}`, async () => {
      const store = memoryContentStore();
      await assert.rejects(store.get(value), (error: Error & { expected?: string }) => {
        assert.deepEqual([error.name, error.expected], ["InvalidValueError", expected], `${error}`);
        return true;
      });
    });
  }
});

describe("a tree of several levels", () => {
  it("is read in the order of the file", async () => {
    const parts = await Promise.all(["to be ", "or not ", "to be"].map((text) => leaf(new TextEncoder().encode(text))));
    const [first, second, third] = parts.map(({ cid, bytes }) => ({ cid, size: bytes.length }));
    const left = await nodeOf([first!, second!]);
    const root = await nodeOf([{ cid: left.cid, size: first!.size + second!.size }, third!]);
    const { store, cid } = await storeOf(...parts, left, root);
    assert.equal(new TextDecoder().decode(await store.get(cid)), "to be or not to be");
    assert.equal(await store.has(cid), true);
  });
});

describe("content that is not what it says", () => {
  const message = /of memory has \d+ bytes of another hash; expected the bytes that the CID names/;

  it("is refused where a block is another", async () => {
    const store = memoryContentStore();
    const cid = await store.put(large);
    for (const { cid: part } of await leavesOf(large)) {
      const bytes = (await store.blocks.get(part))!;
      await store.blocks.put(part, hello);
      await assertRejects(store.get(cid), "ContentMismatchError", message);
      await store.blocks.put(part, bytes);
    }
    assert.ok(Buffer.from(await store.get(cid)).equals(large));
  });

  it("gives no part of a block that is another", async () => {
    const store = memoryContentStore();
    const cid = await store.put(large);
    await store.blocks.put((await leavesOf(large))[1]!.cid, hello);
    const parts: number[] = [];
    const read = async () => {
      for await (const part of store.read(cid)) parts.push(part.length);
    };
    await assertRejects(read(), "ContentMismatchError", message);
    assert.deepEqual(parts, [MIB]);
  });

  it("is refused where it is a directory, a symbolic link, or no node at all", async () => {
    const directory = await nodeOf([], { type: unixfsTypes.directory });
    const link = await nodeOf([], { type: unixfsTypes.symlink });
    const junk = await pbBlock([1, 2, 3]);
    for (const [block, expected] of [
      [directory, /is a directory; expected a file/],
      [link, /is a symlink; expected a file/],
      [junk, /is no UnixFS node; expected a file/],
    ] as const) {
      const { store, cid } = await storeOf(block);
      await assertRejects(store.get(cid), "ContentMismatchError", expected);
    }
  });

  it("is refused where sizes lie: less or more than there is, or not one a link", async () => {
    const part = await leaf(hello);
    for (const size of [10, 12]) {
      const { store, cid } = await storeOf(part, await nodeOf([{ cid: part.cid, size }]));
      const expected = new RegExp(`holds 11 bytes of a file; expected ${size}`);
      await assertRejects(store.get(cid), "ContentMismatchError", expected);
    }
    const { store, cid } = await storeOf(part, await nodeOf([{ cid: part.cid, size: 11 }], { sizes: [5, 6] }));
    await assertRejects(store.get(cid), "ContentMismatchError", /has 1 links with 2 sizes; expected one size a link/);
  });

  it("is refused where it links to what cannot be checked", async () => {
    const part = await leaf(hello);
    const other = { ...(await sha256.digest(hello)), code: 0x11 };
    const { CID } = await import("multiformats/cid");
    const { create } = await import("multiformats/hashes/digest");
    const weak: CID = CID.createV1(part.cid.code, create(other.code, other.digest));
    const { store, cid } = await storeOf(await nodeOf([{ cid: weak, size: 11 }]));
    await assertRejects(store.get(cid), "ContentMismatchError", /links to .*; expected a CID: one over sha2-256/);
  });
});

async function leavesOf(bytes: Uint8Array): Promise<Block[]> {
  const count = Math.ceil(bytes.length / MIB);
  return Promise.all(Array.from({ length: count }, (_, i) => leaf(bytes.subarray(i * MIB, (i + 1) * MIB))));
}

describe("limits", () => {
  it("stop content that is too large by its first block", async () => {
    const store = memoryContentStore();
    const cid = await store.put(large);
    const asked: string[] = [];
    const blocks = store.blocks;
    const get = blocks.get;
    blocks.get = (part) => {
      asked.push(part.toString());
      return get(part);
    };
    const maxBytes = large.length - 1;
    const message = `The number of bytes of ${cid} is ${large.length}; expected at most ${maxBytes}.`;
    await assertRejects(store.get(cid, { maxBytes }), "ContentLimitError", message);
    assert.deepEqual(asked, [cid]);
    assert.equal((await store.get(cid, { maxBytes: large.length })).length, large.length);
  });

  it("stop content of too many blocks", async () => {
    const store = memoryContentStore();
    const cid = await store.put(large);
    const message = /The number of blocks of .* is 5; expected at most 4/;
    await assertRejects(store.get(cid, { maxBlocks: 4 }), "ContentLimitError", message);
    assert.equal((await store.get(cid, { maxBlocks: 5 })).length, large.length);
  });

  it("stop a small tree that unfolds to millions of empty blocks", async () => {
    const blocks = [await leaf(new Uint8Array())];
    for (let level = 0; level < 3; level++) {
      const { cid } = blocks.at(-1)!;
      blocks.push(await nodeOf(Array.from({ length: 200 }, () => ({ cid, size: 0 }))));
    }
    const { store, cid } = await storeOf(...blocks);
    const message = /The number of blocks of .* is 1001; expected at most 1000/;
    await assertRejects(store.get(cid, { maxBlocks: 1000 }), "ContentLimitError", message);
    await assertRejects(store.has(cid, { maxBlocks: 1000 }), "ContentLimitError", message);
  });

  it("stop a tree that is too deep", async () => {
    const blocks = [await leaf(hello)];
    for (let level = 0; level < 9; level++) blocks.push(await nodeOf([{ cid: blocks.at(-1)!.cid, size: 11 }]));
    const { store, cid } = await storeOf(...blocks);
    await assertRejects(store.get(cid), "ContentLimitError", /The depth of .* is 9; expected at most 8/);
    await assertRejects(store.has(cid), "ContentLimitError", /The depth of .* is 9; expected at most 8/);
    assert.deepEqual(await store.get(cid, { maxDepth: 9 }), hello);
  });

  it("stop a block that is larger than any", async () => {
    const { store, cid } = await storeOf(await leaf(new Uint8Array(2 * MIB + 1)));
    await assertRejects(store.get(cid), "ContentLimitError", /is 2097153; expected at most 2097152/);
  });
});

describe("content in a folder", () => {
  it("lies in files that are named by their hashes alone", () =>
    inFolder(async (folder) => {
      await folderContentStore(folder).put(hello);
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
      assert.deepEqual(files, [HELLO]);
    }));

  for (const [what, damage, name] of [
    ["cut short", (path: string) => truncate(path, 5), "ContentMismatchError"],
    ["changed", (path: string) => writeFile(path, "hello World"), "ContentMismatchError"],
    ["blown up", (path: string) => truncate(path, 2 ** 40), "ContentLimitError"],
  ] as const) {
    it(`is noticed when it was ${what}, and mended when it is put again`, () =>
      inFolder(async (folder) => {
        const store = folderContentStore(folder);
        await store.put(hello);
        await damage(join(folder, HELLO.slice(-2), HELLO));
        await assertRejects(store.get(HELLO), name, /./);
        await store.put(hello);
        assert.deepEqual(await store.get(HELLO), hello);
      }));
  }

  it("is not there while a part is missing", () =>
    inFolder(async (folder) => {
      const source = memoryContentStore();
      const cid = await source.put(large);
      const store = folderContentStore(folder);
      const { cid: missing } = (await leavesOf(large))[2]!;
      const get = source.blocks.get;
      source.blocks.get = async (part) => (part.equals(missing) ? undefined : get(part));
      await assertRejects(
        copyContent(source, store, cid),
        "ContentMissingError",
        /is not in memory; expected every block/,
      );
      assert.equal(await store.has(cid), false);
      source.blocks.get = get;
      assert.equal(await copyContent(source, store, cid), 5);
      assert.equal(await store.has(cid), true);
    }));

  it("says what the file system refuses", () =>
    inFolder(async (folder) => {
      const taken = join(folder, "taken");
      await writeFile(taken, "a file, no folder");
      const store = folderContentStore(taken);
      await assertRejects(store.put(hello), "InvalidFileError", /taken/);
      await assertRejects(store.get(HELLO), "InvalidFileError", /taken.*The file cannot be read; expected a block/);
    }));
});

describe("files of the disk", () => {
  it("are put and saved as streams", () =>
    inFolder(async (folder) => {
      const store = folderContentStore(join(folder, "content"));
      const [from, to] = [join(folder, "from"), join(folder, "to")];
      await writeFile(from, large);
      const cid = await putFile(store, from);
      assert.equal(cid, await memoryContentStore().put(large));
      await saveFile(store, cid, to);
      assert.ok((await readFile(to)).equals(large));
    }));

  it("are whole or not there: what was there before stays", () =>
    inFolder(async (folder) => {
      const store = memoryContentStore();
      const cid = await store.put(large);
      await store.blocks.put((await leavesOf(large))[3]!.cid, hello);
      const to = join(folder, "to");
      await assertRejects(saveFile(store, cid, to), "ContentMismatchError", /of another hash/);
      assert.deepEqual(await readdir(folder), []);
      await writeFile(to, "before");
      await assertRejects(saveFile(store, cid, to), "ContentMismatchError", /of another hash/);
      assert.deepEqual(await readdir(folder), ["to"]);
      assert.equal(await readFile(to, "utf8"), "before");
    }));

  it("are missed where there are none", () =>
    inFolder(async (folder) => {
      const path = join(folder, "absent");
      await assertRejects(putFile(memoryContentStore(), path), "InvalidFileError", /absent: The file cannot be read/);
    }));
});
