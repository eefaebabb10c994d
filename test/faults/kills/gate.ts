// SPDX-License-Identifier: MIT
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A request that came to the gate. */
export interface GateRequest {
  /** From 0, since the last `watch`. */
  index: number;
  method: string;
}

/** What is done to a request: `passed` on and answered; `stopped` before the chain hears of it, or after, without an answer. */
export type Passage = "passed" | "stopped before" | "stopped after";

/** An endpoint in front of a chain that decides about each request when it comes. */
export interface Gate {
  url: string;
  /**
   * Asks from here on what is to be done to each request, and tells once a request was stopped: then its sender hears nothing any more.
   */
  watch(decide: (request: GateRequest) => Passage, onStopped: (request: GateRequest, passage: Passage) => void): void;
  close(): Promise<void>;
}

/** Opens a gate to a chain, on a port that the system chooses. */
export async function openGate(chainUrl: string): Promise<Gate> {
  let index = 0;
  let decide: (request: GateRequest) => Passage = () => "passed";
  let stopped: (request: GateRequest, passage: Passage) => void = () => {};

  const server = createServer((request, response) => {
    const handle = async (): Promise<void> => {
      const body = await text(request);
      const arrived: GateRequest = { index, method: (JSON.parse(body) as { method: string }).method };
      index += 1;
      const [passage, tell] = [decide(arrived), stopped];
      if (passage === "stopped before") return tell(arrived, passage);
      const answer = await fetch(chainUrl, { method: "POST", headers: { "Content-Type": "application/json" }, body });
      const content = await answer.text();
      if (passage === "stopped after") return tell(arrived, passage);
      response.writeHead(answer.status, { "Content-Type": "application/json" }).end(content);
    };
    handle().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    watch: (decideNext, onStopped) => {
      [index, decide, stopped] = [0, decideNext, onStopped];
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
