// SPDX-License-Identifier: MIT
// What the demo prints while it runs: a heading a stage, a line a step. On a terminal the running step's line is
// rewritten in place; elsewhere each step prints one line once it is done.

/** Where the demo prints: standard output, or a test's buffer. */
export interface Output {
  isTTY?: boolean;
  /** Of the terminal. */
  columns?: number;
  write(text: string): unknown;
}

export interface Journal {
  /** Starts a stage. */
  stage(title: string): void;
  /**
   * Runs one step. Its line shows what `update` last said while it runs, then what `outcome` makes of the result, and how
   * long it took.
   */
  step<T>(
    label: string,
    work: (update: (detail: string) => void) => Promise<T>,
    outcome?: (result: T) => string,
  ): Promise<T>;
  /** A line of its own. */
  note(text: string): void;
}

const CLEAR_LINE = "\r\u001b[2K";
/** Columns before a step's duration. */
const LABEL_WIDTH = 96;
const DEFAULT_COLUMNS = 80;

/** A journal that prints to `output`. */
export function createJournal(output: Output = process.stdout): Journal {
  // A line that wraps could not be cleared.
  const rewrite = (text: string) => {
    if (output.isTTY) output.write(`${CLEAR_LINE}${text.slice(0, (output.columns ?? DEFAULT_COLUMNS) - 1)}`);
  };
  const line = (text: string) => output.write(`${output.isTTY ? CLEAR_LINE : ""}${text}\n`);

  return {
    stage: (title) => line(`\n${title}`),
    note: (text) => line(`  ${text}`),
    async step(label, work, outcome) {
      const started = performance.now();
      rewrite(`  … ${label}`);
      try {
        const result = await work((detail) => rewrite(`  … ${label}: ${detail}`));
        const text = outcome ? `${label}: ${outcome(result)}` : label;
        line(`  ✓ ${text.padEnd(LABEL_WIDTH)} ${formatSeconds(performance.now() - started).padStart(7)}`);
        return result;
      } catch (error) {
        line(`  ✗ ${label}`);
        throw error;
      }
    },
  };
}

/** A duration for people. @param milliseconds Non-negative. */
export function formatSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
