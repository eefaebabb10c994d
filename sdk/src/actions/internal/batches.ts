// SPDX-License-Identifier: MIT
/** The escrow verifies at most this many proofs in one call. */
export const LARGEST_BATCH = 8;

/** Bytes that one call carries: Linea admits 60,000 a transaction, of which leaves and their paths take some. */
export const LARGEST_DATA = 50_000;

/** A list cut into pieces of at most `size`, in order. */
export function batchesOf<item>(items: readonly item[], size: number): item[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, i) => items.slice(i * size, (i + 1) * size));
}

/** A list cut into pieces in order, each of at most {@link LARGEST_BATCH} items that together carry at most {@link LARGEST_DATA} bytes. */
export function batchesWithin<item>(items: readonly item[], bytesOf: (item: item) => number): item[][] {
  const batches: item[][] = [];
  let bytes = 0;
  for (const item of items) {
    const batch = batches.at(-1);
    bytes += bytesOf(item);
    if (batch && batch.length < LARGEST_BATCH && bytes <= LARGEST_DATA) batch.push(item);
    else {
      batches.push([item]);
      bytes = bytesOf(item);
    }
  }
  return batches;
}
