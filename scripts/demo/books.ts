// SPDX-License-Identifier: MIT
// The demo's own books. Gas comes from receipts; money from the token's transfers, not from what the escrow says of itself.
import type { LocalPublicClient } from "@commonweight/devnet";
import type { SentOrDone } from "@commonweight/sdk";
import { type Address, getAddress, isAddressEqual, parseAbiItem } from "viem";

const transferEvent = parseAbiItem("event Transfer(address indexed from, address indexed to, uint256 value)");

/** Something happened that was not expected: the demo ends, and says what. */
export class UnexpectedResultError extends Error {
  override readonly name = "UnexpectedResultError";
}

/** @throws UnexpectedResultError unless both are the same number or text. */
export function expectEqual<T extends bigint | number | string | boolean>(what: string, actual: T, expected: T): void {
  if (actual !== expected) throw new UnexpectedResultError(`${what} is ${actual}; expected ${expected}.`);
}

/** Gas of each action, in the order in which they were first sent. */
export interface GasBook {
  /** Books the gas of a transaction under an action's name, and hands on what the action returned. */
  record<Sent extends SentOrDone>(action: string, sent: Sent): Sent;
  /** By action: how often, and the least and the most gas. */
  totals(): { action: string; count: number; least: number; most: number }[];
}

export function createGasBook(): GasBook {
  const entries = new Map<string, number[]>();
  return {
    record(action, sent) {
      if (sent.receipt) entries.set(action, [...(entries.get(action) ?? []), Number(sent.receipt.gasUsed)]);
      return sent;
    },
    totals: () =>
      [...entries].map(([action, gas]) => ({
        action,
        count: gas.length,
        least: Math.min(...gas),
        most: Math.max(...gas),
      })),
  };
}

/** What went from each account into the escrow, and out of it. */
export interface MoneyBook {
  paid(account: Address): bigint;
  got(account: Address): bigint;
  totalPaid: bigint;
  totalGot: bigint;
}

/** One movement of a token; it was minted where it comes from the zero address. */
export interface Transfer {
  from: Address;
  to: Address;
  value: bigint;
}

/** Reads all transfers of a token. */
export async function readTransfers(publicClient: LocalPublicClient, token: Address): Promise<Transfer[]> {
  const logs = await publicClient.getLogs({ address: token, event: transferEvent, fromBlock: 0n, strict: true });
  return logs.map(({ args: { from, to, value } }) => ({ from, to, value }));
}

/** Books all transfers of a token from and to the escrow. */
export async function readMoneyBook(
  publicClient: LocalPublicClient,
  { token, escrow }: { token: Address; escrow: Address },
): Promise<MoneyBook> {
  const paid = new Map<Address, bigint>();
  const got = new Map<Address, bigint>();
  const add = (book: Map<Address, bigint>, account: Address, amount: bigint) =>
    book.set(getAddress(account), (book.get(getAddress(account)) ?? 0n) + amount);
  for (const { from, to, value } of await readTransfers(publicClient, token)) {
    if (isAddressEqual(to, escrow)) add(paid, from, value);
    if (isAddressEqual(from, escrow)) add(got, to, value);
  }
  const sum = (book: Map<Address, bigint>) => [...book.values()].reduce((total, amount) => total + amount, 0n);
  return {
    paid: (account) => paid.get(getAddress(account)) ?? 0n,
    got: (account) => got.get(getAddress(account)) ?? 0n,
    totalPaid: sum(paid),
    totalGot: sum(got),
  };
}
