// SPDX-License-Identifier: MIT
import { InvalidValueError } from "../errors/InvalidValueError.ts";

/** Bits of a word that carry packed weights, biases or features: the field has room for 253. */
export const PACKED_BITS = 248;

/** Bits of an element that lanes over outputs may fill: their differences, below 2^stride, then cannot wrap around p. */
export const OUTPUT_LANE_BITS = 252;

/** How many values of a width a word carries. */
export function valuesPerWord(bits: number): number {
  return Math.floor(PACKED_BITS / bits);
}

/** How many words that many values of a width need. */
export function wordCount(values: number, bits: number): number {
  return Math.ceil(values / valuesPerWord(bits));
}

/**
 * Values laid side by side, lowest first, as many a word as fit whole; the bits above them are zero.
 *
 * @param values - each in [0, 2^bits)
 */
export function packTightly(values: readonly number[], bits: number): bigint[] {
  const perWord = valuesPerWord(bits);
  const words: bigint[] = [];
  for (let at = 0; at < values.length; at += perWord) {
    words.push(packLanes(values.slice(at, at + perWord), bits));
  }
  return words;
}

/**
 * The sum of values at a stride, lowest first. Values may be negative or wider than the stride: the sum is taken over
 * the integers, and may be negative.
 */
export function packLanes(values: readonly number[], stride: number): bigint {
  const shift = BigInt(stride);
  let sum = 0n;
  for (const value of values.toReversed()) sum = (sum << shift) + BigInt(value);
  return sum;
}

/**
 * The inverse of {@link packTightly}.
 *
 * @param words - exactly the words that `count` values need
 * @param firstIndex - index of the first of these words among all that were published, for messages
 * @throws {@link InvalidValueError} if bits above the last value of a word are set
 */
export function unpackTightly(words: readonly bigint[], bits: number, count: number, firstIndex: number): number[] {
  const perWord = valuesPerWord(bits);
  const values: number[] = [];
  for (const [i, word] of words.entries()) {
    let rest = word;
    for (let lane = 0; lane < perWord && values.length < count; lane++) {
      values.push(Number(BigInt.asUintN(bits, rest)));
      rest >>= BigInt(bits);
    }
    assertUnusedBitsClear(rest, firstIndex + i);
  }
  return values;
}

/** @throws {@link InvalidValueError} unless what is left of a word after its last value is zero */
export function assertUnusedBitsClear(rest: bigint, index: number): void {
  if (rest === 0n) return;
  throw new InvalidValueError({ subject: `words[${index}] above its last value`, value: rest, expected: "zero bits" });
}
