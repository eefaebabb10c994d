// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { roundsOverHttp } from "./http.ts";
import { type BeaconNetwork, evmnet } from "./network.ts";
import { beaconKeyOf, signRound, verifyRound } from "./signature.ts";

/** Where the signatures of rounds come from. @returns the signature as its network encodes it: of evmnet 64 bytes, of quicknet 48 */
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

/**
 * Rounds of drand's evmnet over HTTP, from the first server that has one. The signature is verified: no server is trusted.
 *
 * @param options.endpoints - servers, in the order in which they are asked; drand's public ones unless given
 * @returns a source that throws {@link BeaconUnavailableError} where no server has the round, with what each of them said
 */
export function drandRounds(options: { endpoints?: readonly string[] | undefined } = {}): RoundSource {
  const verify = (round: bigint, signature: Hex) => verifyRound(evmnet, round, signature);
  return roundsOverHttp({ name: "evmnet", chainHash: evmnet.chainHash, signatureBytes: 64, verify }, options.endpoints);
}
