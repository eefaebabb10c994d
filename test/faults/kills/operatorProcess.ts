// SPDX-License-Identifier: MIT
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { RunEvent } from "../../../cli/src/operator/events.ts";

const BIN = join(import.meta.dirname, "../../../cli/bin/commonweight.js");

/** An event as a line of JSON has it: bigints are texts. */
export type LoggedEvent = { event: RunEvent["event"] } & Readonly<Record<string, unknown>>;

/** How an `operator run` ended. */
export interface Ended {
  /** Of the process; undefined where it was killed. */
  code: number | undefined;
  events: LoggedEvent[];
  stderr: string;
}

/** An `operator run` in a process of its own. */
export interface OperatorProcess {
  ended: Promise<Ended>;
  /** Ends it as a power cut would: it learns nothing of it. */
  kill(): void;
}

/** Starts a run. @param onEvent Called with each line, as soon as it is there. */
export function startOperator(parameters: {
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  cwd: string;
  onEvent: (event: LoggedEvent, process: OperatorProcess) => void;
}): OperatorProcess {
  const { args, env, cwd, onEvent } = parameters;
  const path = process.env.PATH;
  const child = spawn(process.execPath, [BIN, "--yes", "--json", "operator", "run", ...args], {
    cwd,
    env: { ...env, ...(path === undefined ? {} : { PATH: path }) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const events: LoggedEvent[] = [];
  let stderr = "";
  const running: OperatorProcess = {
    kill: () => void child.kill("SIGKILL"),
    ended: new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve({ code: code ?? undefined, events, stderr }));
    }),
  };
  child.stderr.setEncoding("utf8").on("data", (piece: string) => {
    stderr += piece;
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    const event = JSON.parse(line) as LoggedEvent;
    events.push(event);
    onEvent(event, running);
  });
  return running;
}
