// SPDX-License-Identifier: MIT
import { concatHex, type Hex, numberToHex } from "viem";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { assertFieldElement } from "../proving/field.ts";

/** Bytes of a published word. */
export const WORD_BYTES = 32;

const HEX_DIGITS_A_WORD = 2 * WORD_BYTES;

/**
 * Published bytes of words: 32 bytes each, big-endian.
 *
 * @param words - field elements below p
 * @throws {@link InvalidValueError} naming the first word that is not canonical
 */
export function wordsToBytes(words: readonly bigint[]): Hex {
  for (const [i, word] of words.entries()) assertFieldElement(`words[${i}]`, word);
  return concatHex(words.map((word) => numberToHex(word, { size: WORD_BYTES })));
}

/**
 * The words of published bytes.
 *
 * @param bytes - 32 bytes a word, big-endian, as 0x-prefixed hexadecimal
 * @returns field elements below p
 * @throws {@link InvalidValueError} if the length is not a multiple of 32 bytes, or a word is not below p
 */
export function bytesToWords(bytes: Hex): bigint[] {
  if (!/^0x[0-9a-fA-F]*$/.test(bytes)) {
    throw new InvalidValueError({ subject: "bytes", value: bytes, expected: "hexadecimal digits after 0x" });
  }
  const digits = bytes.slice(2);
  if (digits.length % HEX_DIGITS_A_WORD !== 0) {
    const expected = `a multiple of ${WORD_BYTES}`;
    throw new InvalidValueError({ subject: "The number of bytes", value: digits.length / 2, expected });
  }
  const words: bigint[] = [];
  for (let at = 0; at < digits.length; at += HEX_DIGITS_A_WORD) {
    const word = BigInt(`0x${digits.slice(at, at + HEX_DIGITS_A_WORD)}`);
    assertFieldElement(`words[${words.length}]`, word);
    words.push(word);
  }
  return words;
}
