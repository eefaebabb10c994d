// SPDX-License-Identifier: MIT
import type { ContentSource, ContentStore } from "./contentStore.ts";
import { gatewayContentStore } from "./gateway.ts";
import { type HttpOptions, request, serverUrl } from "./http.ts";
import { kuboContentStore } from "./kubo.ts";

/** What a server of IPFS is: one that keeps content, or one that it can only be read from. */
export type IpfsServer = { kind: "kubo"; store: ContentStore } | { kind: "gateway"; store: ContentSource };

const MAX_VERSION_BYTES = 2 ** 12;

/**
 * A server of IPFS, whichever kind it is: it is asked for Kubo's version, which no gateway answers.
 *
 * @throws {@link ContentServerError} where there is no answer
 * @throws {@link InvalidValueError} where the address is none of HTTP
 * @example
 * const { kind, store } = await connectIpfs("http://127.0.0.1:5001");
 */
export async function connectIpfs(url: string, options: HttpOptions = {}): Promise<IpfsServer> {
  const { status, bytes } = await request(
    serverUrl(url, "api/v0/version"),
    { method: "POST" },
    MAX_VERSION_BYTES,
    options,
  );
  const isKubo = status === 200 && /"Version"\s*:\s*"/.test(new TextDecoder().decode(bytes));
  return isKubo
    ? { kind: "kubo", store: kuboContentStore(url, options) }
    : { kind: "gateway", store: gatewayContentStore(url, options) };
}
