// SPDX-License-Identifier: MIT
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Behaviour, ProverReport } from "./fakeProver.ts";

/** A run of the fake prover. */
export interface FakeRun extends ProverReport {
  /** Settles when the process has ended. */
  ended: Promise<void>;
}

/** Provers that behave as a test wants them to. */
export interface FakeProvers {
  /** For `externalBackend`. */
  parameters: { command: string; arguments: string[] };
  /** Every run so far. */
  runs: FakeRun[];
  close(): void;
}

/**
 * Listens for fake provers, and tells each how to behave.
 *
 * @param folder - where the socket shall be
 * @param behave - asked once a run
 */
export async function startFakeProvers(
  folder: string,
  behave: (run: FakeRun, number: number) => Behaviour,
): Promise<FakeProvers> {
  const runs: FakeRun[] = [];
  const sockets = new Set<Socket>();
  const path = join(folder, "provers.sock");
  const server = createServer((socket) => {
    sockets.add(socket);
    // A process that is killed may reset its connection.
    socket.on("error", () => undefined);
    // Unlike `once`, it does not mind the error.
    const ended = new Promise<void>((resolve) => socket.on("close", () => resolve()));
    socket.once("data", (data) => {
      const run = { ...(JSON.parse(String(data)) as ProverReport), ended };
      runs.push(run);
      socket.write(behave(run, runs.length));
    });
  });
  server.listen(path);
  await once(server, "listening");
  const script = fileURLToPath(new URL("./fakeProver.ts", import.meta.url));
  return {
    parameters: { command: process.execPath, arguments: [script, path] },
    runs,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
