// SPDX-License-Identifier: MIT
import { type Hex, keccak256, recoverTransactionAddress, type TransactionSerialized, toHex } from "viem";
import type { Lie } from "./plan.ts";

/** A request of JSON-RPC. */
export interface Call {
  method: string;
  params: readonly unknown[];
}

/** Asks the chain, whatever the proxy does. @throws an error with a code where the chain refuses */
export type Upstream = (call: Call) => Promise<unknown>;

/** Says things that are not so, from what is. It has to be told of what was sent, to speak of it. */
export function createLiar(upstream: Upstream) {
  /** Everything that was handed to the proxy, passed on or not. */
  const senders = new Map<string, Hex>();

  const remember = async (raw: Hex): Promise<void> => {
    senders.set(
      keccak256(raw),
      await recoverTransactionAddress({ serializedTransaction: raw as TransactionSerialized }),
    );
  };

  /** @returns the answer; what is so, where there is nothing to be said otherwise */
  const lie = async (kind: Lie, call: Call): Promise<unknown> => {
    // A transaction that is not passed on: the chain never hears of it, and whoever asks is told its hash.
    if (kind === "not passed on") return keccak256(call.params[0] as Hex);
    const truth = await upstream(call);
    switch (kind) {
      case "another chain":
        return "0x1";
      case "stale block":
        return toHex(Math.max(0, Number(truth) - 20));
      case "receipt hidden":
        return null;
      case "false success":
        return truth ?? madeUp(call.params[0] as Hex);
      default:
        return truth === null ? null : falseReceipt(kind, truth as Receipt);
    }
  };

  /** In the chain's latest block, which does not hold it. */
  const madeUp = async (hash: Hex) => {
    const block = (await upstream({ method: "eth_getBlockByNumber", params: ["latest", false] })) as {
      hash: Hex;
      number: Hex;
    };
    return {
      transactionHash: hash,
      transactionIndex: "0x0",
      blockHash: block.hash,
      blockNumber: block.number,
      from: senders.get(hash) ?? `0x${"00".repeat(20)}`,
      status: "0x1",
      logs: [],
    };
  };

  return { lie, remember };
}

interface Receipt {
  logs: object[];
}

const OTHER: Hex = `0x${"ab".repeat(32)}`;

function falseReceipt(kind: Lie, receipt: Receipt): object {
  if (kind === "receipt of another") return { ...receipt, transactionHash: OTHER };
  if (kind === "block of another") {
    return { ...receipt, blockHash: OTHER, logs: receipt.logs.map((log) => ({ ...log, blockHash: OTHER })) };
  }
  return { ...receipt, logs: receipt.logs.map((log) => ({ ...log, transactionHash: OTHER })) };
}
