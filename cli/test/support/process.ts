// SPDX-License-Identifier: MIT
import { spawn } from "node:child_process";
import { join } from "node:path";

const BIN = join(import.meta.dirname, "../../bin/commonweight.js");

/** A command line in a process of its own, which can be killed. */
export interface CliProcess {
  /** The exit code; undefined where it was killed. */
  ended: Promise<{ code: number | undefined; stderr: string }>;
  /** Ends it as a power cut would: it learns nothing of it. */
  kill(): void;
}

/** Starts a command line that says yes to everything. */
export function startCli(
  args: readonly string[],
  { env, cwd }: { env: Readonly<Record<string, string>>; cwd: string },
): CliProcess {
  const path = process.env.PATH;
  const child = spawn(process.execPath, [BIN, "--yes", ...args], {
    cwd,
    env: { ...env, ...(path === undefined ? {} : { PATH: path }) },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (piece: string) => {
    stderr += piece;
  });
  return {
    ended: new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve({ code: code ?? undefined, stderr }));
    }),
    kill: () => void child.kill("SIGKILL"),
  };
}
