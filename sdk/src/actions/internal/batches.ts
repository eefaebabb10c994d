// SPDX-License-Identifier: MIT
/** The escrow verifies at most this many proofs in one call. */
export const LARGEST_BATCH = 8;

/** A list cut into pieces of at most `size`, in order. */
export function batchesOf<item>(items: readonly item[], size: number): item[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, i) => items.slice(i * size, (i + 1) * size));
}
