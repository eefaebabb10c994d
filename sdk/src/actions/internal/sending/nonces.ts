// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { getTransactionCount } from "viem/actions";
import type { CommonweightClient } from "../../types.ts";
import type { Fees } from "./fees.ts";

/** The last of the transactions that each account waits to send, and a nonce that was given up before it was mined. */
const queues = new Map<string, Promise<unknown>>();
const unfinished = new Map<string, { nonce: number; fees: Fees }>();

/** An account of a chain. */
export interface Sender {
  chainId: number;
  address: Address;
}

const keyOf = ({ chainId, address }: Sender): string => `${chainId}:${address.toLowerCase()}`;

/** Runs what one account sends one after the other, so that a nonce is free again before the next is asked for. */
export async function inTurn<result>(sender: Sender, run: () => Promise<result>): Promise<result> {
  const key = keyOf(sender);
  const before = queues.get(key) ?? Promise.resolve();
  const turn = before.then(run, run);
  queues.set(key, turn);
  try {
    return await turn;
  } finally {
    if (queues.get(key) === turn) queues.delete(key);
  }
}

/** A nonce to sign with; where an earlier transaction has it, the fees that a new one has to exceed to take its place. */
export interface FreeNonce {
  nonce: number;
  exceed: Fees | undefined;
}

/**
 * The nonce of the next transaction. One that was given up before it was mined is used again: then at most one of the two
 * transactions is mined, whatever the nodes have kept of the first.
 */
export async function nextNonce(client: CommonweightClient, sender: Sender): Promise<FreeNonce> {
  const { address } = sender;
  const last = unfinished.get(keyOf(sender));
  const pending = await getTransactionCount(client, { address, blockTag: "pending" });
  if (last !== undefined && last.nonce <= pending) {
    const mined = await getTransactionCount(client, { address, blockTag: "latest" });
    if (mined <= last.nonce) return { nonce: last.nonce, exceed: last.fees };
  }
  return { nonce: pending, exceed: undefined };
}

/** Remembers what was signed, until {@link finish}. */
export function begin(sender: Sender, nonce: number, fees: Fees): void {
  unfinished.set(keyOf(sender), { nonce, fees });
}

/** Forgets a nonce that is used up. */
export function finish(sender: Sender): void {
  unfinished.delete(keyOf(sender));
}
