// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import {
  contribute,
  createSealedBounty,
  getSubmission,
  getTerms,
  matricesOf,
  memoryStore,
  sealChunks,
  terminateProver,
  toContractVerifyingKey,
} from "@commonweight/sdk";
import { privateKeyToAccount } from "viem/accounts";
import { integerBelow, seededRandom, tinyArchitecture, tinyTask } from "../../../sdk/test/fixtures.ts";
import { deployWorld, drawAndOpen, sealedSet, sealProofs, termsOf } from "../../../sdk/test/support/chain.ts";
import { serveProvider } from "../serveProvider.ts";
import { tinyArtifacts } from "../tinySubmission.ts";
import { KEY } from "./quickStart.ts";

/** A bounty in Training, whose circuits are tiny and real: what the operator proves is proven. */
export async function operator() {
  const artifacts = await tinyArtifacts();
  const world = await deployWorld({
    SealModel: toContractVerifyingKey(artifacts.sealModel.verifyingKey),
    EvaluateModel: toContractVerifyingKey(artifacts.evaluateModel.verifyingKey),
  });
  const { actors, escrow, registry, publicClient, networkHelpers } = world;
  const set = await sealedSet(world, 1);
  // A network of random weights may get nothing right.
  const terms = await termsOf(world, { minimumScore: 0 });
  const { bounty } = await createSealedBounty(actors.sponsor, { escrow, terms, set, store: memoryStore() });
  await sealChunks(actors.sponsor, { escrow, bounty, chunks: await sealProofs(world, set) });
  await drawAndOpen(world, bounty, "sample", set);
  await contribute(actors.bob, { escrow, bounty, amount: terms.cap });
  const { windows } = await getTerms(publicClient, { escrow, bounty });

  const random = seededRandom(3);
  const real = (length: number) => Array.from({ length }, () => random() * 2 - 1);
  const network = {
    matrices: matricesOf(tinyArchitecture).map(({ rows, columns }, i, all) => {
      // The last layer has a row for each class.
      const count = i === all.length - 1 ? rows + 1 : rows;
      return { weights: Array.from({ length: count }, () => real(columns)), biases: real(count) };
    }),
  };
  const calibration = Array.from({ length: 20 }, () => Array.from({ length: 3 }, () => integerBelow(random, 4)));
  const server = await serveProvider(world.provider as Parameters<typeof serveProvider>[0]);
  const account = privateKeyToAccount(KEY);
  const fixtures = { account, url: server.url, escrow, registry, bounty, json: tinyArchitecture as unknown };
  return {
    fixtures: { ...fixtures, network, calibration, task: tinyTask, artifacts },
    steps: [
      async () => undefined,
      async () => {
        await networkHelpers.time.increaseTo(windows.trainingEnds);
        await drawAndOpen(world, bounty, "score", set);
      },
      () => networkHelpers.time.increaseTo(windows.provingEnds),
    ],
    check: async () => {
      const facts = await getSubmission(publicClient, { escrow, bounty, operator: account.address });
      assert.deepEqual([facts?.modelProven, facts?.claimed, facts?.prize], [true, true, 0]);
    },
    close: async () => {
      await server.close();
      await terminateProver();
    },
  };
}
