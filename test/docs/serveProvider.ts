// SPDX-License-Identifier: MIT
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

interface Provider {
  request(call: { method: string; params?: unknown[] }): Promise<unknown>;
}

/** A chain of this process at an address of this machine, as any node answers: JSON-RPC over HTTP. */
export async function serveProvider(provider: Provider): Promise<{ url: string; close(): Promise<void> }> {
  const answer = async ({ id, method, params }: { id: number; method: string; params?: unknown[] }) => {
    try {
      return { jsonrpc: "2.0", id, result: await provider.request({ method, params: params ?? [] }) };
    } catch (error) {
      const { code = -32_603, message, data } = error as { code?: number; message: string; data?: unknown };
      return { jsonrpc: "2.0", id, error: { code, message, data } };
    }
  };
  const server = createServer(async (request, response) => {
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-allow-headers", "*");
    if (request.method !== "POST") return response.end();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const call = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    response.setHeader("content-type", "application/json");
    return response.end(JSON.stringify(Array.isArray(call) ? await Promise.all(call.map(answer)) : await answer(call)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
