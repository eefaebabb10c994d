// SPDX-License-Identifier: MIT
import { firstRoundFrom } from "../beacon/network.ts";
import { lockToRound } from "../timelock/ciphertext.ts";
import type { Timelock } from "../timelock/document.ts";
import { defaultTimelockNetwork, type TimelockNetwork, timelockNetwork } from "../timelock/network.ts";
import type { SealedEvaluationSet } from "./sealEvaluationSet.ts";

export interface TimelockEvaluationSetParameters {
  set: SealedEvaluationSet;
  /** The time of the bounty's score round, in seconds: see `getScoreTime`. */
  scoreTime: bigint;
  /** Whose round opens it; quicknet unless given, and the development quicknet on a local chain. */
  network?: TimelockNetwork | undefined;
  /** Called after each chunk, with the chunks encrypted so far, and all of them. */
  onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Encrypts every chunk of an evaluation set to the first round that does not come before the score round, so that the bounty can go on without its
 * sponsor. From that round on anybody can read every chunk, drawn or not: what is time-locked serves no other bounty.
 *
 * @returns what `formatTimelock` writes
 * @throws {@link TimelockNetworkError} where the network is not known, or is the development one and the chain is not local
 * @throws {@link InvalidValueError} where the time is before the network's first round
 * @example
 * const scoreTime = await getScoreTime(client, { escrow, bounty });
 * await writeFile("timelock.json", formatTimelock(await timelockEvaluationSet({ set, scoreTime })));
 */
export async function timelockEvaluationSet(parameters: TimelockEvaluationSetParameters): Promise<Timelock> {
  const { set, scoreTime, onProgress } = parameters;
  const { secret, chunksRoot, chunks } = set;
  const { chainId, escrow, sponsor } = secret;
  const { chainHash } = parameters.network ?? defaultTimelockNetwork(chainId);
  const network = timelockNetwork(chainHash, chainId);
  const round = firstRoundFrom(network, scoreTime);
  const ciphertexts: string[] = [];
  for (const { words } of chunks) {
    ciphertexts.push(await lockToRound(network, round, words));
    onProgress?.(ciphertexts.length, chunks.length);
  }
  return { chainId, escrow, sponsor, chunksRoot, network: chainHash, round, ciphertexts };
}
