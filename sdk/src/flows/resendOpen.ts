// SPDX-License-Identifier: MIT
import type { Address, Hash } from "viem";
import { getChainId, getTransactionCount } from "viem/actions";
import { senderOf } from "../actions/internal/send.ts";
import { isKnown } from "../actions/internal/sending/sendSigned.ts";
import { resendTransaction } from "../actions/resendTransaction.ts";
import type { CommonweightClient } from "../actions/types.ts";
import { TransactionRefusedError, TransactionReplacedError } from "../errors/sending.ts";
import { withTypedErrors } from "../errors/toTypedError.ts";
import { TransactionRevertedError } from "../errors/transactions.ts";
import type { JournalEntry, TransactionJournal } from "../storage/journal.ts";

/** All that was signed for one nonce, and what the chain says of it. */
export interface OpenNonce {
  account: Address;
  nonce: number;
  /** At least one; more than one where fees were raised. */
  entries: readonly JournalEntry[];
  /** Whether the chain knows one of them, or has used the nonce: then nothing is decided by sending it again. */
  isKnown: boolean;
}

/** What came of it. */
export type ResentTransaction = Omit<OpenNonce, "isKnown"> &
  (
    | { outcome: "done" | "reverted"; hash: Hash }
    /** Another transaction has the nonce: it never happens. */
    | { outcome: "replaced" }
    /** The caller did not want it any more; a node that has it may do it yet, until another transaction has its nonce. */
    | { outcome: "dropped" }
    /** No transaction has the nonce before it, which another machine must have signed: it stays in the journal until one has. */
    | { outcome: "waiting" }
    /** A node did not take it. */
    | { outcome: "refused"; error: TransactionRefusedError }
  );

export interface ResendOpenParameters {
  journal: TransactionJournal;
  account?: Address | undefined;
  /** Whether what the chain may never have heard of is sent; yes unless given. What it knows already is waited for in any case. */
  decide?: ((open: OpenNonce) => boolean | Promise<boolean>) | undefined;
}

/**
 * Brings to an end what processes before this one have signed: sends it again, exactly as it was signed, in the order of its nonces, waits until
 * it is final, as the client's policy says, and takes it out of the journal. Run it before anything else is sent from the account. Safe to repeat.
 *
 * @throws {@link TransactionPendingError} where one is not final in time: it stays in the journal
 * @throws {@link StoreRecordError}, {@link StoreLockedError}
 * @example
 * for (const { nonce, outcome } of await resendOpen(client, { journal })) console.log(`${nonce}: ${outcome}`);
 */
export async function resendOpen(
  client: CommonweightClient,
  parameters: ResendOpenParameters,
): Promise<ResentTransaction[]> {
  const { journal, decide = () => true } = parameters;
  const account = senderOf(client, parameters, "resendOpen").address;
  const listed = await journal.list({ account, chainId: client.chain?.id ?? (await chainOf(client)) });
  const resent: ResentTransaction[] = [];
  for (const nonce of new Set(listed.map((one) => one.nonce))) {
    const entries = await Promise.all(listed.filter((one) => one.nonce === nonce).map((one) => journal.read(one)));
    const open: OpenNonce = {
      account,
      nonce,
      entries,
      isKnown: await isKnownAlready(client, { account, nonce, entries }),
    };
    if (!open.isKnown && (await nextNonce(client, account)) < nonce) {
      resent.push({ account, nonce, entries, outcome: "waiting" });
      continue;
    }
    const isWanted = open.isKnown || (await decide(open));
    const outcome = isWanted ? await resend(client, entries) : ({ outcome: "dropped" } as const);
    await journal.close(entries[0]!);
    resent.push({ account, nonce, entries, ...outcome });
  }
  return resent;
}

async function resend(client: CommonweightClient, entries: readonly JournalEntry[]) {
  const [{ rawTransaction, functionName }, ...rest] = entries as [JournalEntry, ...JournalEntry[]];
  const others = rest.map((one) => one.rawTransaction);
  try {
    const { hash } = await resendTransaction(client, { rawTransaction, others, functionName });
    return { outcome: "done", hash } as const;
  } catch (error) {
    if (error instanceof TransactionRevertedError) return { outcome: "reverted", hash: error.hash } as const;
    if (error instanceof TransactionReplacedError) return { outcome: "replaced" } as const;
    if (error instanceof TransactionRefusedError) return { outcome: "refused", error } as const;
    throw error;
  }
}

async function isKnownAlready(
  client: CommonweightClient,
  { account, nonce, entries }: Omit<OpenNonce, "isKnown">,
): Promise<boolean> {
  for (const { hash } of entries) if (await isKnown(client, hash)) return true;
  return (await withTypedErrors(() => getTransactionCount(client, { address: account }))) > nonce;
}

/** What is pending counts: the chain will have used its nonces. */
const nextNonce = (client: CommonweightClient, address: Address): Promise<number> =>
  withTypedErrors(() => getTransactionCount(client, { address, blockTag: "pending" }));

const chainOf = (client: CommonweightClient): Promise<number> => withTypedErrors(() => getChainId(client));
