// SPDX-License-Identifier: MIT
// The honest operators' part: train, quantise, seal, commit, and, once the drawn chunks are open, prove.
import {
  bytesToWords,
  commitModel,
  decodeChunk,
  type ProveSubmissionReturnType,
  proveSubmission,
  type Submission,
  sealModel,
} from "@commonweight/sdk";
import { samplesPerChunk } from "@commonweight/sdk/data";
import { type IntegerModel, score } from "@commonweight/sdk/model";
import { hardhat } from "viem/chains";
import { expectEqual, UnexpectedResultError } from "./books.ts";
import { accuracyOf, type Effort, trainModel } from "./networks.ts";
import { scoredChunks } from "./readback.ts";
import type { DemoSamples } from "./samples.ts";
import type { Stage } from "./stage.ts";
import { minimumScoreOf } from "./terms.ts";
import type { Party, PartyName } from "./world.ts";

/** An operator, where it is paid, and how thoroughly it trains. */
export interface Entry {
  name: PartyName;
  payee: PartyName;
  effort: Effort;
}

/** Who trains how thoroughly, in the order in which they commit. The strong operator is paid at a cold address. */
const ENTRIES: readonly Entry[] = [
  { name: "weak operator", payee: "weak operator", effort: { samples: 150, epochs: 15, seed: 11 } },
  { name: "middle operator", payee: "middle operator", effort: { samples: 400, epochs: 20, seed: 12 } },
  {
    name: "strong operator",
    payee: "strong operator's cold wallet",
    effort: { samples: Number.MAX_SAFE_INTEGER, epochs: 20, seed: 13 },
  },
];

/** An operator with a trained model. */
export interface Trained {
  party: Party;
  payee: Party;
  model: IntegerModel;
}

/** An operator that has committed to its model. */
export interface Committed extends Trained {
  submission: Submission;
  sequence: number;
}

/** An operator with all its proofs. */
export interface Proven extends Committed {
  proofs: ProveSubmissionReturnType & { model: NonNullable<ProveSubmissionReturnType["model"]> };
  /** Right answers on the chunks drawn. */
  score: number;
}

/** Trains the networks, three unless others are given, and says how good each is on the whole test set. */
export async function trainOperators(
  { world, journal }: Stage,
  samples: DemoSamples,
  entries: readonly Entry[] = ENTRIES,
): Promise<Trained[]> {
  const trained: Trained[] = [];
  for (const { name, payee, effort } of entries) {
    const used = Math.min(effort.samples, samples.training.labels.length);
    const model = await journal.step(
      `the ${name} ${effort.from ? "goes on with the first model, and " : ""}trains on ${used} samples for ${effort.epochs} epochs`,
      async () => trainModel(world.architecture, samples.training, effort),
      (result) =>
        `${percent(accuracyOf(result, samples.test))} right on ${samples.test.labels.length} others, quantised`,
    );
    trained.push({ party: world.party(name), payee: world.party(payee), model });
  }
  return trained;
}

/** Commits every operator to its model, whose words and salt are on the disk before anything is sent. */
export async function commitModels(
  { world, journal, gas, store }: Stage,
  bounty: bigint,
  operators: readonly Trained[],
): Promise<Committed[]> {
  const committed: Committed[] = [];
  for (const operator of operators) {
    const { party, payee, model } = operator;
    await journal.step(`the ${party.name} seals its model, writes it to disk, and commits to it`, async () => {
      const secret = sealModel({
        chainId: hardhat.id,
        escrow: world.escrow,
        bounty,
        operator: party.address,
        payee: payee.address,
        model,
      });
      const sent = gas.record("commit", await commitModel(party.client, { escrow: world.escrow, secret, store }));
      if (sent.approval) gas.record("approve", sent.approval);
      committed.push({ ...operator, submission: secret.submission, sequence: sent.sequence });
    });
  }
  return committed;
}

/**
 * Makes every operator's proofs from what its store has kept and what the chain has published, and compares each score with
 * the integer reference.
 */
export async function proveModels(
  { world, journal, store }: Stage,
  bounty: bigint,
  operators: readonly Committed[],
): Promise<Proven[]> {
  const { escrow, task, circuits } = world;
  const proven: Proven[] = [];
  for (const operator of operators) {
    const { party, model } = operator;
    const entry = await journal.step(
      `the ${party.name} proves its model and its score`,
      async (update): Promise<Proven> => {
        const chunks = await scoredChunks(world.chain.publicClient, { escrow, bounty });
        const key = { chainId: hardhat.id, escrow, bounty, operator: party.address };
        const [secret] = await store.listSubmissions(key);
        const proofs = await proveSubmission({
          secret: secret!,
          task,
          chunks,
          artifacts: circuits,
          onProgress: (done, total) => update(`${done} of ${total} proofs`),
        });
        for (const [index, { words }] of chunks.entries()) {
          const chunk = decodeChunk(task, bytesToWords(words));
          const reference = score({ model, task, chunk });
          expectEqual(`The ${party.name}'s proven score on chunk ${index}`, proofs.scores[index]!.correct, reference);
        }
        const total = proofs.scores.reduce((sum, { correct }) => sum + correct, 0);
        expectEnough(party.name, total, minimumScoreOf(chunks.length * samplesPerChunk(task)));
        return { ...operator, proofs: { ...proofs, model: proofs.model! }, score: total };
      },
      ({ score: total, proofs }) => `${total} of ${proofs.scores.length * samplesPerChunk(world.task)} right`,
    );
    proven.push(entry);
  }
  return proven;
}

/** Sends every operator's proofs. @returns The operators by rank, best first, as the chain has ranked them. */
export async function submitProofs(
  { journal, gas, scale }: Stage,
  bounty: bigint,
  operators: readonly Proven[],
): Promise<Proven[]> {
  for (const { party, submission, proofs, score: total } of operators) {
    await journal.step(`the ${party.name} sends its proofs`, async () => {
      gas.record("proveModel", await party.client.proveModel({ bounty, submission, ...proofs.model }));
      const calls = scale.inBatches ? [proofs.scores] : proofs.scores.map((scored) => [scored]);
      for (const [index, scores] of calls.entries()) {
        const { transactions } = await party.client.proveScore({ bounty, submission, scores });
        const chunks = scores.length === 1 ? "1 chunk" : `${scores.length} chunks in one call`;
        const isLast = index === calls.length - 1;
        for (const sent of transactions) gas.record(`proveScore, ${chunks}${isLast ? ", and ranked" : ""}`, sent);
      }
      const facts = await party.client.getSubmission({ bounty, operator: party.address });
      expectEqual(`The ${party.name}'s score on the chain`, facts?.score ?? 0, total);
    });
  }
  const byRank = expectedRanks(operators);
  for (const [rank, { party }] of byRank.entries()) {
    const actual = await party.client.getRank({ bounty, operator: party.address });
    expectEqual(`The ${party.name}'s rank`, actual ?? "none", rank);
  }
  return byRank;
}

/** A share for people, to the tenth of a percent. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** The highest score first; of equals the one that committed first. */
function expectedRanks(operators: readonly Proven[]): Proven[] {
  return operators.toSorted((a, b) => b.score - a.score || a.sequence - b.sequence);
}

/** The road goes on with three ranked networks: one that is no better than guessing has nothing to show. */
function expectEnough(name: PartyName, score: number, minimum: number): void {
  if (score >= minimum) return;
  throw new UnexpectedResultError(
    `The ${name} scored ${score}; the bounty ranks networks from ${minimum} right answers on.`,
  );
}
