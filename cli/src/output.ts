// SPDX-License-Identifier: MIT
import { MultiBar, Presets } from "cli-progress";
import type { Io } from "./io.ts";

/** What a command has to say, once, at its end. */
export interface Result {
  /** For programs: plain data; bigints are written as decimal texts. Amounts in the token's smallest unit, times in seconds. */
  json: unknown;
  /** For people: lines of text without a last line break. */
  text: string;
  /** Whether the answer to what was asked is no, which the exit code tells. */
  isNo?: boolean;
}

/** What a command says while it works: to people only, on standard error. */
export interface Output {
  /** A line, where somebody watches. */
  note(text: string): void;
  /**
   * Runs work that takes a while behind a progress bar, which only a terminal shows.
   *
   * @param work - calls `update` with what is done of what there is, and what is done now
   */
  progress<T>(
    label: string,
    work: (update: (done: number, total: number, detail?: string) => void) => Promise<T>,
  ): Promise<T>;
}

/** Output that is quiet when nobody watches, or where told to be. */
export function createOutput({ stderr }: Io, isQuiet: boolean): Output {
  const isWatched = stderr.isTTY === true && !isQuiet;
  return {
    note: (text) => {
      if (isWatched) stderr.write(`${text}\n`);
    },
    async progress(label, work) {
      if (!isWatched) return work(() => {});
      const bars = new MultiBar(
        { format: " {bar} {label} {detail}", hideCursor: true, clearOnComplete: true, stream: stderr as never },
        Presets.shades_classic,
      );
      const bar = bars.create(1, 0, { label, detail: "" });
      try {
        return await work((done, total, detail = "") => {
          bar.setTotal(total);
          bar.update(done, { label, detail });
        });
      } finally {
        bars.stop();
      }
    },
  };
}

/** JSON with bigints as decimal texts. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, decimals, 2);
}

/** The same in one line, for commands that write a line an event. */
export function toJsonLine(value: unknown): string {
  return JSON.stringify(value, decimals);
}

function decimals(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
