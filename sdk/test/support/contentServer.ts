// SPDX-License-Identifier: MIT
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { CID } from "multiformats/cid";
import * as raw from "multiformats/codecs/raw";
import { sha256 } from "multiformats/hashes/sha2";

/** What a server does with a request in place of what it should; undefined where it does as it should. */
export type Lie = (request: { url: URL; number: number; response: ServerResponse }) => boolean | undefined;

export interface ContentServer {
  url: string;
  /** Blocks that it has, by CID. */
  blocks: Map<string, Uint8Array>;
  pinned: Set<string>;
  /** Method and path of each request, in order. */
  requests: string[];
}

/** Runs an action with such a server. */
export async function withContentServer(action: (server: ContentServer) => Promise<void>, lie?: Lie): Promise<void> {
  const { close, ...server } = await startContentServer(lie);
  try {
    await action(server);
  } finally {
    close();
  }
}

/** Starts a server in this process that plays a trustless gateway and Kubo's RPC over the same blocks. */
export async function startContentServer(lie: Lie = () => undefined): Promise<ContentServer & { close(): void }> {
  const blocks = new Map<string, Uint8Array>();
  const pinned = new Set<string>();
  const requests: string[] = [];
  const http = createServer((request, response) => {
    const url = new URL(request.url!, "http://server");
    requests.push(`${request.method} ${url.pathname}`);
    if (lie({ url, number: requests.length, response })) return;
    const answer = url.pathname.startsWith("/api/v0/") ? kubo(url, request) : gateway(url, request);
    answer.then(
      ([status, body]) => response.writeHead(status).end(request.method === "HEAD" ? undefined : body),
      (error) => response.writeHead(500).end(String(error)),
    );
  });

  const gateway = async (url: URL, request: IncomingMessage): Promise<[number, Uint8Array | string]> => {
    const block = blocks.get(url.pathname.slice("/ipfs/".length));
    const asksRaw = url.searchParams.get("format") === "raw" && request.headers.accept === "application/vnd.ipld.raw";
    if (!asksRaw) return [400, "not a request for a block"];
    return block === undefined ? [404, "not found"] : [200, block];
  };
  const kubo = async (url: URL, request: IncomingMessage): Promise<[number, Uint8Array | string]> => {
    if (request.method !== "POST") return [405, "405 - Method Not Allowed"];
    const cid = url.searchParams.get("arg") ?? "";
    const block = blocks.get(cid);
    switch (url.pathname.slice("/api/v0/".length)) {
      case "block/put": {
        const bytes = await dataOf(request);
        const codec = url.searchParams.get("cid-codec") === "raw" ? raw.code : 0x70;
        const key = CID.createV1(codec, await sha256.digest(bytes)).toString();
        blocks.set(key, bytes);
        return [200, JSON.stringify({ Key: key, Size: bytes.length })];
      }
      case "pin/add":
        if (block === undefined) return [500, JSON.stringify({ Message: "block was not found", Code: 0 })];
        pinned.add(cid);
        return [200, JSON.stringify({ Pins: [cid] })];
      case "version":
        return [200, JSON.stringify({ Version: "0.40.0", Repo: "16" })];
      case "block/get":
        return block === undefined ? [500, JSON.stringify({ Message: "block was not found", Code: 0 })] : [200, block];
      case "block/stat":
        return block === undefined
          ? [500, JSON.stringify({ Message: "block was not found", Code: 0 })]
          : [200, JSON.stringify({ Key: cid, Size: block.length })];
      default:
        return [404, "404 page not found"];
    }
  };

  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const { port } = http.address() as AddressInfo;
  const close = () => {
    http.close();
    http.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}`, blocks, pinned, requests, close };
}

/** The field `data` of a form. */
async function dataOf(request: IncomingMessage): Promise<Uint8Array> {
  const headers = { "content-type": request.headers["content-type"]! };
  const body = new Uint8Array(Buffer.concat(await request.toArray()));
  const form = await new Response(body, { headers }).formData();
  return new Uint8Array(await (form.get("data") as Blob).arrayBuffer());
}
