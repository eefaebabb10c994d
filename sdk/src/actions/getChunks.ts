// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { ChunksIncompleteError } from "../errors/chunks.ts";
import type { ReadErrorType } from "../errors/types.ts";
import { chunkLeaf, chunkTreePath } from "../proving/chunkTree.ts";
import { getFacts } from "./getFacts.ts";
import { getTerms } from "./getTerms.ts";
import { escrowLogs } from "./internal/escrow.ts";
import type { BountyParameters, ChunkWithPath, CommonweightClient, Draw, LogRangeParameters } from "./types.ts";

export interface GetChunksParameters extends BountyParameters, LogRangeParameters {}
/** By index. */
export type GetChunksReturnType = {
  chunk: ChunkWithPath;
  /** The published words, 32 bytes each; undefined until the chunk is opened. */
  words: Hex | undefined;
  /** What the chunk was drawn for; undefined where it was not. Only what is drawn for the score is scored. */
  draw: Draw | undefined;
}[];
export type GetChunksErrorType = ReadErrorType | ChunksIncompleteError;

/**
 * The evaluation set of a bounty as the chain alone tells it: every chunk with its path, what it was drawn for, and its words once it is open. What
 * `proveScore` and `openChunks` need.
 *
 * @throws {@link ChunksIncompleteError} while chunks remain to be sealed
 * @example
 * const open = (await getChunks(client, { escrow, bounty: 1n })).filter(({ words }) => words !== undefined);
 */
export async function getChunks(
  client: CommonweightClient,
  parameters: GetChunksParameters,
): Promise<GetChunksReturnType> {
  const { escrow, bounty, fromBlock } = parameters;
  const search = { escrow, args: { bounty }, fromBlock };
  const [terms, facts, sealed, opened] = await Promise.all([
    getTerms(client, parameters),
    getFacts(client, parameters),
    escrowLogs(client, { ...search, eventName: "ChunkSealed" }),
    escrowLogs(client, { ...search, eventName: "ChunkOpened" }),
  ]);
  if (sealed.length !== terms.chunks) {
    throw new ChunksIncompleteError({ bounty, sealed: sealed.length, expected: terms.chunks });
  }
  const chunks = sealed.map(({ args }) => args).sort((left, right) => left.index - right.index);
  const leaves = chunks.map(chunkLeaf);
  const words = new Map(opened.map(({ args }) => [args.index, args.words]));
  return chunks.map(({ index, dataCommitment, bytesHash, digest }) => ({
    chunk: { index, dataCommitment, bytesHash, digest, path: chunkTreePath(leaves, index) },
    words: words.get(index),
    draw: facts.sampleChunks.includes(index) ? "sample" : facts.scoredChunks.includes(index) ? "score" : undefined,
  }));
}
