// SPDX-License-Identifier: MIT
// The hostile operator's part. It sees the others' transactions before they are mined, and may send what it likes: it
// replays proofs, claims more than is true, claims with other weights, and is first wherever it wants to be. Every attempt
// has to fail with the named error, or to act for the operator that it was taken from.
import { muted } from "@commonweight/devnet";
import {
  bytesToWords,
  decodeChunk,
  evaluateModelInputs,
  orderPublicInputs,
  prove,
  randomFieldElement,
  type Submission,
} from "@commonweight/sdk";
import { samplesPerChunk } from "@commonweight/sdk/data";
import type { Hex } from "viem";
import { expectEqual } from "./books.ts";
import { trainModel } from "./networks.ts";
import type { Committed, Proven } from "./operators.ts";
import { scoredChunks } from "./readback.ts";
import { expectRejection } from "./rejections.ts";
import type { DemoSamples } from "./samples.ts";
import type { Stage } from "./stage.ts";

/** Trains next to nothing. */
const IDLE_EFFORT = { samples: 20, epochs: 1, seed: 1 };

/**
 * Copies another's commitment as its own. The chain cannot tell: what was committed is sealed. The copy is bound to the
 * victim's address, so that nothing can be proven of it under another's.
 * @returns The copy.
 */
export async function copyCommitment(
  { world, journal, gas }: Stage,
  bounty: bigint,
  victim: Committed,
): Promise<Submission> {
  const hostile = world.party("hostile operator");
  const { architecture, modelCommitment, bytesHash } = victim.submission;
  const copy = { operator: hostile.address, architecture, modelCommitment, bytesHash, payee: hostile.address };
  await journal.step(`the hostile operator copies the ${victim.party.name}'s commitment`, async () => {
    const sent = gas.record("commit", await hostile.client.commit({ bounty, ...copy }));
    if (sent.approval) gas.record("approve", sent.approval);
  });
  return copy;
}

/** Tries to score without a model, before the others' proofs are mined. */
export async function attackProving(
  stage: Stage,
  bounty: bigint,
  parameters: { copy: Submission; weakest: Proven; best: Proven; samples: DemoSamples },
): Promise<void> {
  const { copy, weakest, best, samples } = parameters;
  const { client } = stage.world.party("hostile operator");
  const bestScore = best.proofs.scores[0]!;
  const weakScore = weakest.proofs.scores[0]!;
  const samplesIn = samplesPerChunk(stage.world.task);
  const overclaimed = weakScore.correct < samplesIn ? "ProofInvalid" : "CorrectOutOfBounds";

  await attempt(stage, `replays the ${best.party.name}'s proof of its model`, "ProofInvalid", () =>
    client.proveModel({ bounty, submission: copy, ...best.proofs.model }),
  );
  await attempt(stage, `replays the ${best.party.name}'s proof of its score`, "ProofInvalid", () =>
    client.proveScore({ bounty, submission: copy, scores: [bestScore] }),
  );
  await attempt(stage, `claims ${samplesIn} of ${samplesIn} for an untrained network`, "WitnessError", () =>
    // The witness generator prints its error, besides throwing it.
    muted(() => overclaim(stage, bounty, samples)),
  );
  await attempt(stage, `adds one to the ${weakest.party.name}'s proven score`, overclaimed, () =>
    client.proveScore({
      bounty,
      submission: weakest.submission,
      scores: [{ ...weakScore, correct: weakScore.correct + 1 }],
    }),
  );
  await stage.journal.step(
    `the hostile operator sends the ${best.party.name}'s proof first`,
    async () => {
      const { transactions } = await client.proveScore({ bounty, submission: best.submission, scores: [bestScore] });
      for (const sent of transactions) stage.gas.record("proveScore, 1 chunk", sent);
      const credited = await client.getSubmission({ bounty, operator: best.party.address });
      const own = await client.getSubmission({ bounty, operator: copy.operator });
      expectEqual(`The ${best.party.name}'s score`, credited?.score ?? 0, bestScore.correct);
      expectEqual("The hostile operator's score", own?.score ?? 0, 0);
    },
    () => "it counts for its owner",
  );
}

/** Tries to be paid for another's model, before the winner's claim is mined; then sends that claim as it is. */
export async function attackClaim(
  stage: Stage,
  bounty: bigint,
  parameters: { copy: Submission; winner: Proven; words: Hex; otherWords: Hex },
): Promise<void> {
  const { copy, winner, words, otherWords } = parameters;
  const { world, journal, gas } = stage;
  const { client, address } = world.party("hostile operator");
  const { submission, party } = winner;

  await attempt(stage, "claims the first prize with other weights", "BytesHashMismatch", () =>
    client.claim({ bounty, submission, words: otherWords }),
  );
  await attempt(stage, "claims the winner's prize for its own account", "SubmissionMismatch", () =>
    client.claim({ bounty, submission: { ...submission, payee: address }, words }),
  );
  await attempt(stage, "claims for its copy with the winner's weights", "NotRanked", () =>
    client.claim({ bounty, submission: copy, words }),
  );
  await journal.step(
    "the hostile operator sends the winner's claim first",
    async () => {
      gas.record("claim", await client.claim({ bounty, submission, words }));
      const { token } = world;
      expectEqual("What the escrow owes the hostile operator", await client.getOwed({ token, account: address }), 0n);
      const again = await party.client.claim({ bounty, submission, words });
      expectEqual("Whether the winner's own claim finds it done", again.alreadyClaimed, true);
      const owed = await client.getOwed({ token, account: submission.payee });
      expectEqual("What the escrow owes the winner's payee", owed, again.amount);
    },
    () => "it pays the winner",
  );
}

/** Tries to make a proof that an untrained network is right on a whole chunk. */
async function overclaim({ world }: Stage, bounty: bigint, samples: DemoSamples): Promise<unknown> {
  const { chain, escrow, task, architecture, circuits } = world;
  const operator = world.party("hostile operator").address;
  const [opened] = await scoredChunks(chain.publicClient, { escrow, bounty });
  const { inputs, publicInputs } = evaluateModelInputs({
    task,
    model: trainModel(architecture, samples.training, IDLE_EFFORT),
    modelSalt: randomFieldElement(),
    operator,
    chunk: decodeChunk(task, bytesToWords(opened!.words)),
  });
  const correct = BigInt(samplesPerChunk(task));
  const [modelCommitment, dataCommitment] = publicInputs;
  return prove({
    artifacts: circuits.evaluateModel,
    inputs: { ...inputs, correct },
    publicInputs: orderPublicInputs("EvaluateModel", {
      modelCommitment: modelCommitment!,
      dataCommitment: dataCommitment!,
      correct,
      operator: BigInt(operator),
    }),
  });
}

/** The hostile operator tries something, which has to fail with an error of this name. */
export async function attempt(
  { journal }: Stage,
  what: string,
  expected: string,
  work: () => Promise<unknown>,
): Promise<void> {
  await journal.step(
    `the hostile operator ${what}`,
    () => expectRejection(`The hostile operator ${what}: this`, work, expected),
    () => `refused, ${expected}`,
  );
}
