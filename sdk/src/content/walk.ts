// SPDX-License-Identifier: MIT
import { exporter } from "ipfs-unixfs-exporter";
import type { CID } from "multiformats/cid";
import { ContentMismatchError } from "../errors/content.ts";
import { type BlockSource, readBlock } from "./blocks.ts";
import { formatCid, problemOf, RAW } from "./cid.ts";
import { assertWithin, type ContentLimits, completeLimits } from "./limits.ts";

/** A block of a file, where it stands in it. */
export interface FileBlock {
  cid: CID;
  bytes: Uint8Array;
  /** The part of the file that is in the block itself; empty in most nodes. */
  data: Uint8Array;
}

interface Node {
  data: Uint8Array;
  /** Bytes of the file at and below this node, as it claims. */
  size: bigint;
  children: Child[];
}

interface Child {
  cid: CID;
  depth: number;
  /** Bytes of the file below, as the node above claims; undefined at the root. */
  size: bigint | undefined;
}

/**
 * The blocks of a file, each before those below it, in the order of the file. Each is checked against its CID, and against what the nodes
 * above it say, so that the root's size is that of the file, and is known before anything else is fetched.
 *
 * @throws {@link ContentMissingError}, {@link ContentMismatchError}, {@link ContentLimitError}, {@link ContentServerError}
 */
export async function* walkFile(source: BlockSource, root: CID, limits?: ContentLimits): AsyncGenerator<FileBlock> {
  const { maxBytes, maxBlocks, maxDepth } = completeLimits(limits);
  const name = formatCid(root);
  const rest: Child[] = [{ cid: root, depth: 0, size: undefined }];
  for (let blocks = 1; rest.length > 0; blocks++) {
    const { cid, depth, size } = rest.pop()!;
    assertWithin(`The number of blocks of ${name}`, blocks, maxBlocks);
    assertWithin(`The depth of ${name}`, depth, maxDepth);
    const bytes = await readBlock(source, cid);
    const node = await readNode(source, cid, depth, bytes);
    if (size === undefined) assertWithin(`The number of bytes of ${name}`, node.size, maxBytes);
    else if (size !== node.size) throw mismatch(source, cid, `holds ${node.size} bytes of a file`, `${size}`);
    yield { cid, bytes, data: node.data };
    for (const child of node.children.toReversed()) rest.push(child);
  }
}

/**
 * Whether every block of a file is there. Blocks that hold nothing but bytes of the file are not read.
 *
 * @throws {@link ContentMismatchError}, {@link ContentLimitError}, {@link ContentServerError}
 */
export async function hasFile(source: BlockSource, root: CID, limits?: ContentLimits): Promise<boolean> {
  const { maxBlocks, maxDepth } = completeLimits(limits);
  const name = formatCid(root);
  const rest: Child[] = [{ cid: root, depth: 0, size: undefined }];
  for (let blocks = 1; rest.length > 0; blocks++) {
    const { cid, depth } = rest.pop()!;
    assertWithin(`The number of blocks of ${name}`, blocks, maxBlocks);
    assertWithin(`The depth of ${name}`, depth, maxDepth);
    if (!(await source.has(cid))) return false;
    if (cid.code === RAW) continue;
    const { children } = await readNode(source, cid, depth, await readBlock(source, cid));
    rest.push(...children);
  }
  return true;
}

async function readNode(source: BlockSource, cid: CID, depth: number, bytes: Uint8Array): Promise<Node> {
  if (cid.code === RAW) return { data: bytes, size: BigInt(bytes.length), children: [] };
  const entry = await parseNode(source, cid, bytes);
  if (entry.type !== "file" || !["file", "raw"].includes(entry.unixfs.type)) {
    const type = entry.type === "file" ? entry.unixfs.type : entry.type;
    throw mismatch(source, cid, `is a ${type}`, "a file");
  }
  const { blockSizes, data = new Uint8Array() } = entry.unixfs;
  const links = entry.node.Links;
  if (links.length !== blockSizes.length) {
    throw mismatch(source, cid, `has ${links.length} links with ${blockSizes.length} sizes`, "one size a link");
  }
  const children = links.map(({ Hash }, i): Child => {
    const problem = problemOf(Hash);
    if (problem !== undefined) throw mismatch(source, cid, `links to ${Hash}`, `a CID: ${problem}`);
    return { cid: Hash, depth: depth + 1, size: blockSizes[i] };
  });
  const size = blockSizes.reduce((sum, part) => sum + part, BigInt(data.length));
  return { data, size, children };
}

async function parseNode(source: BlockSource, cid: CID, bytes: Uint8Array) {
  try {
    return await exporter(cid, {
      get: async function* () {
        yield bytes;
      },
    });
  } catch (cause) {
    throw mismatch(source, cid, "is no UnixFS node", "a file", cause);
  }
}

function mismatch(source: BlockSource, cid: CID, problem: string, expected: string, cause?: unknown) {
  return new ContentMismatchError({ cid: formatCid(cid), location: source.location, problem, expected, cause });
}
