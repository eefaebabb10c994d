// SPDX-License-Identifier: MIT
import { type FileHandle, open } from "node:fs/promises";
import { asyncIterableReader, readBlockHead, readHeader } from "@ipld/car/decoder";
import { CarWriter } from "@ipld/car/writer";
import type { CID } from "multiformats/cid";
import { BaseError } from "../errors/BaseError.ts";
import { InvalidFileError } from "../errors/InvalidFileError.ts";
import { writeFileAtomic } from "../utils/files.ts";
import { formatCid, parseCid } from "./cid.ts";
import { type ContentSource, type ContentStore, copyContent, createContentSource } from "./contentStore.ts";
import { assertWithin, type ContentLimits, completeLimits, MAX_BLOCK_BYTES } from "./limits.ts";
import { walkFile } from "./walk.ts";

/** What a block takes in a CAR beside its bytes: a length and a CID. */
const MAX_FRAME_BYTES = 128;
const PART_BYTES = 2 ** 18;

/**
 * Writes content with all its blocks to a CAR file (version 1), which any IPFS tool imports: whole or not at all, each block once, in the
 * order of the file.
 *
 * @throws as {@link ContentSource.get}; then there is no file, or what was there before
 * @throws {@link InvalidFileError} where it cannot be written
 * @example
 * await exportCar(folderContentStore("content"), cid, "data.car");
 */
export async function exportCar(
  source: ContentSource,
  cid: string,
  file: string,
  limits?: ContentLimits,
): Promise<void> {
  await writeFileAtomic(file, carOf(source, parseCid(cid), limits));
}

async function* carOf(source: ContentSource, root: CID, limits: ContentLimits | undefined): AsyncGenerator<Uint8Array> {
  const { writer, out } = CarWriter.create([root]);
  const write = async () => {
    const written = new Set<string>();
    for await (const { cid, bytes } of walkFile(source.blocks, root, limits)) {
      if (!written.has(formatCid(cid))) await writer.put({ cid, bytes });
      written.add(formatCid(cid));
    }
  };
  // The end has to come whatever happens: readers wait for it.
  const writing = write().finally(() => writer.close());
  writing.catch(() => undefined);
  yield* out;
  await writing;
}

/**
 * Takes content from a CAR file into a store, each block checked. Blocks that are no part of the content are left out.
 *
 * @returns the CID of the content
 * @throws {@link InvalidFileError} where the file is no CAR of version 1 with one root, is cut short, or cannot be read
 * @throws as {@link ContentSource.get} where a block is missing, or is not what its CID names
 * @example
 * const cid = await importCar(folderContentStore("content"), "data.car");
 */
export async function importCar(store: ContentStore, file: string, limits?: ContentLimits): Promise<string> {
  const handle = await open(file).catch((cause: unknown) => {
    throw new InvalidFileError(file, "The file cannot be read; expected a CAR file.", { cause });
  });
  try {
    const { root, blocks } = await indexCar(file, handle, limits);
    const source = createContentSource({
      get: async (cid) => {
        const place = blocks.get(formatCid(cid));
        return place === undefined ? undefined : readAt(handle, place);
      },
      has: async (cid) => blocks.has(formatCid(cid)),
      location: file,
    });
    await copyContent(source, store, root, limits);
    return root;
  } finally {
    await handle.close();
  }
}

interface Place {
  offset: number;
  length: number;
}

/** Where each block of a CAR is. Nothing of a block is read yet, and never more than a block may have. */
async function indexCar(file: string, handle: FileHandle, limits: ContentLimits | undefined) {
  const { maxBytes, maxBlocks } = completeLimits(limits);
  const { size } = await handle.stat();
  const mostBytes = maxBytes + maxBlocks * MAX_FRAME_BYTES;
  assertWithin(`The number of bytes of ${file}`, size, mostBytes);
  const reader = boundedReader(readParts(handle));
  const blocks = new Map<string, Place>();
  try {
    const { roots } = await readHeader(reader, 1);
    const [root] = roots;
    if (root === undefined || roots.length !== 1) {
      throw new InvalidFileError(file, `The CAR has ${roots.length} roots; expected one.`);
    }
    for (let count = 1; (await reader.upTo(8)).length > 0; count++) {
      assertWithin(`The number of blocks of ${file}`, count, maxBlocks);
      const { cid, blockLength: length } = await readBlockHead(reader);
      const offset = reader.pos;
      await reader.exactly(length, true);
      blocks.set(formatCid(cid), { offset, length });
    }
    return { root: formatCid(parseCid(root.toString())), blocks };
  } catch (cause) {
    if (cause instanceof BaseError) throw cause;
    throw new InvalidFileError(file, "The file is no whole CAR of version 1; expected one.", { cause });
  }
}

/** A reader that never takes in more than a block may have, whatever a length says. */
function boundedReader(bytes: AsyncIterable<Uint8Array>): ReturnType<typeof asyncIterableReader> {
  const reader = asyncIterableReader(bytes);
  return {
    upTo: (length) => reader.upTo(length),
    exactly: async (length, seek) => {
      assertWithin("The length of a part of the CAR", length, MAX_BLOCK_BYTES);
      return reader.exactly(length, seek);
    },
    seek: (length) => reader.seek(length),
    get pos() {
      return reader.pos;
    },
  };
}

/** A stream of a handle would close it at its end. */
async function* readParts(handle: FileHandle): AsyncGenerator<Uint8Array> {
  for (let offset = 0; ; ) {
    const part = await readAt(handle, { offset, length: PART_BYTES });
    if (part.length === 0) return;
    offset += part.length;
    yield part;
  }
}

async function readAt(handle: FileHandle, { offset, length }: Place): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await handle.read(bytes, 0, length, offset);
  return bytes.subarray(0, bytesRead);
}
