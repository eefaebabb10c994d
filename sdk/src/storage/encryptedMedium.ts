// SPDX-License-Identifier: MIT
import { StoreUnencryptedError } from "../errors/storage.ts";
import {
  assertUnlock,
  createRecordsKey,
  HEADER_NAME,
  headerMissing,
  readRecordsKey,
  type StoreUnlock,
} from "./header.ts";
import type { StoreMedium } from "./medium.ts";
import { isSealedRecord, openRecord, sealRecord } from "./sealedRecord.ts";
import { recordNames } from "./store.ts";

/**
 * A medium whose records are encrypted (AES-256-GCM, each with a nonce of its own, bound to its name) before another medium
 * keeps them. Names stay as they are: they tell chains, addresses and hashes, and no secret. The key of the records is drawn
 * once, at the first write, and kept in a header under the passphrase (scrypt) or key. That a record was removed cannot be seen.
 *
 * @throws {@link InvalidValueError} where the passphrase is empty or the key has not 32 bytes; and in every function
 * {@link StorePassphraseError} before anything is read or written, {@link StoreUnencryptedError} where the other medium holds
 * records in plain, {@link StoreRecordError} where a record was changed, cut short, or put under another name
 * @example
 * const store = createStore(encryptedMedium(fileMedium(".commonweight"), { passphrase }));
 */
export function encryptedMedium(medium: StoreMedium, unlock: StoreUnlock): StoreMedium {
  assertUnlock(unlock);
  // Deriving the key takes a while, so it is done once for all that wait for it; that there is none, or that it failed, is not kept.
  let known: CryptoKey | undefined;
  let reading: Promise<CryptoKey | undefined> | undefined;
  let creating: Promise<CryptoKey> | undefined;

  const readKey = async (): Promise<CryptoKey | undefined> => {
    if (known !== undefined) return known;
    reading ??= readExistingKey(medium, unlock).finally(() => {
      reading = undefined;
    });
    const key = await reading;
    known ??= key;
    return known;
  };
  const createKey = async (): Promise<CryptoKey> => {
    creating ??= createRecordsKey(medium, unlock).finally(() => {
      creating = undefined;
    });
    known = await creating;
    return known;
  };

  return {
    create: async (name, text) => {
      const key = (await readKey()) ?? (await createKey());
      return medium.create(name, await sealRecord(key, name, text));
    },
    read: async (name) => {
      const key = await readKey();
      const text = key === undefined ? undefined : await medium.read(name);
      return key === undefined || text === undefined ? undefined : openRecord(key, medium.locate(name), name, text);
    },
    list: async (prefix) => {
      await readKey();
      return (await medium.list(prefix)).filter((name) => name !== HEADER_NAME);
    },
    locate: (name) => medium.locate(name),
  };
}

/** The key of the records; undefined where there is neither a header nor a record. */
async function readExistingKey(medium: StoreMedium, unlock: StoreUnlock): Promise<CryptoKey | undefined> {
  const key = await readRecordsKey(medium, unlock);
  if (key !== undefined) return key;
  const [name] = await recordNames(medium);
  if (name === undefined) return undefined;
  if (isSealedRecord((await medium.read(name)) ?? "")) headerMissing(medium);
  throw new StoreUnencryptedError({ location: medium.locate(name) });
}
