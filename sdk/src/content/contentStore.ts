// SPDX-License-Identifier: MIT
import { concatBytes } from "@noble/hashes/utils.js";
import { importFile } from "ipfs-unixfs-importer";
import { fixedSize } from "ipfs-unixfs-importer/chunker";
import { balanced } from "ipfs-unixfs-importer/layout";
import type { CID } from "multiformats/cid";
import type { BlockSource, BlockStore } from "./blocks.ts";
import { formatCid, parseCid } from "./cid.ts";
import type { ContentLimits } from "./limits.ts";
import { hasFile, walkFile } from "./walk.ts";

/** Where content is read from. Whatever serves it, only bytes that their CID names come out. */
export interface ContentSource {
  /**
   * All bytes of a file.
   *
   * @param cid - as text, or as the URI `ipfs://…`
   * @throws {@link InvalidValueError} where it is no CID of a file over sha2-256
   * @throws {@link ContentMissingError}, {@link ContentMismatchError}, {@link ContentLimitError}, {@link ContentServerError}
   */
  get(cid: string, limits?: ContentLimits): Promise<Uint8Array>;
  /** As {@link ContentSource.get}, part by part: each is checked, but that the rest follows is known only at the end. */
  read(cid: string, limits?: ContentLimits): AsyncIterable<Uint8Array>;
  /** Whether every block of a file is there. */
  has(cid: string, limits?: ContentLimits): Promise<boolean>;
  /** The blocks underneath, unchecked. */
  readonly blocks: BlockSource;
}

/** Where content is kept. */
export interface ContentStore extends ContentSource {
  /**
   * Keeps a file. Equal bytes have equal CIDs, however they are handed in and whichever store it is.
   *
   * @param content - all bytes, or parts of any lengths as they come
   * @returns its CID: version 1, in base32
   */
  put(content: Uint8Array | AsyncIterable<Uint8Array>): Promise<string>;
  readonly blocks: BlockStore;
}

/**
 * How a file becomes blocks: raw leaves of 1 MiB, nodes of 1,024 links in a balanced tree, sha2-256, CIDs of version 1; a file of
 * one block is that block. This is the profile unixfs-v1-2025 of IPFS, and the same as `ipfs add --cid-version=1
 * --chunker=size-1048576 --max-file-links=1024`.
 */
const IMPORT_OPTIONS = {
  cidVersion: 1,
  rawLeaves: true,
  reduceSingleLeafToSelf: true,
  wrapWithDirectory: false,
  chunker: fixedSize({ chunkSize: 2 ** 20 }),
  layout: balanced({ maxChildrenPerNode: 1024 }),
  fieldOrder: "links-first",
} as const;

/** Reads content from blocks. */
export function createContentSource(blocks: BlockSource): ContentSource {
  async function* read(cid: string, limits?: ContentLimits): AsyncGenerator<Uint8Array> {
    for await (const { data } of walkFile(blocks, parseCid(cid), limits)) {
      if (data.length > 0) yield data;
    }
  }
  return {
    get: async (cid, limits) => {
      const parts: Uint8Array[] = [];
      for await (const part of read(cid, limits)) parts.push(part);
      return concatBytes(...parts);
    },
    read,
    has: async (cid, limits) => hasFile(blocks, parseCid(cid), limits),
    blocks,
  };
}

/** Keeps content as blocks. */
export function createContentStore(blocks: BlockStore): ContentStore {
  return {
    ...createContentSource(blocks),
    put: async (content) => {
      const { cid } = await importFile(
        { content },
        { put: (cid, bytes) => putBlock(blocks, cid, bytes) },
        IMPORT_OPTIONS,
      );
      await blocks.pin?.(cid);
      return formatCid(cid);
    },
    blocks,
  };
}

/**
 * Brings content from one place to another, each block checked. Its first block comes last, so that a store that has it has all of it; copying
 * again what was interrupted is safe.
 *
 * @returns the number of blocks
 * @throws as {@link ContentSource.get}
 * @example
 * await copyContent(gatewayContentStore("https://ipfs.io"), folderContentStore("content"), cid);
 */
export async function copyContent(
  from: ContentSource,
  to: ContentStore,
  cid: string,
  limits?: ContentLimits,
): Promise<number> {
  const root = parseCid(cid);
  let first: Uint8Array | undefined;
  let count = 0;
  for await (const block of walkFile(from.blocks, root, limits)) {
    if (first === undefined) first = block.bytes;
    else await to.blocks.put(block.cid, block.bytes);
    count += 1;
  }
  await to.blocks.put(root, first!);
  await to.blocks.pin?.(root);
  return count;
}

type Bytes = Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

async function putBlock(blocks: BlockStore, cid: CID, bytes: Bytes): Promise<CID> {
  const parts: Uint8Array[] = [];
  if (bytes instanceof Uint8Array) parts.push(bytes);
  else for await (const part of bytes) parts.push(part);
  await blocks.put(cid, concatBytes(...parts));
  return cid;
}
