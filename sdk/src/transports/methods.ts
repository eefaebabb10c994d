// SPDX-License-Identifier: MIT
import type { RpcCall } from "./endpoint.ts";

/** What makes a node keep something for whoever asked: it is not there at another endpoint. */
export const FILTER_METHODS = ["eth_newFilter", "eth_newBlockFilter", "eth_newPendingTransactionFilter"] as const;

/** Reads, besides those whose name begins with `eth_get`. */
const READS = [
  "eth_accounts",
  "eth_blockNumber",
  "eth_call",
  "eth_chainId",
  "eth_createAccessList",
  "eth_estimateGas",
  "eth_feeHistory",
  "eth_gasPrice",
  "eth_maxPriorityFeePerGas",
  "eth_syncing",
  "net_version",
  "web3_clientVersion",
];

/** What hands out something only once. */
const CONSUMING = ["eth_getFilterChanges"];

/** Whether a request changes nothing, so that it may be made again where its answer was lost. */
export function isRepeatable(method: string): boolean {
  return READS.includes(method) || (method.startsWith("eth_get") && !CONSUMING.includes(method));
}

const LATEST_STATE = [
  "eth_call",
  "eth_estimateGas",
  "eth_getBalance",
  "eth_getCode",
  "eth_getLogs",
  "eth_getStorageAt",
  "eth_getTransactionCount",
  "eth_getTransactionReceipt",
  "eth_getBlockByNumber",
];

/** Whether the answer depends on how far a node has got: what is decided on it would be decided on the past. */
export function readsLatestState({ method }: RpcCall): boolean {
  return LATEST_STATE.includes(method);
}
