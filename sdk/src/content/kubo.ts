// SPDX-License-Identifier: MIT
import type { CID } from "multiformats/cid";
import { z } from "zod";
import { ContentMismatchError } from "../errors/content.ts";
import { formatCid, parseCid, RAW } from "./cid.ts";
import { type ContentStore, createContentStore } from "./contentStore.ts";
import { type HttpAnswer, type HttpOptions, refusal, request, serverUrl } from "./http.ts";
import { MAX_BLOCK_BYTES } from "./limits.ts";

/** What commands other than `block/get` answer is short. */
const MAX_ANSWER_BYTES = 2 ** 16;

/**
 * Keeps content in an IPFS node that has Kubo's RPC, as Kubo itself and several services do. What it serves is checked against the CIDs, and that it
 * has put a block under the right one. Content is pinned once it is whole.
 *
 * @param url - of the RPC, for example `http://127.0.0.1:5001`. Whoever can reach it commands the node: never one that is open to the network
 * @throws {@link InvalidValueError} where the address is none of HTTP
 * @example
 * const cid = await kuboContentStore("http://127.0.0.1:5001").put(bytes);
 */
export function kuboContentStore(url: string, options: HttpOptions = {}): ContentStore {
  const location = serverUrl(url, "").origin;
  const ask = async (
    command: string,
    query: Record<string, string>,
    { maxBytes = MAX_ANSWER_BYTES, body }: { maxBytes?: number; body?: FormData } = {},
  ): Promise<HttpAnswer & { url: URL }> => {
    const asked = serverUrl(url, `api/v0/${command}`, query);
    const init: RequestInit = { method: "POST", ...(body === undefined ? {} : { body }) };
    return { ...(await request(asked, init, maxBytes, options)), url: asked };
  };
  const done = <answer extends HttpAnswer & { url: URL }>(answer: answer): answer => {
    if (answer.status === 200) return answer;
    throw refusal(answer.url, answer);
  };

  return createContentStore({
    get: async (cid) => {
      const answer = await ask("block/get", { arg: formatCid(cid) }, { maxBytes: MAX_BLOCK_BYTES });
      return done(answer).bytes;
    },
    has: async (cid) => {
      const answer = await ask("block/stat", { arg: formatCid(cid), offline: "true" });
      // Kubo has one status for every command that did not succeed.
      return answer.status === 500 ? false : done(answer).status === 200;
    },
    put: async (cid, bytes) => {
      const body = new FormData();
      body.set("data", new Blob([new Uint8Array(bytes)]), "block");
      const codec = cid.code === RAW ? "raw" : "dag-pb";
      const query = { "cid-codec": codec, mhtype: "sha2-256", "allow-big-block": "true" };
      const answer = done(await ask("block/put", query, { body }));
      assertSaved(cid, location, answer);
    },
    pin: async (root) => {
      done(await ask("pin/add", { arg: formatCid(root), recursive: "true" }));
    },
    location,
  });
}

const savedSchema = z.object({ Key: z.string() });

/** @throws {@link ContentMismatchError} unless the node says that it has put the block under its CID */
function assertSaved(cid: CID, location: string, answer: HttpAnswer): void {
  const text = new TextDecoder().decode(answer.bytes);
  let key: string | undefined;
  try {
    key = savedSchema.parse(JSON.parse(text)).Key;
    if (formatCid(parseCid(key)) === formatCid(cid)) return;
  } catch {
    // Said below, with what came instead.
  }
  const problem = `was put as ${key ?? JSON.stringify(text.slice(0, 80))}`;
  throw new ContentMismatchError({ cid: formatCid(cid), location, problem, expected: "the CID of the block" });
}
