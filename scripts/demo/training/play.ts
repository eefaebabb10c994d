// SPDX-License-Identifier: MIT
// A bounty whose operators keep training records, once: one of an honest training, which earns a stipend besides the prize, and one that is
// forged, of which false steps are drawn.
import { join } from "node:path";
import { samplesPerChunk } from "@commonweight/sdk/data";
import { makeBatches, missProbability } from "@commonweight/sdk/training";
import { type Awards, awardOf } from "../awards.ts";
import { fundBounty } from "../backers.ts";
import { expectEqual, UnexpectedResultError } from "../books.ts";
import { commitModels, type Proven, percent, proveModels, submitProofs } from "../operators.ts";
import { checkMoney, type Position, payOut, wordsOf } from "../payout.ts";
import { readWinnerBack } from "../readback.ts";
import { type DemoSamples, sliceSamples } from "../samples.ts";
import { createBounty, openScored, showSample } from "../sponsor.ts";
import type { Stage } from "../stage.ts";
import { formatDollars } from "../summary.ts";
import { formatAmount } from "../tables.ts";
import { attackRecord } from "./attacks.ts";
import { type ForgedRecord, forgeRecord } from "./forgery.ts";
import { keepRecord, proveHonestRecord } from "./honest.ts";
import { drawSeeds, openRecord } from "./seeds.ts";
import { type RecordedBounty, trainingTerms } from "./terms.ts";

/** Plays the road with records. @param folder Where they are kept. @returns What everybody paid and got. */
export async function playTraining(stage: Stage, samples: DemoSamples, folder: string): Promise<Position[]> {
  const { world, journal } = stage;
  const { training } = world;
  if (!training) throw new UnexpectedResultError("The recipe is missing; expected it where records are kept.");
  const { recipe, circuits } = training;
  const batches = makeBatches(recipe, samples.training);
  const terms = trainingTerms(recipe, batches);
  const ofRun: Stage = { ...stage, scale: { ...stage.scale, training: terms } };
  const kept = join(folder, "record");

  journal.stage(
    "Draft and Funding: the terms name a recipe, the batches, and a stipend for what is proven to be trained by them",
  );
  const evaluation = sliceSamples(samples.evaluation, 0, stage.scale.chunks * samplesPerChunk(world.task));
  const sealed = await createBounty(ofRun, evaluation);
  const { bounty } = sealed;
  const recorded: RecordedBounty = { bounty, recipe, circuits, terms, batches };
  await showSample(ofRun, sealed);
  await fundBounty(ofRun, bounty);
  const { windows } = await world.party("sponsor").client.getTerms({ bounty });

  journal.stage("Training: the beacon gives the seed, the seed the start and the batch of each step");
  const opened = [
    await openRecord(ofRun, bounty, "strong operator"),
    await openRecord(ofRun, bounty, "hostile operator"),
  ];
  const [first, second] = await drawSeeds(ofRun, bounty, opened);
  const honest = await keepRecord(ofRun, recorded, first!, { folder: kept, samples });
  const { forged, trained } = await forgeRecord(ofRun, recorded, second!, samples);
  const committed = await commitModels(ofRun, bounty, [honest, trained]);

  journal.stage("Opening: one round draws the chunks that are scored and the steps that have to be proven");
  await world.chain.travelTo(BigInt(windows.trainingEnds));
  await openScored(ofRun, sealed);
  const drawn = await drawSteps(ofRun, recorded, forged);

  journal.stage("Proving");
  const proven = await proveModels(ofRun, bounty, committed);
  const byRank = await submitProofs(ofRun, bounty, proven);
  await proveHonestRecord(ofRun, recorded, committed[0]!, { folder: kept, drawn });
  await attackRecord(ofRun, recorded, forged, { committed: committed[1]!, drawn });

  journal.stage("Claiming: weights for pay, and a stipend where the record is proven");
  await world.chain.travelTo(BigInt(windows.provingEnds));
  const awards: Awards = {
    byRank,
    entrants: ["strong operator", "hostile operator"],
    stipendBps: terms.stipendBps,
    recorded: ["strong operator"],
  };
  await claimPrizes(ofRun, recorded, byRank, awards);
  await world.expectStatus(bounty, "Settled");

  journal.stage("Settled: the stipend that nobody earned goes back to the backers");
  const shares = await payOut(ofRun, bounty);
  const positions = await checkMoney(ofRun, awards, shares);
  await readWinnerBack(ofRun, bounty, byRank[0]!.party.address);
  return positions;
}

/** Anyone draws. @returns The steps that every record has to prove. */
async function drawSteps(
  { world, journal, gas }: Stage,
  { bounty, terms }: RecordedBounty,
  { party, isTrue, missed }: ForgedRecord,
): Promise<number[]> {
  const { steps, drawnSteps } = terms;
  const drawn = await journal.step(
    "a backer draws the steps",
    async () => {
      const sent = gas.record("drawSteps", await world.party("backer 1").client.drawSteps({ bounty }));
      return sent.steps;
    },
    (numbers) => `${numbers.join(", ")} of 0 to ${formatAmount(BigInt(steps - 1), 0)}`,
  );
  const falseSteps = drawn.filter((step) => !isTrue(step));
  const one = missProbability({ steps, drawn: drawnSteps });
  journal.note(`Of the ${party.name}'s record ${falseSteps.length} are false: ${falseSteps.join(", ")}.`);
  journal.note(`The chance that at least one of its false steps is drawn was ${(100 * (1 - missed)).toFixed(3)} %.`);
  journal.note(
    `A single false step in ${formatAmount(BigInt(steps), 0)} would be missed with a chance of ${percent(one)}: see docs/training.md.`,
  );
  return drawn;
}

/** Everybody that is ranked claims, and is paid what the terms say. */
async function claimPrizes(
  stage: Stage,
  { bounty }: RecordedBounty,
  byRank: readonly Proven[],
  awards: Awards,
): Promise<void> {
  const { journal, gas } = stage;
  for (const [rank, operator] of byRank.entries()) {
    const { party, submission } = operator;
    await journal.step(
      `the ${party.name} claims with its weights`,
      async () => {
        const record = await party.client.getTrainingRecord({ bounty, operator: party.address });
        const isProven = awards.recorded?.includes(party.name) ?? false;
        expectEqual(
          `The status of the ${party.name}'s record`,
          record?.status ?? "none",
          isProven ? "Proven" : "Lapsed",
        );
        const words = await wordsOf(stage, bounty, operator);
        const { amount } = gas.record("claim", await party.client.claim({ bounty, submission, words }));
        const award = awardOf(awards, rank);
        expectEqual(`What the ${party.name} is paid`, amount, award.prize + award.stipend);
        return award;
      },
      ({ prize, stipend }) => {
        const paid = stipend > 0n ? `a stipend of ${formatDollars(stipend)}` : "no stipend";
        return `a prize of ${formatDollars(prize)}, ${paid}`;
      },
    );
  }
}
