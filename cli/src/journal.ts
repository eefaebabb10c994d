// SPDX-License-Identifier: MIT
// What this machine has signed is kept beside the store before it is sent, and whatever is still open is brought to an end before anything else
// is sent from the account.
import {
  fileJournal,
  type OpenNonce,
  type ResentTransaction,
  resendOpen,
  StoreLockedError,
  type StoreUnlock,
  type TransactionJournal,
} from "@commonweight/sdk";
import { parseTransaction } from "viem";
import type { Confirm } from "./confirm.ts";
import type { Writer } from "./context.ts";
import { DeclinedError } from "./errors.ts";
import { localTime } from "./format/time.ts";

/** What opens an encrypted store. */
export interface Unlocking {
  /** What this run has opened the store with; undefined before it has, and where the store is in plain. */
  known(): StoreUnlock | undefined;
  /** Opens the store. */
  open(): Promise<unknown>;
}

/**
 * The journal in the folder of the store. What a run signs that has opened an encrypted store, as every one has that publishes weights or
 * chunks from it, is encrypted with it; nobody is asked for a passphrase just to keep what everybody may see.
 */
export function openJournal(folder: string, unlocking: Unlocking, now: () => number): TransactionJournal {
  const plain = fileJournal(folder, undefined, { now });
  let sealed: { unlock: StoreUnlock; journal: TransactionJournal } | undefined;
  const current = (): TransactionJournal => {
    const unlock = unlocking.known();
    if (unlock === undefined) return plain;
    if (sealed?.unlock !== unlock) sealed = { unlock, journal: fileJournal(folder, unlock, { now }) };
    return sealed.journal;
  };
  return {
    write: (transaction) => current().write(transaction),
    list: (of) => plain.list(of),
    close: (closed) => plain.close(closed),
    read: async (transaction) => {
      try {
        return await current().read(transaction);
      } catch (error) {
        if (!(error instanceof StoreLockedError)) throw error;
        await unlocking.open();
        return current().read(transaction);
      }
    },
  };
}

/** What is said of a transaction that was open; a warning where something was not done. */
export type TellResent = (text: string, isWarning: boolean) => void;

/**
 * Brings to an end what is open of the wallet on this chain. Of what the chain does not know a person is asked first: a no drops it.
 *
 * @throws what waiting for it throws; it stays in the journal then
 */
export async function resendFirst(
  writer: Writer,
  { journal, confirm, tell }: { journal: TransactionJournal; confirm: Confirm; tell: TellResent },
): Promise<void> {
  const decide = async (open: OpenNonce): Promise<boolean> => {
    try {
      await confirm(`${capital(describe(open))}, may never have been sent. Send it now?`);
      return true;
    } catch (error) {
      if (error instanceof DeclinedError && error.isAnswered) return false;
      throw error;
    }
  };
  for (const resent of await resendOpen(writer, { journal, decide })) {
    const { outcome } = resent;
    tell(`${capital(describe(resent))}, ${ENDINGS[outcome](resent as never)}`, outcome !== "done");
  }
}

const ENDINGS: {
  [outcome in ResentTransaction["outcome"]]: (one: ResentTransaction & { outcome: outcome }) => string;
} = {
  done: ({ hash }) => `is done (${hash}).`,
  reverted: ({ hash }) => `is mined but reverted (${hash}): nothing of it was done.`,
  replaced: ({ nonce, account }) =>
    `is dropped: another transaction of ${account} has its nonce, ${nonce}. Nothing of it was done.`,
  dropped: () => "is not sent again. A node that has it may do it yet, until the next transaction takes its nonce.",
  waiting: ({ nonce }) => `waits: the chain has no transaction with the nonce before its, ${nonce - 1}.`,
  refused: ({ error }) => `is dropped: the node does not take it. ${(error.details ?? "").split("\n")[0]}`.trimEnd(),
};

/** What was signed last for a nonce, as it reads in a sentence. */
function describe({ entries }: Pick<OpenNonce, "entries">): string {
  const { functionName, rawTransaction, signedAt } = entries.at(-1)!;
  const { to } = parseTransaction(rawTransaction);
  return `the transaction ${functionName} to ${to ?? "a new contract"}, signed ${localTime(signedAt)} and not known to be final`;
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
