// SPDX-License-Identifier: MIT
import { HttpRequestError, isHex, RpcRequestError, BaseError as ViemBaseError } from "viem";
import { BaseError } from "../errors/BaseError.ts";

/** JSON-RPC codes of a node that cannot answer now: limits, internal trouble, a block that it has not got yet. */
const TRANSIENT_CODES = [-1, 429, 4_900, 4_901, -32_001, -32_002, -32_005, -32_007, -32_603, -32_700];

/** Nodes put what they lack under the code of all refusals, -32000: only their words tell it from one. */
const LACKING = /header not found|block not found|unknown block|missing trie node|timeout|timed out|too many requests/i;

/**
 * Whether a node has answered, so that asking again would only give the same: a revert, a refused transaction, wrong
 * parameters, an unknown method. Everything else may go better the next time: silence, a status of HTTP, a limit, an
 * answer that cannot be one.
 */
export function isAnswer(error: unknown): boolean {
  const answer = findAnswer(error);
  if (answer === undefined) return false;
  const { code, data, message } = answer;
  if (code === 3 || isRevertData(data) || /revert/i.test(message)) return true;
  if (TRANSIENT_CODES.includes(code)) return false;
  return !LACKING.test(message);
}

interface JsonRpcError {
  code: number;
  data: unknown;
  message: string;
}

/** The error that a node gave in words of JSON-RPC; undefined where there is none in the chain of causes. */
function findAnswer(error: unknown): JsonRpcError | undefined {
  if (error instanceof BaseError) return undefined;
  let found: JsonRpcError | undefined;
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof HttpRequestError) return undefined;
    // viem's own classes stand for the error underneath, which has the node's code and data.
    const { code, data, message } = current as Error & { code?: unknown; data?: unknown };
    if (typeof code === "number") found = { code, data, message: detailsOf(current) ?? message };
    if (current instanceof RpcRequestError) return found;
  }
  return found;
}

function detailsOf(error: Error): string | undefined {
  return error instanceof ViemBaseError ? error.details : undefined;
}

/** Nodes give the bytes of a revert as they are, or within an object. */
function isRevertData(data: unknown): boolean {
  if (typeof data === "object" && data !== null && "data" in data) return isRevertData(data.data);
  return isHex(data);
}

/** How long a server asked to be left alone, in milliseconds; undefined where it did not say. */
export function retryAfter(error: unknown): number | undefined {
  if (!(error instanceof ViemBaseError)) return undefined;
  const http = error.walk((cause) => cause instanceof HttpRequestError);
  if (!(http instanceof HttpRequestError)) return undefined;
  const text = http.headers?.get("Retry-After");
  return text && /^\d+$/.test(text) ? Number(text) * 1_000 : undefined;
}

/** One line for a list of what went wrong. It leaves out addresses with their paths, which may hold keys. */
export function describeFailure(error: unknown): string {
  if (error instanceof BaseError) return error.shortMessage;
  if (error instanceof HttpRequestError) return `HTTP ${error.status ?? "request failed"}`;
  if (error instanceof ViemBaseError) return error.shortMessage;
  return error instanceof Error ? error.message : String(error);
}
