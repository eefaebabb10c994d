// SPDX-License-Identifier: MIT
import type { CID } from "multiformats/cid";
import type { BlockSource } from "./blocks.ts";
import { formatCid } from "./cid.ts";
import { type ContentSource, createContentSource } from "./contentStore.ts";
import { type HttpOptions, refusal, request, serverUrl } from "./http.ts";
import { MAX_BLOCK_BYTES } from "./limits.ts";

const RAW_BLOCK = "application/vnd.ipld.raw";

/**
 * Reads content from an HTTP gateway to IPFS, block by block (`?format=raw`, which every trustless gateway has). The gateway is not trusted: each
 * block is checked against its CID, and no more of an answer is taken in than a block may have.
 *
 * @param url - of the gateway, for example `https://ipfs.io`
 * @throws {@link InvalidValueError} where the address is none of HTTP
 * @example
 * const bytes = await gatewayContentStore("https://ipfs.io").get(cid, { maxBytes: 10_000_000 });
 */
export function gatewayContentStore(url: string, options: HttpOptions = {}): ContentSource {
  const headers = { accept: RAW_BLOCK, ...options.headers };
  const blockUrl = (cid: CID) => serverUrl(url, `ipfs/${formatCid(cid)}`, { format: "raw" });
  const ask = async (cid: CID, method: "GET" | "HEAD"): Promise<Uint8Array | undefined> => {
    const answer = await request(blockUrl(cid), { method }, MAX_BLOCK_BYTES, { ...options, headers });
    if (answer.status === 404 || answer.status === 410) return undefined;
    if (answer.status !== 200) throw refusal(blockUrl(cid), answer);
    return answer.bytes;
  };
  const blocks: BlockSource = {
    get: (cid) => ask(cid, "GET"),
    has: async (cid) => (await ask(cid, "HEAD")) !== undefined,
    location: serverUrl(url, "").origin,
  };
  return createContentSource(blocks);
}
