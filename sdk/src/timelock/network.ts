// SPDX-License-Identifier: MIT
// Networks that a time-lock can wait for: drand's scheme bls-unchained-g1-rfc9380, BLS over BLS12-381 with signatures in G1. The
// signature of a round is what opens everything that was encrypted to it.

import { bls12_381 } from "@noble/curves/bls12-381.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, type Hex, hexToBytes, keccak256, size, stringToHex, toBytes } from "viem";
import type { RoundSchedule } from "../beacon/network.ts";
import { localChain } from "../chains/local.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { TimelockNetworkError } from "../errors/timelock.ts";

/** A network whose rounds open time-locks. */
export interface TimelockNetwork extends RoundSchedule {
  name: string;
  /** What tells a network from others. */
  chainHash: Hex;
  /** A compressed point of G2. */
  key: Hex;
}

/** drand's quicknet, as drand publishes it. */
export const quicknet: TimelockNetwork = {
  name: "quicknet",
  chainHash: "0x52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
  key: "0x83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
  genesis: 1_692_803_367n,
  period: 3n,
};

/** The secret of the development quicknet: anybody can sign with it, and so open what is locked to it at any time. */
const DEVELOPMENT_SECRET = 7n;

/** The development quicknet: quicknet's schedule, with a key whose secret is published. For the local chain. */
export const developmentQuicknet: TimelockNetwork = {
  name: "the development quicknet",
  chainHash: keccak256(stringToHex("commonweight.development-quicknet")),
  key: "0x8d0273f6bf31ed37c3b8d68083ec3d8e20b5f2cc170fa24b9b5be35b34ed013f9a921f1cad1644d4bdb14674247234c8049cd1dbb2d2c3581e54c088135fef36505a6823d61b859437bfc79b617030dc8b40e32bad1fa85b9c0f368af6d38d3c",
  genesis: quicknet.genesis,
  period: quicknet.period,
};

/**
 * The network of a chain hash.
 *
 * @param chainId - of the chain that the time-locked bounty is on
 * @throws {@link TimelockNetworkError} for a network that is not known, and for the development one where the chain is not local
 */
export function timelockNetwork(chainHash: Hex, chainId: number): TimelockNetwork {
  const known = chainId === localChain.id ? [quicknet, developmentQuicknet] : [quicknet];
  const network = known.find((one) => one.chainHash === chainHash);
  if (network) return network;
  const isDevelopment = chainHash === developmentQuicknet.chainHash;
  throw new TimelockNetworkError({ chainHash, chainId, isDevelopment, known: known.map(({ name }) => name) });
}

/** The network that time-locks of a chain wait for unless told otherwise. */
export function defaultTimelockNetwork(chainId: number): TimelockNetwork {
  return chainId === localChain.id ? developmentQuicknet : quicknet;
}

const SIGNATURE_BYTES = 48;
const DOMAIN = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";
const { shortSignatures } = bls12_381;

/** What a network signs for a round, and what is encrypted to: sha256 of its number as eight bytes. */
export function roundIdentity(round: bigint): Uint8Array {
  return sha256(toBytes(round, { size: 8 }));
}

function messageOf(round: bigint) {
  return shortSignatures.hash(roundIdentity(round), DOMAIN);
}

/**
 * Whether a signature is a network's of a round.
 *
 * @param signature - a compressed point of G1, 48 bytes
 * @throws {@link InvalidValueError} where the signature has not 48 bytes
 */
export function verifyTimelockRound({ key }: Pick<TimelockNetwork, "key">, round: bigint, signature: Hex): boolean {
  if (size(signature) !== SIGNATURE_BYTES) {
    throw new InvalidValueError({
      subject: "The length of the signature",
      value: size(signature),
      expected: `${SIGNATURE_BYTES} bytes`,
    });
  }
  try {
    return shortSignatures.verify(hexToBytes(signature), messageOf(round), hexToBytes(key));
  } catch {
    // Points that are none: off the curve, at infinity, outside the subgroup, not canonical.
    return false;
  }
}

/** The signature of a round by the development quicknet. */
export function signDevelopmentRound(round: bigint): Hex {
  const signature = shortSignatures.sign(messageOf(round), toBytes(DEVELOPMENT_SECRET, { size: 32 }));
  return bytesToHex(shortSignatures.Signature.toBytes(signature));
}
