// SPDX-License-Identifier: MIT
import type { Context } from "../../context.ts";
import type { Result } from "../../output.ts";
import type { ProveOptions } from "../../submission/prove.ts";
import type { BatchOptions } from "../../training/batches.ts";
import { proveStanding } from "../../training/prove.ts";

/** Proves the drawn steps of the wallet's record. */
export async function prove(context: Context, bounty: bigint, options: BatchOptions & ProveOptions): Promise<Result> {
  return provenResult(context, bounty, { ...options, finish: false });
}

/** @param options - `finish`: whether both ends are proven too */
export async function provenResult(
  context: Context,
  bounty: bigint,
  options: BatchOptions & ProveOptions & { finish: boolean },
): Promise<Result> {
  const proven = await context.output.progress("Proving", (update) =>
    proveStanding(context, bounty, options, (done, total, { id, step }) => update(done, total, `${id}: ${step}`)),
  );
  const { hashes, provenSteps, drawn, isProven } = proven;
  const sent = hashes.length === 0 ? "Everything was counted already." : `Sent ${hashes.join(", ")}.`;
  const state = isProven ? "the record is proven" : `next: record finish ${bounty}`;
  return {
    json: { bounty, ...proven },
    text: `Bounty ${bounty}: ${provenSteps.length} of ${drawn.length} drawn steps are proven; ${state}.\n${sent}`,
  };
}
