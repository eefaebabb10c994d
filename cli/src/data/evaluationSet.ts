// SPDX-License-Identifier: MIT
import { openEvaluationSet, type SealedEvaluationSet, StoreRecordMissingError } from "@commonweight/sdk";
import type { Context } from "../context.ts";

/** The evaluation set of a bounty of this wallet's, from the store; undefined where the store has none, or the bounty is another's. */
export async function findEvaluationSet(context: Context, bounty: bigint): Promise<SealedEvaluationSet | undefined> {
  const { chainId, trainingBounties: escrow } = await context.deployment();
  const { sponsor, chunksRoot } = await (await context.reader()).getTerms({ bounty });
  try {
    const secret = await (await context.store()).loadEvaluationSet({ chainId, escrow, sponsor, chunksRoot });
    return openEvaluationSet(secret);
  } catch (error) {
    if (error instanceof StoreRecordMissingError) return undefined;
    throw error;
  }
}

/** @throws {@link StoreRecordMissingError} where the store has none */
export async function requireEvaluationSet(context: Context, bounty: bigint): Promise<SealedEvaluationSet> {
  const { chainId, trainingBounties: escrow } = await context.deployment();
  const { sponsor, chunksRoot } = await (await context.reader()).getTerms({ bounty });
  return openEvaluationSet(await (await context.store()).loadEvaluationSet({ chainId, escrow, sponsor, chunksRoot }));
}
