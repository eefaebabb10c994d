// SPDX-License-Identifier: MIT
import type { Address, Hash, Hex } from "viem";
import { type Clock, systemClock } from "../../../utils/clock.ts";
import type { CommonweightClient } from "../../types.ts";

/** A transaction as it was signed, with all that it takes to send exactly it again. */
export interface SignedTransaction {
  chainId: number;
  account: Address;
  nonce: number;
  hash: Hash;
  rawTransaction: Hex;
  /** What it calls. */
  functionName: string;
}

/** A nonce for which nothing is left to be done. */
export type ClosedNonce = Pick<SignedTransaction, "chainId" | "account" | "nonce">;

/** What happens to a transaction on its way; for people who wait. */
export type SendingEvent =
  | { kind: "sent"; hash: Hash }
  /** Not mined in time: sent again with the same nonce and a higher fee, in wei. */
  | { kind: "raised"; hash: Hash; feePerGas: bigint }
  /** A higher fee is above the maximum, or was not signed: it waits on as it is. */
  | { kind: "notRaised"; error: unknown }
  | { kind: "mined"; hash: Hash; blockNumber: bigint }
  /** Its block is not of the chain any more: it waits again. */
  | { kind: "reorganised"; hash: Hash }
  /** An endpoint failed while it was waited for. */
  | { kind: "trouble"; error: unknown };

/** How transactions are sent, and when they count as done. */
export interface SendingPolicy {
  /** Blocks that have to hold a transaction, its own included; 1 unless given. */
  confirmations?: number | undefined;
  /** The highest fee per gas in wei, for the first try and for replacements; four times the first unless given. */
  maximumFeePerGas?: bigint | undefined;
  /** A transaction is stuck after this many blocks without it, 5 unless given, … */
  stuckAfterBlocks?: number | undefined;
  /** … and this much time, in milliseconds; 30,000 unless given. */
  stuckAfterMs?: number | undefined;
  /** After this time a transaction is given up, in milliseconds; 600,000 unless given. */
  timeoutMs?: number | undefined;
  /** Time between looks at the chain, in milliseconds; the client's unless given. */
  pollingIntervalMs?: number | undefined;
  /** Runs before a signed transaction is sent. What it writes down can be sent again after a crash: see `resendTransaction`. */
  onSigned?: ((transaction: SignedTransaction) => void | Promise<void>) | undefined;
  /**
   * Runs once a nonce is used for good, by whatever is final there, or once a node has refused what was signed: what `onSigned` was told
   * for it need not be kept any more.
   */
  onClosed?: ((closed: ClosedNonce) => void | Promise<void>) | undefined;
  /** Told of each step of a transaction on its way to being final. */
  onProgress?: ((event: SendingEvent) => void) | undefined;
  clock?: Clock | undefined;
}

/** A policy with everything that was left open decided. */
export type DecidedPolicy = Required<{
  [key in keyof SendingPolicy]: key extends "maximumFeePerGas" ? bigint | undefined : NonNullable<SendingPolicy[key]>;
}>;

/** The policy that a client carries, see `sendingPolicy`. */
export function policyOf(client: CommonweightClient): DecidedPolicy {
  const { sending = {} } = client as { sending?: SendingPolicy };
  return {
    confirmations: sending.confirmations ?? 1,
    maximumFeePerGas: sending.maximumFeePerGas,
    stuckAfterBlocks: sending.stuckAfterBlocks ?? 5,
    stuckAfterMs: sending.stuckAfterMs ?? 30_000,
    timeoutMs: sending.timeoutMs ?? 600_000,
    pollingIntervalMs: sending.pollingIntervalMs ?? client.pollingInterval,
    onSigned: sending.onSigned ?? (() => {}),
    onClosed: sending.onClosed ?? (() => {}),
    onProgress: sending.onProgress ?? (() => {}),
    clock: sending.clock ?? systemClock,
  };
}
