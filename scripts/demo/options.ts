// SPDX-License-Identifier: MIT
// The demo's command line. Nothing here touches the disk: what the files hold is checked in samples.ts.
import { parseArgs } from "node:util";

/** Where labelled samples come from: a CSV file with the label last, or a pair of IDX files. */
export type SampleSource = { format: "csv"; path: string } | { format: "idx"; images: string; labels: string };

/** What to run. */
export type DemoOptions = { help: true } | RunOptions;

export interface RunOptions {
  help: false;
  /** Whether to play all parts of the protocol, rather than the shortest road. */
  full: boolean;
  /** Whether to go on after the claim: what the shares earn, decide, are sold for and make next. */
  ownership: boolean;
  /** Whether to play a bounty whose operators keep training records, in place of the usual one. */
  training: boolean;
  /** The files of a data set; none to draw the demo's own digits. */
  files?: { training: SampleSource; test: SampleSource };
}

/** The command line cannot be understood; the demo prints this with the usage, and exits with code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const USAGE = `npm run demo -- [options]

Plays the whole road of a bounty on a local chain, with real networks and real proofs.

  --full               seal eight chunks in place of three, time-lock them, and score in batches
  --ownership          go on with what the shares are for: licences, revenue, a market, a vote, a second model
  --training           play a bounty whose operators keep training records instead: one honest, one forged
  --data FILE          train on this file instead of digits drawn by code: CSV with the label last, or IDX images
  --test FILE          seal and score chunks of this file; needed with --data
  --data-labels FILE   the IDX labels that belong to --data
  --test-labels FILE   the IDX labels that belong to --test
  --help               print this

CSV rows have 64 features, integers from 0 to 16 of which 16 counts as 15, and a label from 0 to 9.
IDX images have 8 by 8 pixels; brighter ones than 16 are scaled by the range of --data, which --test must not leave.
The demo's own digits need no file.`;

/**
 * Reads the command line.
 * @param args What follows the script's name.
 * @throws UsageError where an option is unknown, lacks its value, or lacks the option that it belongs to.
 */
export function parseOptions(args: readonly string[]): DemoOptions {
  const values = parseValues(args);
  if (values.help) return { help: true };
  const { data, test, full = false, ownership = false, training = false } = values;
  if (training && (full || ownership)) {
    throw new UsageError(`--training plays a bounty of its own, without ${full ? "--full" : "--ownership"}`);
  }
  if (data === undefined && test === undefined) {
    for (const name of ["data-labels", "test-labels"] as const) {
      if (values[name] !== undefined) throw new UsageError(`--${name} needs --data and --test beside it`);
    }
    return { help: false, full, ownership, training };
  }
  if (data === undefined) throw new UsageError("--test needs --data beside it: the file to train on");
  if (test === undefined) throw new UsageError("--data needs --test beside it: the file to score on");
  return {
    help: false,
    full,
    ownership,
    training,
    files: { training: source(data, values["data-labels"]), test: source(test, values["test-labels"]) },
  };
}

function parseValues(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: "boolean", short: "h" },
        full: { type: "boolean" },
        ownership: { type: "boolean" },
        training: { type: "boolean" },
        data: { type: "string" },
        test: { type: "string" },
        "data-labels": { type: "string" },
        "test-labels": { type: "string" },
      },
    }).values;
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function source(path: string, labels: string | undefined): SampleSource {
  return labels === undefined ? { format: "csv", path } : { format: "idx", images: path, labels };
}
