// SPDX-License-Identifier: MIT

import { encryptedMedium } from "./encryptedMedium.ts";
import { changeUnlock, encryptRecords } from "./encryptRecords.ts";
import { fileMedium, removeTemporaryFiles } from "./fileMedium.ts";
import { HEADER_NAME, type StoreUnlock } from "./header.ts";
import { JOURNAL_PREFIX } from "./journal.ts";
import { plainMedium } from "./plainMedium.ts";
import { createStore, type OperatorStore, recordNames, recordPrefixes, type SponsorStore } from "./store.ts";

/**
 * A store in a folder, whose files only their owner can read. Keep copies of the folder, see `backupStore`: what it holds cannot
 * be computed again.
 *
 * @param folder - is made where it does not exist
 * @param unlock - encrypts the store, or opens an encrypted one; without it the store is in plain
 * @throws in every function {@link StorePassphraseError} where the passphrase or key is another, {@link StoreLockedError} where
 * the store is encrypted and nothing opens it, {@link StoreUnencryptedError} where it is in plain and should be encrypted
 * @example
 * const store = fileStore(".commonweight", { passphrase });
 */
export function fileStore(folder: string, unlock?: StoreUnlock): OperatorStore & SponsorStore {
  const medium = fileMedium(folder);
  return createStore(unlock === undefined ? plainMedium(medium) : encryptedMedium(medium, unlock));
}

/**
 * What is in a folder: an encrypted store, one in plain, or none yet.
 *
 * @throws {@link StoreAccessError} where it cannot be read
 * @example
 * const store = fileStore(folder, (await storeKind(folder)) === "plain" ? undefined : { passphrase });
 */
export async function storeKind(folder: string): Promise<"encrypted" | "plain" | "none"> {
  const medium = fileMedium(folder);
  if ((await medium.read(HEADER_NAME)) !== undefined) return "encrypted";
  return (await recordNames(medium)).length > 0 ? "plain" : "none";
}

/**
 * Encrypts a plain store where it is, or goes on where that was interrupted. Every record is checked before the first is
 * replaced, and each is replaced in one step. No other process may be writing to the store. What was on the disk in plain may
 * still be found there by who takes the disk apart, and in older copies of the folder.
 *
 * @returns how many records were encrypted now
 * @throws {@link StoreRecordError} naming a record that is damaged; then nothing is written
 * @throws {@link StorePassphraseError} where it was begun with another passphrase or key
 * @example
 * await encryptStore(".commonweight", { passphrase });
 */
export async function encryptStore(folder: string, unlock: StoreUnlock): Promise<number> {
  const count = await encryptRecords(fileMedium(folder), unlock);
  await removeTemporaryFiles(folder, [...recordPrefixes, JOURNAL_PREFIX]);
  return count;
}

/**
 * Gives an encrypted store in a folder another passphrase or key, in one step. The records stay as they are, and so does their
 * key: an old copy of the folder still opens with the old passphrase, so where that one got known, the secrets did.
 *
 * @throws {@link StoreRecordError} where there is no encrypted store
 * @throws {@link StorePassphraseError} where the present passphrase or key is another; then nothing is written
 * @example
 * await changeStorePassphrase(".commonweight", { passphrase: old }, { passphrase });
 */
export async function changeStorePassphrase(folder: string, from: StoreUnlock, to: StoreUnlock): Promise<void> {
  await changeUnlock(fileMedium(folder), from, to);
}
