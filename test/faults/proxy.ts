// SPDX-License-Identifier: MIT
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Hex } from "viem";
import { type Call, createLiar, type Upstream } from "./lies.ts";
import { type FaultPlan, LIES, type Lie, type NetworkFault } from "./plan.ts";

/** A JSON-RPC endpoint over HTTP that does to requests what a plan says. */
export interface FaultyProxy {
  url: string;
  /** Another plan from here on. */
  follow(plan: FaultPlan): void;
  close(): Promise<void>;
}

/** Long enough for other requests to overtake; nobody waits for it in vain. */
const DELAY_MS = 3;

/**
 * Starts a proxy in front of a chain, on a port that the system chooses.
 *
 * @param upstream - how the chain is asked: {@link httpUpstream}, or the provider of a chain in this process
 */
export async function startProxy(upstream: Upstream, firstPlan: FaultPlan): Promise<FaultyProxy> {
  let plan = firstPlan;
  let outages = 0;
  const liar = createLiar(upstream);

  const answer = async (call: Call & { id: unknown }, ask: () => Promise<unknown>): Promise<string> => {
    const head = { jsonrpc: "2.0", id: call.id };
    try {
      return JSON.stringify({ ...head, result: (await ask()) ?? null });
    } catch (error) {
      const { code = -32_000, message, data } = error as { code?: number; message: string; data?: unknown };
      return JSON.stringify({ ...head, error: { code, message, ...(data === undefined ? {} : { data }) } });
    }
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { id, method, params = [] } = JSON.parse(await bodyOf(request)) as Call & { id: unknown };
    const call = { id, method, params };
    if (method === "eth_sendRawTransaction") await liar.remember(params[0] as Hex);
    const ask = () => answer(call, () => upstream({ method, params }));
    const send = (text: string, status = 200) =>
      response.writeHead(status, { "Content-Type": "application/json" }).end(text);

    const fault = plan.next(method);
    if (fault === undefined) return void send(await ask());
    if ((LIES as readonly string[]).includes(fault)) {
      return void send(await answer(call, () => liar.lie(fault as Lie, { method, params })));
    }
    switch (fault as NetworkFault) {
      case "request dropped":
        return void response.destroy();
      case "outage":
        // What is sent into an outage may arrive, or may not.
        outages += 1;
        if (outages % 2 === 0) await ask();
        return void response.destroy();
      case "answer dropped":
        await ask();
        return void response.destroy();
      case "answer delayed": {
        const text = await ask();
        await new Promise((resolve) => setTimeout(resolve, DELAY_MS));
        return void send(text);
      }
      case "request duplicated":
        await ask();
        return void send(await ask());
      case "status 429":
        return void response.writeHead(429, { "Retry-After": "1" }).end("slow down");
      case "status 502":
        return void send("<html>bad gateway</html>", 502);
      case "garbage":
        return void send("<html>welcome to the hotel's network</html>");
      case "truncated": {
        const text = await ask();
        return void send(text.slice(0, Math.floor(text.length / 2)));
      }
    }
  };

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    follow: (next) => {
      plan = next;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A chain that is asked over HTTP. */
export function httpUpstream(url: string): Upstream {
  return async ({ method, params }) => {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const { result, error } = (await response.json()) as { result?: unknown; error?: object };
    if (error !== undefined) throw error;
    return result;
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString("utf8");
}
