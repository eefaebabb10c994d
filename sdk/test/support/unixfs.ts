// SPDX-License-Identifier: MIT
// Nodes of UnixFS by hand, so that they can say what no importer would: https://specs.ipfs.tech/unixfs.
import { CID } from "multiformats/cid";
import * as raw from "multiformats/codecs/raw";
import { sha256 } from "multiformats/hashes/sha2";
import { DAG_PB } from "../../src/content/cid.ts";

export interface Block {
  cid: CID;
  bytes: Uint8Array;
}

export const unixfsTypes = { directory: 1, file: 2, symlink: 4 } as const;

/** A block that is bytes of a file. */
export async function leaf(bytes: Uint8Array): Promise<Block> {
  return { cid: CID.createV1(raw.code, await sha256.digest(bytes)), bytes };
}

/** A node above others, each with the size that the node claims of it. */
export async function nodeOf(
  links: readonly { cid: CID; size: number }[],
  { type = unixfsTypes.file, sizes = links.map(({ size }) => size) }: { type?: number; sizes?: number[] } = {},
): Promise<Block> {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const unixfs = [...varintField(1, type), ...varintField(3, total), ...sizes.flatMap((size) => varintField(4, size))];
  const pbLinks = links.flatMap(({ cid, size }) =>
    bytesField(2, [...bytesField(1, [...cid.bytes]), ...bytesField(2, []), ...varintField(3, size)]),
  );
  return pbBlock([...pbLinks, ...bytesField(1, unixfs)]);
}

/** A block that says it is a node, of any bytes. */
export async function pbBlock(content: readonly number[]): Promise<Block> {
  const bytes = Uint8Array.from(content);
  return { cid: CID.createV1(DAG_PB, await sha256.digest(bytes)), bytes };
}

function bytesField(field: number, bytes: readonly number[]): number[] {
  return [...varint(field * 8 + 2), ...varint(bytes.length), ...bytes];
}

function varintField(field: number, value: number): number[] {
  return [...varint(field * 8), ...varint(value)];
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}
