// SPDX-License-Identifier: MIT
// Transactions are shown, with what they cost at most, before they are signed.
import { Writable } from "node:stream";
import { confirm as ask } from "@inquirer/prompts";
import {
  formatEther,
  type LocalAccount,
  type RpcTransactionRequest,
  type TransactionSerializable,
  type Transport,
} from "viem";
import { functionNameOf } from "./abis.ts";
import { DeclinedError } from "./errors.ts";
import type { Io } from "./io.ts";

/** Asks a person, or answers for it. @throws DeclinedError where the answer is no */
export type Confirm = (question: string) => Promise<void>;

/**
 * Asks on the terminal; says yes unasked where told so, and no where nobody can be asked. What was confirmed before, such as an approval, stays
 * sent.
 */
export function createConfirm({ stdin, stderr }: Io, isYes: boolean): Confirm {
  return async (question) => {
    if (isYes) return;
    if (!stdin.isTTY || !stderr.isTTY) {
      throw new DeclinedError(`Nobody can be asked here: ${question} It was not done. Give --yes to go on unasked.`);
    }
    const isSure = await answerOf(question, stdin, streamOf(stderr));
    if (!isSure) throw new DeclinedError("Declined. It was not done.", { isAnswered: true });
  };
}

/** What a person answers. No answer is none: Ctrl-C, or an input that ends. */
async function answerOf(message: string, input: Io["stdin"], output: Writable): Promise<boolean> {
  const ended = new AbortController();
  const end = () => ended.abort();
  if (input.readableEnded) end();
  input.once("end", end);
  try {
    return await ask({ message }, { input, output, signal: ended.signal });
  } catch (error) {
    if (error instanceof Error && UNANSWERED.includes(error.name)) {
      throw new DeclinedError("There was no answer. It was not done.");
    }
    throw error;
  } finally {
    input.off("end", end);
  }
}

/** Names of the errors with which a prompt ends that nobody answers. */
const UNANSWERED = ["ExitPromptError", "AbortPromptError"];

/** The prompts write to a stream, and wrap their lines to its width. */
function streamOf(sink: Io["stderr"]): Writable {
  const stream = new Writable({
    write(chunk, _encoding, done) {
      sink.write(String(chunk));
      done();
    },
  });
  return Object.assign(stream, { columns: sink.columns });
}

/** An account that shows each transaction and its highest cost, and signs it once that is confirmed. */
export function confirming(account: LocalAccount, confirm: Confirm): LocalAccount {
  return {
    ...account,
    signTransaction: async (transaction, options) => {
      await confirm(describe(transaction));
      return account.signTransaction(transaction, options);
    },
  };
}

/** A transport that shows each transaction that an external signer is to sign and send, and hands it on once that is confirmed. */
export function confirmingTransport(transport: Transport, confirm: Confirm): Transport {
  return (parameters) => {
    const { request, ...rest } = transport(parameters);
    const confirmed = async (call: { method: string; params?: unknown }, options?: unknown): Promise<unknown> => {
      if (/^(eth|wallet)_sendTransaction$/.test(call.method)) await confirm(describe(ofRequest(call.params)));
      return (request as (call: unknown, options?: unknown) => Promise<unknown>)(call, options);
    };
    return { ...rest, request: confirmed as typeof request };
  };
}

/** What a request to sign and send says, of what is shown. */
type Shown = Pick<TransactionSerializable, "to" | "data" | "gas" | "value" | "maxFeePerGas" | "gasPrice">;

function ofRequest(params: unknown): Shown {
  const [{ to, data, ...quantities }] = params as [RpcTransactionRequest];
  const { gas, value, maxFeePerGas, gasPrice } = quantities;
  const amount = (hex: string | undefined): bigint | undefined => (hex === undefined ? undefined : BigInt(hex));
  const price = amount(maxFeePerGas ?? gasPrice);
  return {
    to: to ?? null,
    data: data ?? "0x",
    gas: amount(gas) ?? 0n,
    value: amount(value) ?? 0n,
    gasPrice: price ?? 0n,
  };
}

/** One sentence: what is called where, with which gas limit, and what that costs at most. */
function describe(transaction: Shown): string {
  const { to, data, gas = 0n, value = 0n } = transaction;
  const price = transaction.maxFeePerGas ?? transaction.gasPrice ?? 0n;
  const cost = `at most ${formatEther(gas * price)} ether for ${gas} gas`;
  const sent = value > 0n ? `, sending ${formatEther(value)} ether` : "";
  return `Send ${functionNameOf(data)} to ${to ?? "a new contract"}${sent}: ${cost}?`;
}
