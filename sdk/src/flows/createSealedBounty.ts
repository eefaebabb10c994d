// SPDX-License-Identifier: MIT
import { getChainId } from "viem/actions";
import { type CreateBountyParameters, type CreateBountyReturnType, createBounty } from "../actions/createBounty.ts";
import { senderOf } from "../actions/internal/send.ts";
import type { BountyTerms, CommonweightClient } from "../actions/types.ts";
import { withTypedErrors } from "../errors/toTypedError.ts";
import { evaluationSetRoot } from "../storage/secrets.ts";
import type { SponsorStore } from "../storage/store.ts";
import { definitionId } from "../utils/canonicalJson.ts";
import { assertMatches } from "./assertMatches.ts";
import type { SealedEvaluationSet } from "./sealEvaluationSet.ts";

export interface CreateSealedBountyParameters extends Omit<CreateBountyParameters, "terms"> {
  /** All terms but those that follow from the evaluation set. */
  terms: Omit<BountyTerms, "sponsor" | "task" | "chunks" | "chunksRoot">;
  set: SealedEvaluationSet;
  store: SponsorStore;
}

/**
 * Creates a bounty for an evaluation set that the store keeps: its salts and words are on the disk, and read back, before anything is
 * sent. Safe to repeat: the set is saved once, and a bounty of the same terms is created once.
 *
 * @throws {@link InvalidValueError} where the set was sealed for another chain, escrow or sponsor
 * @throws {@link SaltReusedError} where a salt has served another challenge
 * @throws what `createBounty` throws
 * @example
 * const { bounty } = await createSealedBounty(client, { escrow, terms, set, store });
 */
export async function createSealedBounty(
  client: CommonweightClient,
  parameters: CreateSealedBountyParameters,
): Promise<CreateBountyReturnType> {
  const { set, store, ...rest } = parameters;
  const { secret, chunksRoot } = set;
  const sponsor = senderOf(client, parameters, "createSealedBounty").address;
  const chainId = await withTypedErrors(() => getChainId(client));
  assertMatches("The evaluation set's chain", secret.chainId, chainId);
  assertMatches("The evaluation set's escrow", secret.escrow, parameters.escrow);
  assertMatches("The evaluation set's sponsor", secret.sponsor, sponsor);

  await store.saveEvaluationSet(secret);
  const kept = await store.loadEvaluationSet({ chainId, escrow: secret.escrow, sponsor, chunksRoot });
  assertMatches("The root of the set read back from the store", evaluationSetRoot(kept), chunksRoot);
  for (const [i, { words }] of set.chunks.entries()) {
    assertMatches(`What the store read back as the words of chunk ${i}`, kept.chunks[i]!.words, words);
  }
  const task = definitionId(secret.task);
  return createBounty(client, {
    ...rest,
    terms: { ...parameters.terms, sponsor, task, chunks: secret.chunks.length, chunksRoot },
  });
}
