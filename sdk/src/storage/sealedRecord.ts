// SPDX-License-Identifier: MIT
import { bytesToHex, type Hex, hexToBytes } from "viem";
import { z } from "zod";
import { StoreRecordError, StoreUnencryptedError } from "../errors/storage.ts";
import { openBytes, sealBytes } from "../utils/aesGcm.ts";
import { textMatching } from "../utils/parse.ts";

const KIND = "commonweight.encrypted-record";
const VERSION = 1;

const sealedSchema = z.strictObject({
  kind: z.literal(KIND),
  version: z.literal(VERSION),
  /** Nonce, ciphertext, tag. */
  sealed: textMatching((value) => /^0x([0-9a-f]{2})+$/.test(value), "bytes in hexadecimal"),
});

/** The text of a record under the key of the records, bound to its name. */
export async function sealRecord(key: CryptoKey, name: string, text: string): Promise<string> {
  const sealed = bytesToHex(await sealBytes(key, contextOf(name), new TextEncoder().encode(text)));
  return `${JSON.stringify({ kind: KIND, version: VERSION, sealed }, null, 2)}\n`;
}

/**
 * The inverse of {@link sealRecord}.
 *
 * @param location - where the record is, for messages
 * @throws {@link StoreUnencryptedError} where the record is in plain
 * @throws {@link StoreRecordError} where it was changed, cut short, put under another name, or is of a later version
 */
export async function openRecord(key: CryptoKey, location: string, name: string, text: string): Promise<string> {
  const kind = kindOf(text);
  if (kind !== undefined && kind !== KIND) throw new StoreUnencryptedError({ location });
  const parsed = sealedSchema.safeParse(kind === KIND ? JSON.parse(text) : undefined);
  if (!parsed.success) {
    const problem = "is cut short, or not of this format and version";
    throw new StoreRecordError({ location, problem, expected: "a whole encrypted record, as it was written" });
  }
  const bytes = await openBytes(key, contextOf(name), hexToBytes(parsed.data.sealed as Hex));
  if (bytes !== undefined) return new TextDecoder().decode(bytes);
  const problem = "was changed, or is the record of another name or store";
  throw new StoreRecordError({ location, problem, expected: `the record ${name} as it was encrypted` });
}

/** Whether a text says of itself that it is an encrypted record. */
export function isSealedRecord(text: string): boolean {
  return kindOf(text) === KIND;
}

/** The kind that a text says it is of; undefined where it is no whole JSON, or says none. */
function kindOf(text: string): string | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null && "kind" in json ? String(json.kind) : undefined;
  } catch {
    return undefined;
  }
}

function contextOf(name: string): string {
  return JSON.stringify([KIND, VERSION, name]);
}
