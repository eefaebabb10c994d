// SPDX-License-Identifier: MIT
// Everything that a command meets of its surroundings, so that a test can take their place.
import type { Readable } from "node:stream";

/** Where text goes. */
export interface Sink {
  /** Whether a person watches. */
  isTTY?: boolean | undefined;
  /** Of the terminal. */
  columns?: number | undefined;
  write(text: string): unknown;
}

/** The surroundings of a run. */
export interface Io {
  /** Results, and nothing else: what the next program in a pipe reads. */
  stdout: Sink;
  /** Progress, questions, errors. */
  stderr: Sink;
  stdin: Readable & { isTTY?: boolean | undefined };
  env: Readonly<Record<string, string | undefined>>;
  /** Relative paths start here. */
  cwd: string;
  /** Milliseconds; deadlines on a chain are told against its own clock. */
  now(): number;
  /** Waits until the person has had enough: Ctrl-C. Once asked for, that no longer ends the process by itself. */
  interrupted(): Promise<void>;
}

/** The surroundings of this process. */
export function processIo(): Io {
  const { stdout, stderr, stdin, env } = process;
  return { stdout, stderr, stdin, env, cwd: process.cwd(), now: Date.now, interrupted };
}

let interruption: Promise<void> | undefined;

function interrupted(): Promise<void> {
  interruption ??= new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  return interruption;
}
