// SPDX-License-Identifier: MIT
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { poseidonEx } from "./poseidon.ts";

/** What a sponge hashes; hashes of different things never collide by construction of the first state. */
export const spongeTags = { weights: 1n, data: 2n, transcript: 3n, training: 4n } as const;

const RATE = 16;
const LAYOUT_BITS = 120n;
const TAG_SHIFT = 192n;
const LAYOUT_SHIFT = 64n;

/**
 * The sponge of the commitments: Poseidon of width 17, rate 16, in overwrite mode, for lists whose length is fixed beforehand.
 * h₀ = tag · 2^192 + layoutId · 2^64 + n; each block of 16 elements, the last padded with zeros, replaces the rate part:
 * h ← PoseidonEx(16, 1)(h, block).
 *
 * @param tag - one of {@link spongeTags}
 * @param layoutId - below 2^120: which layout the elements pack
 * @param elements - field elements, at least one
 * @returns the last h
 * @throws {@link InvalidValueError} if there is no element, or one is not below p, or the layoutId is too large
 */
export function sponge(tag: bigint, layoutId: bigint, elements: readonly bigint[]): bigint {
  if (elements.length === 0) {
    throw new InvalidValueError({ subject: "The number of elements to hash", value: 0, expected: "at least 1" });
  }
  if (layoutId < 0n || layoutId >> LAYOUT_BITS !== 0n) {
    throw new InvalidValueError({
      subject: "layoutId",
      value: layoutId,
      expected: `an integer of ${LAYOUT_BITS} bits`,
    });
  }
  let state = (tag << TAG_SHIFT) + (layoutId << LAYOUT_SHIFT) + BigInt(elements.length);
  for (let at = 0; at < elements.length; at += RATE) {
    const block = elements.slice(at, at + RATE);
    const padding = Array.from({ length: RATE - block.length }, () => 0n);
    state = poseidonEx(state, [...block, ...padding]);
  }
  return state;
}
