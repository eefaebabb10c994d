// SPDX-License-Identifier: MIT
// A time-lock: every chunk, encrypted to a round of drand's quicknet, so that the bounty can go on without its sponsor.
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import {
  formatTimelock,
  InvalidFileError,
  parseTimelock,
  roundTime,
  type Timelock,
  timelockEvaluationSet,
  timelockNetwork,
  writeFileAtomic,
} from "@commonweight/sdk";
import type { Context } from "../../context.ts";
import { requireEvaluationSet } from "../../data/evaluationSet.ts";
import { formatTime } from "../../format/time.ts";
import type { Result } from "../../output.ts";

/** Encrypts every chunk of a bounty of this wallet's, and writes what can be published anywhere. */
export async function timelockCreate(context: Context, bounty: bigint, file: string): Promise<Result> {
  const path = resolve(context.io.cwd, file);
  const reader = await context.reader();
  const set = await requireEvaluationSet(context, bounty);
  await context.confirm(
    `From the score's round on anybody can read all ${set.chunks.length} chunks, drawn or not: they can serve no other bounty. Go on?`,
  );
  const scoreTime = await reader.getScoreTime({ bounty });
  const timelock = await context.output.progress("Encrypting", (update) =>
    timelockEvaluationSet({ set, scoreTime, onProgress: (done, total) => update(done, total) }),
  );
  await writeFileAtomic(path, formatTimelock(timelock));
  const { round } = timelock;
  const time = Number(roundTime(timelockNetwork(timelock.network, timelock.chainId), round));
  return {
    json: { bounty, path, round, time, chunks: timelock.ciphertexts.length },
    text: `Wrote ${path}, which opens at ${formatTime(time, await context.chainTime())}, by round ${round}. Nothing in it is secret: publish it.`,
  };
}

/** Whether a time-lock is of a bounty, and opens neither too early nor too late. */
export async function timelockCheck(context: Context, bounty: bigint, file: string): Promise<Result> {
  const timelock = await readTimelock(context, file);
  const { round, time, scoreTime, openingEnds } = await (await context.reader()).checkTimelock({ bounty, timelock });
  const now = await context.chainTime();
  const lines = [
    `It is of bounty ${bounty}, and opens at ${formatTime(Number(time), now)}, by round ${round}: not before the chunks are drawn,`,
    `and before they have to be open (${formatTime(Number(openingEnds), now)}). What it holds is unproven until then.`,
  ];
  return { json: { bounty, round, time, scoreTime, openingEnds }, text: lines.join("\n") };
}

/** Draws what is scored if that is due, and opens it from a time-lock, in the sponsor's place; anybody may. */
export async function timelockOpen(context: Context, bounty: bigint, file: string): Promise<Result> {
  const timelock = await readTimelock(context, file);
  const writer = await context.writer();
  await writer.drawChunks({ bounty });
  const { opened, skipped, transactions } = await writer.openTimelockedChunks({ bounty, timelock });
  const before = skipped.length > 0 ? ` ${skipped.length} were open before.` : "";
  return {
    json: { bounty, opened, skipped, hashes: transactions.map(({ hash }) => hash) },
    text: `${opened.length} chunks are opened.${before} Bounty ${bounty} is in ${await writer.getBountyStatus({ bounty })}.`,
  };
}

async function readTimelock({ io }: Context, file: string): Promise<Timelock> {
  const path = resolve(io.cwd, file);
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new InvalidFileError(path, "The file cannot be read; expected a time-lock.", { cause });
  });
  return parseTimelock(text);
}
