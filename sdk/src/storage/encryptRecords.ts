// SPDX-License-Identifier: MIT
import {
  assertUnlock,
  createRecordsKey,
  formatHeader,
  HEADER_NAME,
  headerMissing,
  openHeader,
  readRecordsKey,
  type StoreUnlock,
} from "./header.ts";
import { JOURNAL_PREFIX } from "./journal.ts";
import type { ReplaceableMedium } from "./medium.ts";
import { assertWholeRecord } from "./record.ts";
import { isSealedRecord, openRecord, sealRecord } from "./sealedRecord.ts";
import { recordNames } from "./store.ts";

/**
 * Encrypts the records of a plain store where they are, or goes on where that was interrupted. Every record is checked before
 * the first is replaced, and each is replaced in one step. No other process may be writing to the store.
 *
 * @returns how many records were encrypted now
 * @throws {@link StoreRecordError} naming a record that is damaged; then nothing is written
 * @throws {@link StorePassphraseError} where it was begun with another passphrase or key
 */
export async function encryptRecords(medium: ReplaceableMedium, unlock: StoreUnlock): Promise<number> {
  assertUnlock(unlock);
  const existing = await readRecordsKey(medium, unlock);
  const plain = new Map<string, string>();
  for (const name of [...(await recordNames(medium)), ...(await medium.list(JOURNAL_PREFIX))]) {
    const text = (await medium.read(name)) ?? "";
    const location = medium.locate(name);
    if (isSealedRecord(text)) {
      await openRecord(existing ?? headerMissing(medium), location, name, text);
    } else {
      assertWholeRecord(location, text);
      plain.set(name, text);
    }
  }
  const key = existing ?? (await createRecordsKey(medium, unlock));
  for (const [name, text] of plain) await medium.replace(name, await sealRecord(key, name, text));
  return plain.size;
}

/**
 * Gives an encrypted store another passphrase or key, in one step. The records stay as they are, and so does their key: an old
 * copy of the store still opens with the old passphrase, so where that one got known, the secrets did.
 *
 * @throws {@link StoreRecordError} where there is no encrypted store
 * @throws {@link StorePassphraseError} where the present passphrase or key is another; then nothing is written
 */
export async function changeUnlock(medium: ReplaceableMedium, from: StoreUnlock, to: StoreUnlock): Promise<void> {
  for (const unlock of [from, to]) assertUnlock(unlock);
  const header = (await medium.read(HEADER_NAME)) ?? headerMissing(medium);
  const recordsKey = await openHeader(medium.locate(HEADER_NAME), header, from);
  await medium.replace(HEADER_NAME, await formatHeader(to, recordsKey));
}
