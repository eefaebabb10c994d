// SPDX-License-Identifier: MIT
import { RoundToComeError } from "@commonweight/sdk";
import type { Context } from "../../context.ts";
import { findEvaluationSet } from "../../data/evaluationSet.ts";
import { NotDueError } from "../../errors.ts";
import { formatTime } from "../../format/time.ts";
import type { Result } from "../../output.ts";

/** Draws the chunks that are due, which anybody may, and opens those of them whose words the store has. */
export async function open(context: Context, bounty: bigint): Promise<Result> {
  const writer = await context.writer();
  const status = await writer.getBountyStatus({ bounty });
  if (status !== "Draft" && status !== "Opening") {
    const expected = "expected Draft, for the sample, or Opening, for what is scored";
    throw new NotDueError(`Bounty ${bounty} is in ${status}; ${expected}.`, ["Nothing was sent."]);
  }
  const drawn = await writer.drawChunks({ bounty }).catch(async (error: unknown) => {
    if (!(error instanceof RoundToComeError)) throw error;
    const [time, now] = [Number(error.time), await context.chainTime()];
    throw new NotDueError(`The round that draws comes at ${formatTime(time, now)}.`, [
      "Nothing was sent: try again then.",
    ]);
  });
  const set = await findEvaluationSet(context, bounty);
  const opened = set && (await writer.openChunks({ bounty, chunks: set.chunks }));
  const json = {
    bounty,
    draw: drawn.draw,
    drawn: drawn.chunks,
    opened: opened?.opened ?? [],
    hashes: [drawn.hash, ...(opened?.transactions.map(({ hash }) => hash) ?? [])].filter((hash) => hash !== undefined),
  };
  const what = drawn.draw === "sample" ? "the sample" : "what is scored";
  const first = `Drawn as ${what}: ${listOf(drawn.chunks)}.`;
  if (opened === undefined) {
    const text = `${first} Their words are not in this store: the sponsor opens them, or a time-lock (commonweight data timelock open).`;
    return { json, text };
  }
  const count = opened.opened.length;
  const second = count > 0 ? `Opened ${listOf(opened.opened)}.` : "They were open already.";
  return { json, text: `${first} ${second} Bounty ${bounty} is in ${await writer.getBountyStatus({ bounty })}.` };
}

function listOf(chunks: readonly number[]): string {
  return `${chunks.length === 1 ? "chunk" : "chunks"} ${chunks.join(", ")}`;
}
