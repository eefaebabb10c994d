// SPDX-License-Identifier: MIT
import type { Context } from "../../context.ts";
import type { Result } from "../../output.ts";
import { type ProveOptions, proveCommitted } from "../../submission/prove.ts";

/** Proves what the chain has not counted yet of the wallet's submission, and sends it. */
export async function prove(context: Context, bounty: bigint, options: ProveOptions): Promise<Result> {
  const proven = await context.output.progress("Proving", (update) =>
    proveCommitted(context, bounty, options, (done, total, { id, step }) => update(done, total, `${id}: ${step}`)),
  );
  const { hashes, counted, score, rank } = proven;
  const ranked = rank === undefined ? "not ranked (submission status says why)" : `rank ${rank + 1}`;
  const sent = hashes.length === 0 ? "Everything was counted already." : `Sent ${hashes.join(", ")}.`;
  return {
    json: { bounty, ...proven },
    text: `Bounty ${bounty}: ${score} right answers on ${counted.length} chunks, ${ranked}.\n${sent}`,
  };
}
