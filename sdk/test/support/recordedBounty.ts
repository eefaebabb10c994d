// SPDX-License-Identifier: MIT
import {
  batchCommitments,
  batchesRoot,
  type ClassificationChunk,
  type ContractVerifyingKey,
  canonicalJson,
  contribute,
  createSealedBounty,
  definitionId,
  memoryStore,
  modelWordCount,
  registerArchitecture,
  registerPair,
  registerRecipe,
  type SealedEvaluationSet,
  sealChunks,
} from "../../src/index.ts";
import { DOLLAR, drawAndOpen, sealedSet, sealProofs, termsOf, type World } from "./chain.ts";
import { calmRecipe } from "./recipes.ts";

/** Keys of a recipe's circuits. */
export interface RecipeKeys {
  start: ContractVerifyingKey;
  trainStep: ContractVerifyingKey;
  quantiseModel: ContractVerifyingKey;
}

/** Those whose secrets are known. */
export async function recipeKeys({ keyOf }: World): Promise<RecipeKeys> {
  return {
    start: await keyOf("InitStep"),
    trainStep: await keyOf("TrainStep"),
    quantiseModel: await keyOf("QuantiseModel"),
  };
}

/** A bounty in Training that keeps records by {@link calmRecipe}, with keys of one's own, or with those whose secrets are known. */
export async function recordedBounty(
  world: World,
  parameters: { batches: readonly ClassificationChunk[]; steps: number; drawnSteps: number; keys?: RecipeKeys },
): Promise<{ bounty: bigint; set: SealedEvaluationSet }> {
  const { actors, registry, escrow, task, keys } = world;
  const { batches, steps, drawnSteps } = parameters;
  const { architecture } = await registerArchitecture(actors.owner, {
    registry,
    definition: canonicalJson(calmRecipe.architecture),
    modelWords: modelWordCount(calmRecipe.architecture),
    sealModelKey: keys.SealModel,
  });
  await registerPair(actors.owner, { registry, task, architecture, evaluateModelKey: keys.EvaluateModel });
  await registerRecipe(actors.owner, {
    registry,
    architecture,
    inherits: false,
    definition: canonicalJson(calmRecipe),
    keys: parameters.keys ?? (await recipeKeys(world)),
  });
  const training = {
    recipe: definitionId(calmRecipe),
    batchesRoot: batchesRoot(batchCommitments(calmRecipe, batches)),
    batches: batches.length,
    steps,
    drawnSteps,
    stipendBps: 1_000,
  };
  const set = await sealedSet(world, 1);
  const terms = await termsOf(world, { architecture, training, minimumScore: 0 });
  const { bounty } = await createSealedBounty(actors.sponsor, { escrow, terms, set, store: memoryStore() });
  await sealChunks(actors.sponsor, { escrow, bounty, chunks: await sealProofs(world, set) });
  await drawAndOpen(world, bounty, "sample", set);
  await contribute(actors.bob, { escrow, bounty, amount: 1_000n * DOLLAR });
  return { bounty, set };
}
