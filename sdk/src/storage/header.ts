// SPDX-License-Identifier: MIT
import { scryptAsync } from "@noble/hashes/scrypt.js";
import { bytesToHex, type Hex, hexToBytes } from "viem";
import { z } from "zod";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { StorePassphraseError, StoreRecordError } from "../errors/storage.ts";
import { AES_KEY_BYTES, importAesKey, openBytes, sealBytes } from "../utils/aesGcm.ts";
import { canonicalJson } from "../utils/canonicalJson.ts";
import { integerFrom, parseWith, textMatching } from "../utils/parse.ts";
import type { StoreMedium } from "./medium.ts";

/** What opens an encrypted store: a passphrase, or 32 random bytes that are kept elsewhere. */
export type StoreUnlock =
  | {
      /** Not empty. One that is long and of this store alone: whoever has the files can try as many as they like. */
      passphrase: string;
      /** Where the store or its passphrase is made: 2^cost is scrypt's work factor, at 1 KiB of memory each (17 unless given). */
      cost?: number | undefined;
    }
  | { key: Uint8Array };

/** Name of the record that says how an encrypted store opens. */
export const HEADER_NAME = "store.json";

const SALT_BYTES = 32;
const BLOCK_SIZE = 8;
const DEFAULT_COST = 17;
/** 16 MiB at least, for a guess has to cost something; 512 MiB at most, for a changed header must not fill the memory. */
const costSchema = integerFrom(14, 19);

const bytesSchema = (length: number) =>
  textMatching(
    (value) => new RegExp(`^0x[0-9a-f]{${2 * length}}$`).test(value),
    `${length} bytes in hexadecimal`,
  ).transform((value) => value as Hex);

const derivationSchema = z.discriminatedUnion("name", [
  z.strictObject({
    name: z.literal("scrypt"),
    cost: costSchema,
    blockSize: z.literal(BLOCK_SIZE, { error: `${BLOCK_SIZE}` }),
    parallelism: z.literal(1, { error: "1" }),
    salt: bytesSchema(SALT_BYTES),
  }),
  z.strictObject({ name: z.literal("none") }),
]);

const headerSchema = z.strictObject({
  kind: z.literal("commonweight.encrypted-store", { error: "commonweight.encrypted-store" }),
  version: z.literal(1, { error: "1, the only version there is" }),
  cipher: z.literal("aes-256-gcm", { error: "aes-256-gcm" }),
  derivation: derivationSchema,
  /** The key of the records, under the derived key. That it opens shows that the passphrase is right. */
  wrappedKey: bytesSchema(12 + AES_KEY_BYTES + 16),
});

type Header = z.infer<typeof headerSchema>;

/** @throws {@link InvalidValueError} where a passphrase or key cannot be one; it is not in the message */
export function assertUnlock(unlock: StoreUnlock): void {
  if ("key" in unlock) {
    const value = unlock.key instanceof Uint8Array ? unlock.key.length : undefined;
    if (value === AES_KEY_BYTES) return;
    throw new InvalidValueError({
      subject: "The number of bytes of the store's key",
      value,
      expected: `${AES_KEY_BYTES}`,
    });
  }
  if (unlock.cost !== undefined) parseWith(costSchema, unlock.cost, "cost");
  if (typeof unlock.passphrase === "string" && unlock.passphrase !== "") return;
  const value = unlock.passphrase === "" ? "" : undefined;
  throw new InvalidValueError({ subject: "The store's passphrase", value, expected: "a text that is not empty" });
}

/** The text of a header whose records' key opens with a passphrase or key. */
export async function formatHeader(unlock: StoreUnlock, recordsKey: Uint8Array): Promise<string> {
  const salt = bytesToHex(crypto.getRandomValues(new Uint8Array(SALT_BYTES)));
  const derivation: Header["derivation"] =
    "key" in unlock
      ? { name: "none" }
      : { name: "scrypt", cost: unlock.cost ?? DEFAULT_COST, blockSize: BLOCK_SIZE, parallelism: 1, salt };
  const frame = { kind: "commonweight.encrypted-store", version: 1, cipher: "aes-256-gcm", derivation } as const;
  const wrapping = await wrappingKey(HEADER_NAME, unlock, derivation);
  const wrappedKey = bytesToHex(await sealBytes(wrapping, canonicalJson(frame), recordsKey));
  return `${JSON.stringify({ ...frame, wrappedKey } satisfies Header, null, 2)}\n`;
}

/**
 * The records' key of a header.
 *
 * @param location - where the header is, for messages
 * @throws {@link StoreRecordError} where the text is no header, or asks for more work than this package ever does
 * @throws {@link StorePassphraseError} where the passphrase or key is not that of the header
 */
export async function openHeader(location: string, text: string, unlock: StoreUnlock): Promise<Uint8Array> {
  const { wrappedKey, ...frame } = parseHeader(location, text);
  const wrapping = await wrappingKey(location, unlock, frame.derivation);
  const key = await openBytes(wrapping, canonicalJson(frame), hexToBytes(wrappedKey));
  if (key === undefined) throw new StorePassphraseError({ location, secret: "key" in unlock ? "key" : "passphrase" });
  return key;
}

function parseHeader(location: string, text: string): Header {
  try {
    return parseWith(headerSchema, JSON.parse(text), "header");
  } catch (cause) {
    const expected = "the whole header of an encrypted store";
    throw new StoreRecordError({ location, problem: "is cut short or not of this format", expected, cause });
  }
}

async function wrappingKey(
  location: string,
  unlock: StoreUnlock,
  derivation: Header["derivation"],
): Promise<CryptoKey> {
  if ("key" in unlock) {
    if (derivation.name === "none") return importAesKey(unlock.key);
    throw new StorePassphraseError({ location, secret: "key", expected: "the passphrase that it was encrypted with" });
  }
  if (derivation.name === "none") {
    throw new StorePassphraseError({ location, secret: "passphrase", expected: "the key that it was encrypted with" });
  }
  const { cost, blockSize: r, parallelism: p, salt } = derivation;
  // One passphrase has several spellings in Unicode, and keyboards differ in which they send.
  const passphrase = unlock.passphrase.normalize("NFKC");
  return importAesKey(await scryptAsync(passphrase, hexToBytes(salt), { N: 2 ** cost, r, p, dkLen: AES_KEY_BYTES }));
}

/**
 * The key of the records of an encrypted store; undefined where there is no header.
 *
 * @throws {@link StorePassphraseError}, {@link StoreRecordError}
 */
export async function readRecordsKey(medium: StoreMedium, unlock: StoreUnlock): Promise<CryptoKey | undefined> {
  const text = await medium.read(HEADER_NAME);
  return text === undefined ? undefined : importAesKey(await openHeader(medium.locate(HEADER_NAME), text, unlock));
}

/**
 * Draws the key of the records, and keeps it in a new header. Where another process has made the header meanwhile, its key is taken.
 *
 * @throws {@link StorePassphraseError} where the other process has another passphrase or key
 */
export async function createRecordsKey(medium: StoreMedium, unlock: StoreUnlock): Promise<CryptoKey> {
  const recordsKey = crypto.getRandomValues(new Uint8Array(AES_KEY_BYTES));
  await medium.create(HEADER_NAME, await formatHeader(unlock, recordsKey));
  // What is on the disk is what has to open later, so the key is taken from there.
  return (await readRecordsKey(medium, unlock)) ?? headerMissing(medium);
}

/** @throws {@link StoreRecordError} */
export function headerMissing(medium: StoreMedium): never {
  const expected = "the header of an encrypted store, without which none of its records opens";
  throw new StoreRecordError({ location: medium.locate(HEADER_NAME), problem: "does not exist", expected });
}
