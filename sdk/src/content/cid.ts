// SPDX-License-Identifier: MIT
import { CID } from "multiformats/cid";
import * as raw from "multiformats/codecs/raw";
import { sha256 } from "multiformats/hashes/sha2";
import { InvalidValueError } from "../errors/InvalidValueError.ts";

/** Codec of the nodes that join the blocks of a file. */
export const DAG_PB = 0x70;
/** Codec of blocks that are bytes of a file, and nothing else. */
export const RAW = raw.code;

const SHA2_256_BYTES = 32;
/** Longer than any CID of this kind, with room: what is longer is not even looked at. */
const LONGEST_TEXT = 128;

/**
 * A CID of a file: version 1, or 0 as older tools write it, over sha2-256.
 *
 * @param value - for example `bafkrei…`; as a URI, `ipfs://bafkrei…`, too
 * @throws {@link InvalidValueError} where it is none, is of another hash or codec, or goes on with a path
 */
export function parseCid(value: string): CID {
  const text = value.startsWith("ipfs://") ? value.slice("ipfs://".length) : value;
  const cid = text.length <= LONGEST_TEXT ? tryParse(text) : undefined;
  const problem = cid === undefined ? "a CID, with no path after it" : problemOf(cid);
  if (cid === undefined || problem !== undefined) {
    throw new InvalidValueError({ subject: "cid", value, expected: problem ?? "a CID" });
  }
  return cid;
}

/** What is expected of a CID and is not so; undefined where it can be checked and read here. */
export function problemOf(cid: CID): string | undefined {
  if (cid.multihash.code !== sha256.code || cid.multihash.digest.length !== SHA2_256_BYTES) return "one over sha2-256";
  if (cid.code !== RAW && cid.code !== DAG_PB) return "one of a file: raw or dag-pb";
  return undefined;
}

/** The one text of a CID that this package writes: version 1, in lower-case base32. */
export function formatCid(cid: CID): string {
  return cid.toV1().toString();
}

/** Whether bytes are those that a CID names. */
export async function isOf(cid: CID, bytes: Uint8Array): Promise<boolean> {
  const { digest } = await sha256.digest(bytes);
  return digest.every((byte, i) => byte === cid.multihash.digest[i]);
}

function tryParse(text: string): CID | undefined {
  try {
    return CID.parse(text);
  } catch {
    return undefined;
  }
}
