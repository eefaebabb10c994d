// SPDX-License-Identifier: MIT
// What anybody can read from the chain once a bounty is settled: the evaluation set, and the winner's weights.
import {
  type BountyParameters,
  bytesToWords,
  type ChunkWithPath,
  type CommonweightClient,
  decodeChunk,
  getBountyStatus,
  getChunks,
  getEscrowSettings,
  getPublishedModel,
  getSubmission,
  getTaskDefinition,
  getTerms,
  samplesPerChunk,
} from "@commonweight/sdk";
import { score } from "@commonweight/sdk/model";
import { type Address, createPublicClient, type Hex, http } from "viem";
import { hardhat } from "viem/chains";
import { expectEqual, UnexpectedResultError } from "./books.ts";
import type { Stage } from "./stage.ts";

/** A chunk that submissions are scored on, with its published words. */
export interface ScoredChunk {
  chunk: ChunkWithPath;
  words: Hex;
  draw: "score";
}

/** What a bounty scores on, from the chain's events. @throws UnexpectedResultError where such a chunk is not open. */
export async function scoredChunks(client: CommonweightClient, at: BountyParameters): Promise<ScoredChunk[]> {
  const chunks = await getChunks(client, at);
  return chunks.flatMap(({ chunk, words, draw }) => {
    if (draw !== "score") return [];
    if (words === undefined) throw new UnexpectedResultError(`Chunk ${chunk.index} is sealed; expected it to be open.`);
    return [{ chunk, words, draw }];
  });
}

/** What a stranger with nothing but the chain's address and the escrow's finds. */
export interface ReadBack {
  operator: Address;
  /** Right answers that the chain counted. */
  proven: number;
  /** Right answers of the published model on the published samples, run here. */
  reproduced: number;
  samples: number;
}

/** Reads the best model and its evaluation set from the chain alone, and runs the one on the other. */
export async function reproduceScore(parameters: { url: string; escrow: Address; bounty: bigint }): Promise<ReadBack> {
  const { url, escrow, bounty } = parameters;
  const reader = createPublicClient({ chain: hardhat, transport: http(url) });
  expectEqual("The bounty's status", await getBountyStatus(reader, { escrow, bounty }), "Settled");
  const terms = await getTerms(reader, { escrow, bounty });
  const { registry } = await getEscrowSettings(reader, { escrow });
  const task = await getTaskDefinition(reader, { registry, task: terms.task });
  const { operator, model } = await getPublishedModel(reader, { escrow, bounty });
  const submission = await getSubmission(reader, { escrow, bounty, operator });

  let reproduced = 0;
  let samples = 0;
  for (const { words } of await scoredChunks(reader, { escrow, bounty })) {
    const chunk = decodeChunk(task, bytesToWords(words));
    reproduced += score({ model, task, chunk });
    samples += samplesPerChunk(task);
  }
  return { operator, proven: submission!.score, reproduced, samples };
}

/** Reads the winner back, and expects it to reproduce the score that was proven and paid. */
export async function readWinnerBack({ world, journal }: Stage, bounty: bigint, winner: Address): Promise<void> {
  await journal.step(
    "a stranger runs the winner, read from the chain alone",
    async () => {
      const found = await reproduceScore({ url: world.chain.url, escrow: world.escrow, bounty });
      expectEqual("The best operator", found.operator, winner);
      expectEqual("The reproduced score", found.reproduced, found.proven);
      return found;
    },
    ({ reproduced, samples }) => `${reproduced} of ${samples} right, as was proven`,
  );
}
