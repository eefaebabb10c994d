// SPDX-License-Identifier: MIT
import { spawn } from "node:child_process";
import { lstat, readFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { writeNewFile } from "../../utils/files.ts";

/** A run of a prover with the command line `command … zkey witness proof public`. */
export interface ProgramRequest {
  command: string;
  /** What comes before the paths. */
  arguments: readonly string[];
  zkey: string;
  witness: Uint8Array;
  timeoutMs: number;
}

/** How a run ended. */
export type ProgramOutcome =
  | { end: "not started"; problem: string }
  | { end: "timed out"; output: string }
  | { end: "ended"; code: number | null; signal: NodeJS.Signals | null; output: string; files: ProgramFiles };

/** What the program has written; undefined where there is no such file, or one that no proof has the size of. */
export interface ProgramFiles {
  proof: string | undefined;
  publicSignals: string | undefined;
}

/** A proof has less than a thousand characters, and a public signal less than a hundred. */
const LARGEST_FILE = 1 << 20;

/** Characters of the program's output that are kept: the last ones. */
const OUTPUT_TAIL = 4_096;

/**
 * Runs a prover in a process group of its own, without a shell, and ends the whole group with it: what it has started itself
 * does not outlive it.
 *
 * @param options - `folder`: private to this run, the witness is written into it; `signal`: ends the run, whose outcome then means
 * nothing; `onStart`: is told the id of the process
 */
export async function runProgram(
  request: ProgramRequest,
  options: { folder: string; signal: AbortSignal; onStart: (pid: number) => void },
): Promise<ProgramOutcome> {
  const { folder, signal, onStart } = options;
  const paths = { witness: join(folder, "witness.wtns"), proof: join(folder, "proof.json") };
  const publicSignals = join(folder, "public.json");
  await writeNewFile(paths.witness, request.witness, 0o600);

  const child = spawn(
    request.command,
    [...request.arguments, request.zkey, paths.witness, paths.proof, publicSignals],
    {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
    },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-OUTPUT_TAIL);
    });
  }
  child.once("spawn", () => onStart(child.pid!));
  const killGroup = (): void => {
    if (child.pid !== undefined) killProcessGroup(child.pid);
  };
  let timedOut = false;
  const stop = (): void => {
    killGroup();
    // A process that left the group may hold the other end; its output is not waited for.
    child.stdout.destroy();
    child.stderr.destroy();
  };
  const timer = setTimeout(() => {
    timedOut = true;
    stop();
  }, request.timeoutMs);
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();

  const ended = await new Promise<ProgramOutcome>((resolve) => {
    child.once("error", ({ message }) => resolve({ end: "not started", problem: message }));
    child.once("exit", killGroup);
    child.once("close", (code, signalName) => {
      const tail = stripVTControlCharacters(output).trim();
      const files = { proof: undefined, publicSignals: undefined };
      resolve(
        timedOut ? { end: "timed out", output: tail } : { end: "ended", code, signal: signalName, output: tail, files },
      );
    });
  });
  clearTimeout(timer);
  signal.removeEventListener("abort", stop);
  if (ended.end !== "ended" || ended.code !== 0) return ended;
  const [proof, shown] = await Promise.all([readSmallFile(paths.proof), readSmallFile(publicSignals)]);
  return { ...ended, files: { proof, publicSignals: shown } };
}

/** Ends a process and what it has started, where they are still there. */
export function killProcessGroup(pid: number): void {
  try {
    // Windows has no process groups; elsewhere a negative id means all of one.
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch {
    // They have ended already.
  }
}

async function readSmallFile(path: string): Promise<string | undefined> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isFile() && found.size <= LARGEST_FILE ? readFile(path, "utf8") : undefined;
}
