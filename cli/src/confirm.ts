// SPDX-License-Identifier: MIT
// Transactions are shown, with what they cost at most, before they are signed.

import { confirm as ask } from "@inquirer/prompts";
import { decodeFunctionData, formatEther, type LocalAccount, type TransactionSerializable } from "viem";
import { KNOWN_ABIS } from "./abis.ts";
import { DeclinedError } from "./errors.ts";
import type { Io } from "./io.ts";

/** Asks a person, or answers for it. @throws DeclinedError where the answer is no */
export type Confirm = (question: string) => Promise<void>;

/** Asks on the terminal; says yes unasked where told so, and no where nobody can be asked. */
export function createConfirm({ stdin, stderr }: Io, isYes: boolean): Confirm {
  return async (question) => {
    if (isYes) return;
    if (!stdin.isTTY || !stderr.isTTY) {
      throw new DeclinedError(`Nobody can be asked here: ${question} Nothing was sent. Give --yes to go on unasked.`);
    }
    const context = { input: stdin, output: stderr as NodeJS.WriteStream };
    if (!(await ask({ message: question }, context))) throw new DeclinedError("Declined. Nothing was sent.");
  };
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

/** One sentence: what is called where, with which gas limit, and what that costs at most. */
function describe(transaction: TransactionSerializable): string {
  const { to, data, gas = 0n, value = 0n } = transaction;
  const price = transaction.maxFeePerGas ?? transaction.gasPrice ?? 0n;
  const cost = `at most ${formatEther(gas * price)} ether for ${gas} gas`;
  const sent = value > 0n ? `, sending ${formatEther(value)} ether` : "";
  return `Send ${functionNameOf(data)} to ${to ?? "a new contract"}${sent}: ${cost}?`;
}

function functionNameOf(data: TransactionSerializable["data"]): string {
  if (data === undefined || data === "0x") return "a payment";
  for (const abi of KNOWN_ABIS) {
    try {
      return decodeFunctionData({ abi, data }).functionName;
    } catch {
      // Another ABI may know it.
    }
  }
  return `a call of ${data.slice(0, 10)}`;
}
