// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { z } from "zod";
import { BeaconUnavailableError } from "../errors/beacon.ts";
import { parseWith } from "../utils/parse.ts";
import { type BeaconNetwork, evmnet } from "./network.ts";
import { beaconKeyOf, signRound, verifyRound } from "./signature.ts";

/** Where the signatures of rounds come from. @returns 64 bytes */
export type RoundSource = (round: bigint) => Promise<Hex>;

/** The secret of the development beacon: for chains that nobody else uses, as anybody can sign with it. */
const DEVELOPMENT_SECRET = 7n;

/** The development beacon: evmnet's schedule, with a key whose secret is published. */
export const developmentNetwork: BeaconNetwork = {
  key: beaconKeyOf(DEVELOPMENT_SECRET),
  genesis: evmnet.genesis,
  period: evmnet.period,
};

/** Signs rounds of the development beacon. */
export const developmentRounds: RoundSource = async (round) => signRound(DEVELOPMENT_SECRET, round);

/** Public servers of drand. */
const DRAND_ENDPOINTS = ["https://api.drand.sh", "https://api2.drand.sh", "https://drand.cloudflare.com"];
const TIMEOUT_MILLISECONDS = 10_000;
/** A round is some 300 characters. */
const LARGEST_ANSWER = 10_000;

const answerSchema = z.object({
  round: z.int({ error: "the number of a round" }),
  signature: z.string().regex(/^[0-9a-f]{128}$/, { error: "64 bytes in hexadecimal" }),
});

/**
 * Rounds of drand's evmnet over HTTP, from the first server that has one. The signature is verified: no server is trusted.
 *
 * @param options.endpoints - servers, in the order in which they are asked; drand's public ones unless given
 * @returns a source that throws {@link BeaconUnavailableError} where no server has the round, with what each of them said
 */
export function drandRounds(options: { endpoints?: readonly string[] | undefined } = {}): RoundSource {
  const { endpoints = DRAND_ENDPOINTS } = options;
  return async (round) => {
    const problems: string[] = [];
    for (const endpoint of endpoints) {
      try {
        return await fetchRound(endpoint, round);
      } catch (error) {
        problems.push(`${endpoint}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    throw new BeaconUnavailableError({ round, problems });
  };
}

async function fetchRound(endpoint: string, round: bigint): Promise<Hex> {
  const response = await fetch(`${endpoint}/${evmnet.chainHash.slice(2)}/public/${round}`, {
    signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
  });
  if (!response.ok) throw new Error(`HTTP status ${response.status}`);
  const answer = parseWith(answerSchema, JSON.parse(await readText(response)), "answer");
  if (BigInt(answer.round) !== round) throw new Error(`round ${answer.round}, expected ${round}`);
  const signature: Hex = `0x${answer.signature}`;
  if (!verifyRound(evmnet, round, signature)) throw new Error("a signature that is not evmnet's of this round");
  return signature;
}

/** The body, unless it is longer than any round. */
async function readText(response: Response): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const part of response.body ?? []) {
    text += decoder.decode(part, { stream: true });
    if (text.length > LARGEST_ANSWER) throw new Error(`more than ${LARGEST_ANSWER} characters`);
  }
  return text;
}
