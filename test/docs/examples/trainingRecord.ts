// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type CircuitArtifacts,
  commonweightActions,
  getTerms,
  getTrainingRecord,
  localChain,
  makeBatches,
  readCsv,
  terminateProver,
  toContractVerifyingKey,
} from "@commonweight/sdk";
import { createWalletClient, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type CircuitPlan, planInitStep, planQuantiseModel, planTrainStep } from "../../../circuits/generator/index.ts";
import { buildCircuit } from "../../../circuits/setup/build.ts";
import { integerBelow, seededRandom } from "../../../sdk/test/fixtures.ts";
import { deployWorld, drawAndOpen } from "../../../sdk/test/support/chain.ts";
import { calmRecipe } from "../../../sdk/test/support/recipes.ts";
import { recordedBounty } from "../../../sdk/test/support/recordedBounty.ts";
import { serveProvider } from "../serveProvider.ts";
import { KEY } from "./quickStart.ts";

/** A bounty in Training that keeps records by a tiny recipe, whose circuits are real: what the operator proves is proven. */
export async function trainingRecord() {
  const build = (plan: (recipe: typeof calmRecipe) => CircuitPlan) => buildCircuit(plan(calmRecipe));
  const artifacts = {
    trainStep: await build(planTrainStep),
    start: await build(planInitStep),
    quantiseModel: await build(planQuantiseModel),
  };
  const keyOf = ({ verifyingKey }: CircuitArtifacts) => toContractVerifyingKey(verifyingKey);
  const folder = await mkdtemp(join(tmpdir(), "commonweight-docs-"));
  const csv = join(folder, "train.csv");
  const random = seededRandom(4);
  const row = () => [0, 0, 0].map(() => integerBelow(random, 4)).concat(integerBelow(random, 3));
  await writeFile(csv, `${Array.from({ length: 12 }, () => row().join()).join("\n")}\n`);
  const world = await deployWorld();
  const { escrow, registry, records, publicClient, networkHelpers } = world;
  const { bounty, set } = await recordedBounty(world, {
    batches: makeBatches(calmRecipe, await readCsv(csv)),
    steps: 10,
    drawnSteps: 3,
    keys: {
      start: keyOf(artifacts.start),
      trainStep: keyOf(artifacts.trainStep),
      quantiseModel: keyOf(artifacts.quantiseModel),
    },
  });
  const { windows } = await getTerms(publicClient, { escrow, bounty });
  const server = await serveProvider(world.provider as Parameters<typeof serveProvider>[0]);
  const account = privateKeyToAccount(KEY);
  const client = createWalletClient({ account, chain: localChain, transport: http(server.url) }).extend(
    commonweightActions({ escrow, registry, records }),
  );
  return {
    fixtures: { account, client, escrow, bounty, artifacts },
    replace: [
      [".commonweight", join(folder, "store")],
      ["train.csv", csv],
    ] as [string, string][],
    steps: [
      async () => undefined,
      () => networkHelpers.time.increase(31 * 60),
      async () => {
        await networkHelpers.time.increaseTo(windows.trainingEnds);
        await drawAndOpen(world, bounty, "score", set);
      },
    ],
    check: async () => {
      const record = await getTrainingRecord(publicClient, { records, bounty, operator: account.address });
      assert.deepEqual([record?.status, record?.provenSteps.length], ["Proven", 3]);
    },
    close: async () => {
      await server.close();
      await terminateProver();
      await rm(folder, { recursive: true });
    },
  };
}
