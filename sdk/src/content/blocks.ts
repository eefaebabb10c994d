// SPDX-License-Identifier: MIT
import type { CID } from "multiformats/cid";
import { ContentMismatchError, ContentMissingError } from "../errors/content.ts";
import { formatCid, isOf } from "./cid.ts";
import { assertWithin, MAX_BLOCK_BYTES } from "./limits.ts";

/** Where blocks come from. What it gives is checked by whoever asks; it must not take in more than {@link MAX_BLOCK_BYTES} for one. */
export interface BlockSource {
  /** A block as it claims to be; undefined where there is none. */
  get(cid: CID): Promise<Uint8Array | undefined>;
  /** Whether it is there, without fetching it. */
  has(cid: CID): Promise<boolean>;
  /** The source as it reads in messages. */
  readonly location: string;
}

/** Where blocks are kept. */
export interface BlockStore extends BlockSource {
  /** Keeps a block durably. */
  put(cid: CID, bytes: Uint8Array): Promise<void>;
  /** Called once all blocks of a content are there: keeps them from being collected as garbage, where that happens. */
  pin?(root: CID): Promise<void>;
}

/**
 * A block whose bytes are those of its CID, whatever served them.
 *
 * @throws {@link ContentMissingError}, {@link ContentMismatchError}, {@link ContentLimitError}
 */
export async function readBlock(source: BlockSource, cid: CID): Promise<Uint8Array> {
  const { location } = source;
  const bytes = await source.get(cid);
  if (bytes === undefined) throw new ContentMissingError({ cid: formatCid(cid), location });
  assertWithin(`The number of bytes of ${formatCid(cid)}`, bytes.length, MAX_BLOCK_BYTES);
  if (await isOf(cid, bytes)) return bytes;
  const [problem, expected] = [`has ${bytes.length} bytes of another hash`, "the bytes that the CID names"];
  throw new ContentMismatchError({ cid: formatCid(cid), location, problem, expected });
}
