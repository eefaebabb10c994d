// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { z } from "zod";
import { BeaconUnavailableError } from "../errors/beacon.ts";
import { parseWith } from "../utils/parse.ts";
import type { RoundSource } from "./rounds.ts";

/** A network of drand, as its servers and its verifiers know it. */
interface ServedNetwork {
  name: string;
  chainHash: Hex;
  signatureBytes: number;
  verify: (round: bigint, signature: Hex) => boolean;
}

/** Public servers of drand. */
const DRAND_ENDPOINTS = ["https://api.drand.sh", "https://api2.drand.sh", "https://drand.cloudflare.com"];
const TIMEOUT_MILLISECONDS = 10_000;
/** A round is some 300 characters. */
const LARGEST_ANSWER = 10_000;

/**
 * Rounds of a network over HTTP, from the first server that has one. The signature is verified: no server is trusted.
 *
 * @returns a source that throws {@link BeaconUnavailableError} where no server has the round, with what each of them said
 */
export function roundsOverHttp(network: ServedNetwork, endpoints: readonly string[] = DRAND_ENDPOINTS): RoundSource {
  return async (round) => {
    const problems: string[] = [];
    for (const endpoint of endpoints) {
      try {
        return await fetchRound(network, endpoint, round);
      } catch (error) {
        problems.push(`${endpoint}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    throw new BeaconUnavailableError({ round, problems });
  };
}

async function fetchRound(network: ServedNetwork, endpoint: string, round: bigint): Promise<Hex> {
  const { name, chainHash, signatureBytes, verify } = network;
  const response = await fetch(`${endpoint}/${chainHash.slice(2)}/public/${round}`, {
    signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
  });
  if (!response.ok) throw new Error(`HTTP status ${response.status}`);
  const answer = parseWith(answerSchema(signatureBytes), JSON.parse(await readText(response)), "answer");
  if (BigInt(answer.round) !== round) throw new Error(`round ${answer.round}, expected ${round}`);
  const signature: Hex = `0x${answer.signature}`;
  if (!verify(round, signature)) throw new Error(`a signature that is not ${name}'s of this round`);
  return signature;
}

function answerSchema(bytes: number) {
  return z.object({
    round: z.int({ error: "the number of a round" }),
    signature: z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`), { error: `${bytes} bytes in hexadecimal` }),
  });
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
