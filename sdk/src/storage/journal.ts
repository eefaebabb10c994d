// SPDX-License-Identifier: MIT
// What was signed is on the disk before it is sent, and stays there until nothing is left to be done for its nonce. Entries are no secrets of
// the store: they are not copied with it, and an entry in plain beside encrypted records is none of them.
import { type Address, type Hash, type Hex, isAddressEqual, keccak256 } from "viem";
import { z } from "zod";
import type { ClosedNonce, SignedTransaction } from "../actions/internal/sending/policy.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { StoreLockedError, StoreRecordError } from "../errors/storage.ts";
import { addressSchema, hashSchema, parseWith, textMatching } from "../utils/parse.ts";
import { encryptedMedium } from "./encryptedMedium.ts";
import { fileMedium } from "./fileMedium.ts";
import { HEADER_NAME, type StoreUnlock } from "./header.ts";
import type { RemovableMedium } from "./medium.ts";
import { memoryMedium } from "./memoryMedium.ts";
import { type RecordKind, readRecord, serialise } from "./record.ts";
import { isSealedRecord } from "./sealedRecord.ts";
import { countSchema } from "./secrets.ts";

/** What the name of an entry tells of a transaction. */
export type OpenTransaction = Pick<SignedTransaction, "chainId" | "account" | "nonce" | "hash">;

/** A transaction with the time at which it was signed, in seconds of this machine. */
export interface JournalEntry extends SignedTransaction {
  signedAt: number;
}

/** Keeps what was signed and is not known to be done, or never to happen. */
export interface TransactionJournal {
  /** Keeps a transaction durably; for `onSigned` of a policy. */
  write(transaction: SignedTransaction): Promise<void>;
  /** What is kept, of one account of a chain or of all, by nonce; nothing is opened for it. */
  list(of?: { chainId: number; account: Address }): Promise<OpenTransaction[]>;
  /** @throws {@link StoreRecordError}, {@link StoreLockedError} where it is encrypted and nothing opens it */
  read(transaction: OpenTransaction): Promise<JournalEntry>;
  /** Forgets all that was signed for a nonce; for `onClosed` of a policy. */
  close(closed: ClosedNonce): Promise<void>;
}

/** Where entries are in a store's folder. */
export const JOURNAL_PREFIX = "journal/";

/**
 * A journal in the folder of a store.
 *
 * @param unlock - encrypts what is written as the records of an encrypted store are, and opens it; without it entries are in plain: they hold
 * what the chain is to see, which includes weights and chunks where they are published
 * @param options - `now`: milliseconds, the system's unless given
 * @example
 * const journal = fileJournal(".commonweight", { passphrase });
 * const policy = sendingPolicy({ onSigned: journal.write, onClosed: journal.close });
 */
export function fileJournal(
  folder: string,
  unlock?: StoreUnlock,
  options: { now?: () => number } = {},
): TransactionJournal {
  return createJournal(fileMedium(folder), unlock, options);
}

/** A journal in memory, for tests. */
export function memoryJournal(options: { now?: () => number } = {}): TransactionJournal {
  return createJournal(memoryMedium(), undefined, options);
}

/** A journal over any medium, see {@link fileJournal}. */
export function createJournal(
  medium: RemovableMedium,
  unlock?: StoreUnlock,
  { now = Date.now }: { now?: () => number } = {},
): TransactionJournal {
  const sealed = unlock && encryptedMedium(medium, unlock);
  const list = async (of?: { chainId: number; account: Address }): Promise<OpenTransaction[]> => {
    const names = await medium.list(JOURNAL_PREFIX);
    const open = names.map(parseName).filter((transaction) => transaction !== undefined);
    return open
      .filter((one) => of === undefined || (one.chainId === of.chainId && isAddressEqual(one.account, of.account)))
      .sort((one, other) => one.nonce - other.nonce);
  };
  return {
    write: async (transaction) => {
      const entry = { ...transaction, signedAt: Math.floor(now() / 1000) };
      // Where the name is taken, this very transaction is there.
      await (sealed ?? medium).create(nameOf(entry), serialise(journalRecord, entry));
    },
    list,
    read: async (transaction) => {
      const name = nameOf(transaction);
      const location = medium.locate(name);
      const isSealed = isSealedRecord((await medium.read(name)) ?? "");
      if (isSealed && sealed === undefined) throw new StoreLockedError({ location: medium.locate(HEADER_NAME) });
      const entry = await readRecord(isSealed ? sealed! : medium, journalRecord, name).catch((cause: unknown) => {
        if (!(cause instanceof StoreRecordError)) throw cause;
        const advice = `Look up ${transaction.hash} on the chain, and remove the file: it is sent from here no more.`;
        const problem = "is no entry of a journal any more";
        throw new StoreRecordError({ location, problem, expected: "it as it was written", advice, cause });
      });
      if (nameOf(entry) === name) return entry;
      const advice = "Remove the file: it is sent from here no more.";
      throw new StoreRecordError({ location, problem: "is of another name", expected: nameOf(entry), advice });
    },
    close: async (closed) => {
      for (const transaction of await list(closed)) {
        if (transaction.nonce === closed.nonce) await medium.remove(nameOf(transaction));
      }
    },
  };
}

function nameOf({ chainId, account, nonce, hash }: OpenTransaction): string {
  return `${JOURNAL_PREFIX}${chainId}-${account}-${nonce}-${hash}.json`.toLowerCase();
}

/** Undefined for what somebody else has put there. */
function parseName(name: string): OpenTransaction | undefined {
  const match =
    /^journal\/(?<chainId>\d+)-(?<account>0x[0-9a-f]{40})-(?<nonce>\d+)-(?<hash>0x[0-9a-f]{64})\.json$/.exec(name);
  if (match === null) return undefined;
  const { chainId, account, nonce, hash } = match.groups!;
  const address = parseWith(addressSchema, account, "account");
  return { chainId: Number(chainId), account: address, nonce: Number(nonce), hash: hash as Hash };
}

const journalSchema = z.strictObject({
  chainId: countSchema,
  account: addressSchema,
  nonce: countSchema,
  hash: hashSchema,
  rawTransaction: textMatching((value) => /^0x([0-9a-f]{2})+$/.test(value), "bytes in hexadecimal").transform(
    (value) => value as Hex,
  ),
  functionName: z.string({ error: "the name of a function" }),
  signedAt: countSchema,
});

/** Kept as `commonweight.signed-transaction`. */
const journalRecord: RecordKind<JournalEntry> = {
  kind: "commonweight.signed-transaction",
  version: 1,
  toJson: (entry) => entry,
  fromJson: (json) => {
    const entry = parseWith<JournalEntry>(journalSchema, json, "transaction");
    const expected = keccak256(entry.rawTransaction);
    if (entry.hash === expected) return entry;
    throw new InvalidValueError({ subject: "transaction.hash", value: entry.hash, expected });
  },
};
