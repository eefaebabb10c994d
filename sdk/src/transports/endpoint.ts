// SPDX-License-Identifier: MIT
import { type Chain, type EIP1193RequestFn, hexToBigInt, hexToNumber, http, type Transport } from "viem";
import { ChainMismatchError } from "../errors/chain.ts";
import { EndpointLagsError, InvalidResponseError } from "../errors/endpoints.ts";
import { problemOfResponse } from "./responses.ts";

/** A request of JSON-RPC. */
export interface RpcCall {
  method: string;
  params?: unknown;
}

/** One address of a chain, and what is known of it. */
export interface Endpoint {
  /** For messages: without a path, which may hold a key. */
  name: string;
  /** The latest block that it spoke of; undefined before it did. */
  head(): bigint | undefined;
  /** Asks once. @throws {@link InvalidResponseError} where the answer cannot be one */
  ask(call: RpcCall): Promise<unknown>;
  /** @throws {@link ChainMismatchError} where it is of another chain; asked once, and again after a mismatch */
  assertChain(expected: number): Promise<void>;
  /** @throws {@link EndpointLagsError} where it has not got to a block */
  assertReached(block: bigint): Promise<void>;
}

/** How often in a row an endpoint has to say that it went back before that is believed: a chain may, and so may a lie be taken back. */
const BELIEVED_AFTER = 3;

/** @param maximumLag - how many blocks it may go back without being refused */
export function createEndpoint(
  given: string | Transport,
  index: number,
  { chain, timeoutMs, maximumLag }: { chain: Chain | undefined; timeoutMs: number; maximumLag: bigint },
): Endpoint {
  const transport = typeof given === "string" ? http(given, { retryCount: 0, timeout: timeoutMs }) : given;
  const { request, value } = transport({ chain, retryCount: 0, timeout: timeoutMs });
  const name = nameOf(typeof given === "string" ? given : value?.url, index);
  let isChainKnown = false;
  let head: bigint | undefined;
  let wentBack = 0;

  const refuse = (method: string, problem: string): never => {
    throw new InvalidResponseError({ endpoint: name, method, problem });
  };

  const ask = async ({ method, params }: RpcCall): Promise<unknown> => {
    const call = { method, ...(params === undefined ? {} : { params }) };
    const result: unknown = await (request as EIP1193RequestFn)(call as never);
    const problem = problemOfResponse(method, params, result);
    if (problem !== undefined) refuse(method, problem);
    const latest = latestBlockIn(method, params, result);
    if (latest !== undefined) {
      const isBehind = head !== undefined && latest + maximumLag < head;
      wentBack = isBehind ? wentBack + 1 : 0;
      if (isBehind && wentBack < BELIEVED_AFTER) {
        throw new EndpointLagsError({ endpoint: name, head: latest, expected: head! - maximumLag });
      }
      if (head === undefined || latest > head || isBehind) head = latest;
    }
    const mined = method === "eth_getTransactionReceipt" ? blockNumberOf(result) : undefined;
    if (mined !== undefined && mined > (head ?? -1n)) {
      await ask({ method: "eth_blockNumber" });
      if (mined > head!) refuse(method, `the receipt is of block ${mined}, its own latest is ${head}`);
    }
    return result;
  };

  return {
    name,
    head: () => head,
    ask,
    assertChain: async (expected) => {
      if (isChainKnown) return;
      const actual = hexToNumber((await ask({ method: "eth_chainId" })) as `0x${string}`);
      if (actual !== expected) throw new ChainMismatchError({ expected, actual });
      isChainKnown = true;
    },
    assertReached: async (block) => {
      if (head !== undefined && head >= block) return;
      await ask({ method: "eth_blockNumber" });
      if (head! < block) throw new EndpointLagsError({ endpoint: name, head: head!, expected: block });
    },
  };
}

/** The latest block of an endpoint, where an answer tells it. */
function latestBlockIn(method: string, params: unknown, result: unknown): bigint | undefined {
  if (method === "eth_blockNumber") return hexToBigInt(result as `0x${string}`);
  const isLatest = method === "eth_getBlockByNumber" && Array.isArray(params) && params[0] === "latest";
  return isLatest ? blockNumberOf(result, "number") : undefined;
}

/** The block that an answer is of. */
export function blockNumberOf(result: unknown, key = "blockNumber"): bigint | undefined {
  const number = (result as Record<string, unknown> | null)?.[key];
  return typeof number === "string" ? hexToBigInt(number as `0x${string}`) : undefined;
}

function nameOf(url: unknown, index: number): string {
  return typeof url === "string" && URL.canParse(url) ? new URL(url).origin : `endpoint ${index + 1}`;
}
