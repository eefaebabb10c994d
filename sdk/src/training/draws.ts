// SPDX-License-Identifier: MIT
import { type Address, encodeAbiParameters, type Hex, keccak256, parseAbiParameters, stringToHex } from "viem";
import { InvalidValueError } from "../errors/InvalidValueError.ts";

const PURPOSE = keccak256(stringToHex("commonweight.training"));
const SEED = parseAbiParameters(
  "bytes32 randomness, uint256 chainId, address records, uint256 bounty, bytes32 purpose",
);
const PLACE = parseAbiParameters("bytes32 seed, uint256 place");

/** The fewest steps that are drawn: the first, the last, and one between them. */
export const FEWEST_DRAWN = 3;
/** The most. */
export const MOST_DRAWN = 16;

/**
 * The seed of the draw of steps, for all records of a bounty.
 *
 * @param parameters - `randomness`: of a round after the roots were posted; `records`: the contract that keeps them
 */
export function stepDrawSeed(parameters: {
  randomness: Hex;
  chainId: number | bigint;
  records: Address;
  bounty: bigint;
}): Hex {
  const { randomness, chainId, records, bounty } = parameters;
  return keccak256(encodeAbiParameters(SEED, [randomness, BigInt(chainId), records, bounty, PURPOSE]));
}

/**
 * The steps that have to be proven: the first, the last, and others of those between, by a partial shuffle after Fisher and Yates of their
 * ascending numbers, which swaps place i with place i + keccak256(abi.encode(seed, i)) mod (n − i).
 *
 * @param parameters - `steps`: T; `drawn`: m, 3 to 16 and at most T
 * @returns m steps, ascending, counted from 0
 * @throws {@link InvalidValueError} if m is out of range
 */
export function drawnStepsOf({ seed, steps, drawn }: { seed: Hex; steps: number; drawn: number }): number[] {
  const most = Math.min(steps, MOST_DRAWN);
  if (!Number.isInteger(drawn) || drawn < FEWEST_DRAWN || drawn > most) {
    const expected = `an integer from ${FEWEST_DRAWN} to ${most}`;
    throw new InvalidValueError({ subject: "The number of steps drawn", value: drawn, expected });
  }
  const between = steps - 2;
  // Only places that were swapped differ from their own number.
  const places = new Map<number, number>();
  const chosen = Array.from({ length: drawn - 2 }, (_, i) => {
    const hash = BigInt(keccak256(encodeAbiParameters(PLACE, [seed, BigInt(i)])));
    const place = i + Number(hash % BigInt(between - i));
    const step = places.get(place) ?? place;
    places.set(place, places.get(i) ?? i);
    return step + 1;
  });
  return [0, ...chosen, steps - 1].sort((a, b) => a - b);
}

/**
 * How often false steps are missed: neither the first nor the last, and none of them drawn. Of one it is 1 − (m − 2)/(T − 2).
 *
 * @param parameters - `falseSteps`: how many, of those between the first and the last; 1 unless given
 */
export function missProbability(parameters: { steps: number; drawn: number; falseSteps?: number }): number {
  const { steps, drawn, falseSteps = 1 } = parameters;
  const between = steps - 2;
  let missed = 1;
  for (let i = 0; i < drawn - 2; i++) missed *= Math.max(0, between - falseSteps - i) / (between - i);
  return missed;
}
