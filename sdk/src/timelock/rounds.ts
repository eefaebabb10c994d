// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { roundsOverHttp } from "../beacon/http.ts";
import type { RoundSource } from "../beacon/rounds.ts";
import {
  developmentQuicknet,
  quicknet,
  signDevelopmentRound,
  type TimelockNetwork,
  verifyTimelockRound,
} from "./network.ts";

/** Signs rounds of the development quicknet. */
export const developmentQuicknetRounds: RoundSource = async (round) => signDevelopmentRound(round);

/**
 * Rounds of drand's quicknet over HTTP, from the first server that has one. The signature is verified: no server is trusted.
 *
 * @param options.endpoints - servers, in the order in which they are asked; drand's public ones unless given
 * @returns a source that throws {@link BeaconUnavailableError} where no server has the round, with what each of them said
 */
export function quicknetRounds(options: { endpoints?: readonly string[] | undefined } = {}): RoundSource {
  const { name, chainHash } = quicknet;
  const verify = (round: bigint, signature: Hex) => verifyTimelockRound(quicknet, round, signature);
  return roundsOverHttp({ name, chainHash, signatureBytes: 48, verify }, options.endpoints);
}

/** Where rounds of a network come from unless a caller says otherwise. */
export function defaultTimelockRounds({ chainHash }: TimelockNetwork): RoundSource {
  return chainHash === developmentQuicknet.chainHash ? developmentQuicknetRounds : quicknetRounds();
}
