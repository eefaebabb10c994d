// SPDX-License-Identifier: MIT
import { access } from "node:fs/promises";
import { join } from "node:path";
import { type Hex, keccak256, stringToHex } from "viem";
import { z } from "zod";
import { InvalidFileError } from "../errors/InvalidFileError.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { StoreConflictError, StoreRestoreConflictError, StoreUnencryptedError } from "../errors/storage.ts";
import { canonicalJson } from "../utils/canonicalJson.ts";
import { readJsonFile, writeFileAtomic } from "../utils/files.ts";
import { hashSchema, parseWith } from "../utils/parse.ts";
import { encryptedMedium } from "./encryptedMedium.ts";
import { fileMedium } from "./fileMedium.ts";
import { HEADER_NAME, type StoreUnlock } from "./header.ts";
import type { StoreMedium } from "./medium.ts";
import { plainMedium } from "./plainMedium.ts";
import { assertWholeRecord } from "./record.ts";
import { isSealedRecord } from "./sealedRecord.ts";
import { recordNames, recordPrefixes } from "./store.ts";

const FORMAT = "commonweight-store-backup";
const VERSION = 1;
/** The name of a record cannot lead out of the store's folder. */
const recordName = new RegExp(`^(${recordPrefixes.join("|")})[a-z0-9-]+\\.json$`);

const backupSchema = z.strictObject({
  format: z.literal(FORMAT, { error: `"${FORMAT}"` }),
  version: z.literal(VERSION, { error: `${VERSION}, the only version there is` }),
  /** keccak256 of the canonical JSON of `records`. */
  checksum: hashSchema,
  /** What the store keeps, by its names; the header of an encrypted store is among them. */
  records: z.record(z.string(), z.string({ error: "the text of a record" })),
});

/** What a store keeps, by name. */
type Texts = ReadonlyMap<string, string>;

/**
 * Copies a store into one file, whole or not at all: encrypted where the store is, and readable by its owner only.
 *
 * @param file - may hold an older backup, if the new one has everything that is in it
 * @param unlock - opens every record of an encrypted store, to be sure that the copy can be read again
 * @returns the number of records in it
 * @throws {@link InvalidValueError} where the folder holds no record
 * @throws {@link StoreRecordError}, {@link StoreUnencryptedError} naming a record that is damaged, or in plain beside encrypted ones;
 * then nothing is written
 * @throws {@link InvalidFileError} where the file cannot be written, or holds something that would be lost
 * @example
 * await backupStore(".commonweight", "commonweight.backup", { passphrase });
 */
export async function backupStore(folder: string, file: string, unlock?: StoreUnlock): Promise<number> {
  const medium = fileMedium(folder);
  const records = await readRecords(medium);
  if (records.size === 0) {
    throw new InvalidValueError({ subject: `The number of records in ${folder}`, value: 0, expected: "at least one" });
  }
  const texts = await withHeader(medium, records);
  await assertWhole(
    textsMedium(texts, (name) => join(folder, name)),
    unlock,
  );
  await assertNothingLost(file, texts);
  const content = Object.fromEntries(texts);
  const backup = { format: FORMAT, version: VERSION, checksum: checksumOf(content), records: content };
  await writeFileAtomic(file, `${JSON.stringify(backup, null, 2)}\n`, { mode: 0o600 });
  return records.size;
}

/** How many records a restore has written, and how many were there already. */
export interface StoreRestored {
  restored: number;
  unchanged: number;
}

/**
 * Puts what a backup holds into a store. Nothing is ever overwritten: where the store holds another secret under a name of the
 * backup, all such names are listed, and nothing is written. A restore that was interrupted goes on when it is repeated.
 *
 * @param folder - of a store, or of none yet: then the store becomes as the backup, encrypted where that is
 * @param unlock - opens an encrypted backup: needed where the store has another key, or holds a record in another ciphertext
 * @param storeUnlock - opens the store; as the backup's unless given
 * @throws {@link InvalidFileError} where the file is no whole backup
 * @throws {@link StoreRestoreConflictError} with all records that differ
 * @throws {@link StoreLockedError} where something has to be opened and nothing opens it
 * @throws {@link StoreUnencryptedError} where the backup is encrypted and the store is in plain: encrypt the store first
 * @example
 * const { restored } = await restoreStore("commonweight.backup", ".commonweight", { passphrase });
 */
export async function restoreStore(
  file: string,
  folder: string,
  unlock?: StoreUnlock,
  storeUnlock: StoreUnlock | undefined = unlock,
): Promise<StoreRestored> {
  const texts = await readBackup(file);
  const header = texts.get(HEADER_NAME);
  const backup = textsMedium(texts, (name) => `${file}: ${name}`);
  await assertWhole(backup, unlock);
  const store = fileMedium(folder);
  const present = await withHeader(store, await readRecords(store));

  if (present.size === 0 || present.get(HEADER_NAME) === header) {
    const { missing, different } = compare(texts, present);
    // Encrypted texts that differ may be of one secret: that takes opening them.
    if (different.length === 0) return copy(texts, missing, store);
    if (header === undefined) throw conflict(file, store, different);
  }
  const secrets = await readRecords(header === undefined ? plainMedium(backup) : openedMedium(backup, unlock));
  const target = openedMedium(store, storeUnlock);
  const { missing, different } = compare(secrets, await readRecords(target));
  if (different.length > 0) throw conflict(file, store, different);
  return copy(secrets, missing, target);
}

async function readRecords(medium: StoreMedium): Promise<Texts> {
  const texts = new Map<string, string>();
  for (const name of await recordNames(medium)) {
    const text = await medium.read(name);
    if (text !== undefined) texts.set(name, text);
  }
  return texts;
}

/** The header comes first: a store that is half restored must not be taken for one in plain. */
async function withHeader(medium: StoreMedium, records: Texts): Promise<Texts> {
  const header = await medium.read(HEADER_NAME);
  return header === undefined ? records : new Map([[HEADER_NAME, header], ...records]);
}

/** Reads texts as a store's medium; nothing is ever written to it. */
function textsMedium(texts: Texts, locate: (name: string) => string): StoreMedium {
  return {
    create: async () => false,
    read: async (name) => texts.get(name),
    list: async (prefix) => [...texts.keys()].filter((name) => name.startsWith(prefix)),
    locate,
  };
}

/** What opens a medium that is encrypted; where nothing was given for it, it says so. */
function openedMedium(medium: StoreMedium, unlock: StoreUnlock | undefined): StoreMedium {
  return unlock === undefined ? plainMedium(medium) : encryptedMedium(medium, unlock);
}

/** Checks each record as far as that goes: in plain by its checksum, encrypted where something opens it. */
async function assertWhole(medium: StoreMedium, unlock: StoreUnlock | undefined): Promise<void> {
  const encrypted = (await medium.read(HEADER_NAME)) !== undefined;
  if (encrypted && unlock !== undefined) await readRecords(encryptedMedium(medium, unlock));
  for (const [name, text] of await readRecords(medium)) {
    const location = medium.locate(name);
    if (!encrypted) assertWholeRecord(location, text);
    else if (!isSealedRecord(text)) throw new StoreUnencryptedError({ location });
  }
}

function compare(source: Texts, target: Texts): { missing: string[]; different: string[] } {
  const missing = [...source.keys()].filter((name) => !target.has(name));
  const different = [...source.keys()].filter((name) => target.has(name) && target.get(name) !== source.get(name));
  return { missing, different };
}

async function copy(source: Texts, missing: readonly string[], target: StoreMedium): Promise<StoreRestored> {
  for (const name of missing) {
    // Another process may have taken the name since the comparison.
    const written = await target.create(name, source.get(name)!);
    if (!written) throw new StoreConflictError({ location: target.locate(name) });
  }
  const isRecord = (name: string) => name !== HEADER_NAME;
  const restored = missing.filter(isRecord).length;
  return { restored, unchanged: [...source.keys()].filter(isRecord).length - restored };
}

function conflict(backup: string, store: StoreMedium, names: readonly string[]): StoreRestoreConflictError {
  return new StoreRestoreConflictError({ backup, locations: names.map((name) => store.locate(name)) });
}

function readBackup(file: string): Promise<Texts> {
  return readJsonFile(file, "backup of a store", (json) => {
    const { checksum, records } = parseWith(backupSchema, json, "backup");
    if (checksumOf(records) !== checksum) {
      throw new InvalidValueError({ subject: "backup.checksum", value: checksum, expected: checksumOf(records) });
    }
    const { [HEADER_NAME]: header, ...others } = records;
    for (const name of Object.keys(others)) {
      if (recordName.test(name)) continue;
      throw new InvalidValueError({ subject: "A name in backup.records", value: name, expected: "that of a record" });
    }
    return new Map([...(header === undefined ? [] : [[HEADER_NAME, header] as const]), ...Object.entries(others)]);
  });
}

function checksumOf(records: Record<string, string>): Hex {
  return keccak256(stringToHex(canonicalJson(records)));
}

/** A backup of a store that was lost and begun anew must not take the place of the one that has the secrets. */
async function assertNothingLost(file: string, texts: Texts): Promise<void> {
  const exists = await access(file).then(
    () => true,
    () => false,
  );
  if (!exists) return;
  const { missing, different } = compare(await readBackup(file), texts);
  const lost = [...missing, ...different].filter((name) => name !== HEADER_NAME);
  if (lost.length === 0) return;
  const problem = `The file is a backup with ${lost.length} records that the store has not; expected another name, or an older backup of this store.`;
  throw new InvalidFileError(file, problem);
}
