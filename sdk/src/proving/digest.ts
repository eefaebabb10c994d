// SPDX-License-Identifier: MIT
import { concat, type Hex, keccak256, size, slice } from "viem";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { WORD_BYTES } from "../utils/bytes.ts";
import { assertFieldElement, FIELD_ORDER } from "./field.ts";

/**
 * The value at `challenge` of the polynomial whose coefficients are the words: Σ words[i] · challenge^i mod p. Other words have
 * the same value with a probability of at most (words − 1) / p.
 *
 * @param words - field elements; the first is the salt, and hides the others as long as it serves a single challenge
 * @param challenge - see `chunkChallenge` and `modelChallenge`
 * @throws {@link InvalidValueError} if an element is not below p, or fewer than two words leave the salt alone
 */
export function digest(words: readonly bigint[], challenge: bigint): bigint {
  assertFieldElement("challenge", challenge);
  if (words.length < 2) {
    throw new InvalidValueError({ subject: "The number of words", value: words.length, expected: "at least 2" });
  }
  let value = 0n;
  for (let i = words.length - 1; i >= 0; i--) {
    assertFieldElement(`words[${i}]`, words[i]!);
    value = (value * challenge + words[i]!) % FIELD_ORDER;
  }
  return value;
}

const PIECE_WORDS = 750;

/**
 * The hash of published bytes: keccak256 of the concatenated keccak256 hashes of pieces of 750 words. It is the same
 * whether the bytes are published at once or piece by piece.
 *
 * @param bytes - whole words, see `wordsToBytes`
 * @throws {@link InvalidValueError} if there are no bytes, or the last word is incomplete
 */
export function bytesHash(bytes: Hex): Hex {
  return keccak256(concat(piecesOf(bytes).map((piece) => keccak256(piece))));
}

/**
 * The pieces in which published bytes are hashed, and models too large for one transaction are published: 750 words each, the last
 * one what is left.
 *
 * @param bytes - whole words
 * @throws {@link InvalidValueError} if there are no bytes, or the last word is incomplete
 */
export function piecesOf(bytes: Hex): Hex[] {
  const length = size(bytes);
  if (length === 0 || length % WORD_BYTES !== 0) {
    const expected = `a positive multiple of ${WORD_BYTES}`;
    throw new InvalidValueError({ subject: "The number of bytes", value: length, expected });
  }
  const pieceBytes = PIECE_WORDS * WORD_BYTES;
  return Array.from({ length: Math.ceil(length / pieceBytes) }, (_, i) =>
    slice(bytes, i * pieceBytes, Math.min((i + 1) * pieceBytes, length)),
  );
}
