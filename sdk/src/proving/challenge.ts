// SPDX-License-Identifier: MIT
import { type Address, encodeAbiParameters, type Hex, keccak256, parseAbiParameters, stringToHex } from "viem";
import { assertFieldElement, FIELD_ORDER } from "./field.ts";

const CHUNK_DOMAIN = keccak256(stringToHex("commonweight.chunk"));
const MODEL_DOMAIN = keccak256(stringToHex("commonweight.model"));

const CHALLENGE = parseAbiParameters(
  "bytes32 domain, uint256 chainId, address escrow, address account, uint256 index, uint256 commitment, bytes32 bytesHash",
);

/** What every challenge depends on. */
export interface ChallengeParameters {
  chainId: number | bigint;
  /** Address of the escrow contract. */
  escrow: Address;
  /** Commitment to what will be published, in [0, p). */
  commitment: bigint;
  /** Hash of the bytes that will be published, see `bytesHash`. */
  bytesHash: Hex;
}

/**
 * The point at which a chunk's words are evaluated, as the contract derives it: it depends on all that determines the
 * words, so nobody can choose words for a known point.
 *
 * @param parameters - `sponsor`: who seals the chunk; `index`: of the chunk in the bounty
 * @returns an element of [0, p)
 * @throws {@link InvalidValueError} if the commitment is not below p
 */
export function chunkChallenge(parameters: ChallengeParameters & { sponsor: Address; index: number }): bigint {
  return challenge(CHUNK_DOMAIN, parameters.sponsor, parameters.index, parameters);
}

/**
 * The point at which a model's words are evaluated, as the contract derives it.
 *
 * @param parameters - `operator`: who commits to the model
 * @returns an element of [0, p)
 * @throws {@link InvalidValueError} if the commitment is not below p
 */
export function modelChallenge(parameters: ChallengeParameters & { operator: Address }): bigint {
  return challenge(MODEL_DOMAIN, parameters.operator, 0, parameters);
}

function challenge(domain: Hex, account: Address, index: number, parameters: ChallengeParameters): bigint {
  const { chainId, escrow, commitment, bytesHash } = parameters;
  assertFieldElement("commitment", commitment);
  const encoded = encodeAbiParameters(CHALLENGE, [
    domain,
    BigInt(chainId),
    escrow,
    account,
    BigInt(index),
    commitment,
    bytesHash,
  ]);
  return BigInt(keccak256(encoded)) % FIELD_ORDER;
}
