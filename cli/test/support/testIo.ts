// SPDX-License-Identifier: MIT
import { tmpdir } from "node:os";
import { Readable } from "node:stream";
import type { Io, Sink } from "../../src/io.ts";
import { run } from "../../src/main.ts";

/** Surroundings that a test makes up. */
export interface TestSurroundings {
  env?: Readonly<Record<string, string>>;
  cwd?: string;
  /** What the person types. */
  input?: string;
  /** Whether somebody watches, and can be asked. */
  isTTY?: boolean;
  /** Ends when the person presses Ctrl-C; never unless given. */
  interrupted?: Promise<void>;
  /** Called with what is written to standard output, as it comes. */
  onStdout?: (text: string) => void;
}

/** How a command line ended. */
export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
  /** The result of a run with `--json`. */
  json<T = Record<string, unknown>>(): T;
}

/** Surroundings whose output is kept. */
export function testIo(surroundings: TestSurroundings = {}): { io: Io; stdout(): string; stderr(): string } {
  const { env = {}, cwd = tmpdir(), input = "", isTTY = false, onStdout } = surroundings;
  const { interrupted = new Promise<void>(() => {}) } = surroundings;
  const written = { stdout: "", stderr: "" };
  const sink = (name: keyof typeof written): Sink => ({
    isTTY,
    columns: 120,
    write(text) {
      written[name] += text;
      if (name === "stdout") onStdout?.(text);
      return true;
    },
  });
  const stdin: Io["stdin"] = Object.assign(Readable.from([input]), { isTTY });
  const [out, err] = [sink("stdout"), sink("stderr")];
  const io: Io = { stdout: out, stderr: err, stdin, env, cwd, now: () => 0, interrupted: () => interrupted };
  return { io, stdout: () => written.stdout, stderr: () => written.stderr };
}

/** Runs one command line, and keeps what it says. */
export async function runCli(args: readonly string[], surroundings: TestSurroundings = {}): Promise<Ran> {
  const { io, stdout, stderr } = testIo(surroundings);
  const code = await run(args, io);
  return {
    code,
    stdout: stdout(),
    stderr: stderr(),
    json<T>() {
      if (stdout() === "") throw new Error(`Nothing was written; the run ended with ${code}: ${stderr()}`);
      return JSON.parse(stdout()) as T;
    },
  };
}
