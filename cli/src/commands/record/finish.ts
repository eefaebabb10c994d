// SPDX-License-Identifier: MIT
import type { Context } from "../../context.ts";
import type { Result } from "../../output.ts";
import type { ProveOptions } from "../../submission/prove.ts";
import type { BatchOptions } from "../../training/batches.ts";
import { provenResult } from "./prove.ts";

/** Proves what is left of the wallet's record, both ends included. */
export async function finish(context: Context, bounty: bigint, options: BatchOptions & ProveOptions): Promise<Result> {
  return provenResult(context, bounty, { ...options, finish: true });
}
