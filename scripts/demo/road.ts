// SPDX-License-Identifier: MIT
// The whole road of a bounty, once: sealed, sampled, funded, trained for, opened, proven, claimed, settled, paid out, read back.
import { samplesPerChunk } from "@commonweight/sdk/data";
import type { Address } from "viem";
import { fundBounty } from "./backers.ts";
import { UnexpectedResultError } from "./books.ts";
import { attackClaim, attackProving, copyCommitment } from "./hostile.ts";
import { commitModels, type Proven, proveModels, submitProofs, trainOperators } from "./operators.ts";
import { checkMoney, claimRemaining, type Position, payOut, wordsOf } from "./payout.ts";
import { readWinnerBack } from "./readback.ts";
import { type DemoSamples, sliceSamples } from "./samples.ts";
import { createBounty, openScored, showSample } from "./sponsor.ts";
import type { Stage } from "./stage.ts";
import { DRAWN_CHUNKS } from "./terms.ts";
import { openWithoutSponsor, timelockBounty } from "./timelock.ts";

/** Where the road has led. */
export interface SettledRoad {
  bounty: bigint;
  shares: Address;
  /** What everybody paid and got. */
  positions: Position[];
}

/** Plays the road. */
export async function playRoad(stage: Stage, samples: DemoSamples): Promise<SettledRoad> {
  const { world, journal, scale } = stage;
  const sealedSamples = scale.chunks * samplesPerChunk(world.task);

  journal.stage("Draft: the evaluation set is sealed, and a sample of it is drawn and shown");
  const sealed = await createBounty(stage, sliceSamples(samples.evaluation, 0, sealedSamples));
  const { bounty } = sealed;
  const timelock = scale.isTimelocked ? await timelockBounty(stage, sealed) : undefined;
  await showSample(stage, sealed);
  const { windows } = await world.party("sponsor").client.getTerms({ bounty });

  journal.stage("Funding");
  await fundBounty(stage, bounty);

  journal.stage("Training: weights stay secret, commitments are public");
  const trained = await trainOperators(stage, samples);
  const committed = await commitModels(stage, bounty, trained);
  const copy = await copyCommitment(stage, bounty, committed.at(-1)!);

  journal.stage("Opening");
  await world.chain.travelTo(BigInt(windows.trainingEnds));
  await world.expectStatus(bounty, "Opening");
  if (timelock) await openWithoutSponsor(stage, sealed, timelock);
  else await openScored(stage, sealed);

  journal.stage("Proving");
  const proven = await proveModels(stage, bounty, committed);
  if (samples.drawn) expectDifferentScores(proven, DRAWN_CHUNKS * samplesPerChunk(world.task));
  await attackProving(stage, bounty, { copy, weakest: proven[0]!, best: proven.at(-1)!, samples });
  const byRank = await submitProofs(stage, bounty, proven);
  const [winner, second] = byRank as [Proven, Proven, ...Proven[]];

  journal.stage("Claiming: weights for pay");
  await world.chain.travelTo(BigInt(windows.provingEnds));
  await world.expectStatus(bounty, "Claiming");
  const words = await wordsOf(stage, bounty, winner);
  const otherWords = await wordsOf(stage, bounty, second);
  await attackClaim(stage, bounty, { copy, winner, words, otherWords });
  await claimRemaining(stage, bounty, byRank);

  journal.stage("Settled");
  const shares = await payOut(stage, bounty);
  const awards = { byRank, entrants: [...byRank.map(({ party }) => party.name), "hostile operator" as const] };
  const positions = await checkMoney(stage, awards, shares);
  await readWinnerBack(stage, bounty, winner.party.address);
  return { bounty, shares, positions };
}

/** The demo's own digits are hard enough to tell the networks apart, and for none to be perfect. */
function expectDifferentScores(operators: readonly Proven[], samples: number): void {
  const scores = operators.map(({ score }) => score);
  const areDifferent = new Set(scores).size === scores.length;
  if (areDifferent && Math.max(...scores) < samples) return;
  throw new UnexpectedResultError(
    `The scores are ${scores.join(", ")} of ${samples}; expected all different, none perfect.`,
  );
}
