// SPDX-License-Identifier: MIT
import { concatBytes } from "@noble/hashes/utils.js";
import { ContentLimitError, ContentServerError } from "../errors/content.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { assertWithin } from "./limits.ts";

/** How a server is asked. */
export interface HttpOptions {
  /** Sent with each request, for example `authorization`. */
  headers?: Record<string, string> | undefined;
  /** For each block, from the request to its last byte, in milliseconds (30,000 unless given). */
  timeoutMs?: number | undefined;
}

/** An answer that was read whole. */
export interface HttpAnswer {
  status: number;
  bytes: Uint8Array;
}

const DEFAULT_TIMEOUT_MS = 30_000;

/**
 * The address of a server with a path and a query.
 *
 * @throws {@link InvalidValueError} where the address is none of HTTP
 */
export function serverUrl(server: string, path: string, query: Record<string, string> = {}): URL {
  const base = URL.parse(server.endsWith("/") ? server : `${server}/`);
  if (base === null || !/^https?:$/.test(base.protocol)) {
    throw new InvalidValueError({
      subject: "url",
      value: server,
      expected: "the address of a server, http:// or https://",
    });
  }
  const url = new URL(path, base);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

/** A server as it reads in messages: it may have a password in its address. */
export function describeServer(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

/**
 * Asks a server, and takes in what it answers up to a limit: a length that it announces above that ends the request at once, and so does
 * the first byte too many.
 *
 * @param maxBytes - of the answer's body
 * @throws {@link ContentServerError} where there is no whole answer in time
 * @throws {@link ContentLimitError} where the answer is larger
 */
export async function request(
  url: URL,
  init: RequestInit,
  maxBytes: number,
  { headers = {}, timeoutMs = DEFAULT_TIMEOUT_MS }: HttpOptions = {},
): Promise<HttpAnswer> {
  const server = describeServer(url);
  const ended = new AbortController();
  const signal = AbortSignal.any([ended.signal, AbortSignal.timeout(timeoutMs)]);
  try {
    const response = await fetch(withoutUser(url), { ...init, headers: { ...userOf(url), ...headers }, signal });
    const subject = `The number of bytes of ${server}`;
    // A HEAD request announces what it does not send.
    if (init.method !== "HEAD") assertWithin(subject, Number(response.headers.get("content-length") ?? 0), maxBytes);
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of response.body ?? []) {
      length += part.length;
      if (length > maxBytes) throw new ContentLimitError({ subject, value: length, limit: maxBytes });
      parts.push(part);
    }
    return { status: response.status, bytes: concatBytes(...parts) };
  } catch (cause) {
    ended.abort();
    if (cause instanceof ContentLimitError) throw cause;
    const late = cause instanceof Error && cause.name === "TimeoutError";
    const problem = late ? `gave no whole answer in ${timeoutMs} ms` : "gave no whole answer";
    throw new ContentServerError({ server, problem, details: reasonOf(cause), cause });
  }
}

/** The error of an answer that is not the one asked for. */
export function refusal(url: URL, { status, bytes }: HttpAnswer): ContentServerError {
  const details = new TextDecoder().decode(bytes.subarray(0, 300)).replace(/\s+/g, " ").trim();
  return new ContentServerError({ server: describeServer(url), status, problem: `answered ${status}`, details });
}

/** User and password of an address, as `fetch` takes them: not in the address. */
function userOf({ username, password }: URL): Record<string, string> {
  if (username === "" && password === "") return {};
  const bytes = new TextEncoder().encode(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  return { authorization: `Basic ${btoa(String.fromCharCode(...bytes))}` };
}

function withoutUser(url: URL): URL {
  const bare = new URL(url);
  bare.username = "";
  bare.password = "";
  return bare;
}

/** What `fetch` hides behind "fetch failed". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}
