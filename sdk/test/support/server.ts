// SPDX-License-Identifier: MIT
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const types: Record<string, string> = { html: "text/html", js: "text/javascript", json: "application/json" };

/** A server of files in memory, by their names, at a port that the system chooses. */
export async function serveFiles(read: (name: string) => Promise<string | Uint8Array | undefined>) {
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? "/", "http://localhost").pathname.slice(1);
    read(name).then(
      (content) => {
        response.statusCode = content === undefined ? 404 : 200;
        response.setHeader("content-type", types[name.split(".").at(-1) ?? ""] ?? "application/octet-stream");
        response.end(content);
      },
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
