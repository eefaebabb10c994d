// SPDX-License-Identifier: MIT
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";

/** Why tests that need a Redis are skipped; false where there is one. */
export const redisMissing: string | false =
  spawnSync("redis-server", ["--version"]).status === 0
    ? false
    : "redis-server is not on the PATH; on Debian, run `apt-get install redis-server` to run these tests";

/** A Redis of a test's own. */
export interface TestRedis {
  /** Its address. */
  url: string;
  process: ChildProcess;
  stop(): Promise<void>;
}

/**
 * Starts a Redis on loopback, at a port that the system chooses, which keeps nothing.
 *
 * @param folder - where it works
 */
export async function startRedis(folder: string, port?: number): Promise<TestRedis> {
  const at = port ?? (await freePort());
  const settings = { port: at, bind: "127.0.0.1", dir: folder, save: "", appendonly: "no" };
  const options = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const process = spawn("redis-server", options, { stdio: ["ignore", "pipe", "inherit"] });
  const kill = (): void => void process.kill("SIGKILL");
  globalThis.process.on("exit", kill);
  const ended = once(process, "exit");
  const lines = createInterface(process.stdout!);
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    lines.on("line", (line) => {
      said.push(line);
      if (line.includes("Ready to accept connections")) resolve();
    });
    process.once("exit", () => reject(new Error(`redis-server ended: ${said.join("\n")}`)));
  });
  return {
    url: `redis://127.0.0.1:${at}`,
    process,
    stop: async () => {
      globalThis.process.off("exit", kill);
      kill();
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error(`The server listens at ${address}.`);
  return address.port;
}
