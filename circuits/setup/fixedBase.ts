// SPDX-License-Identifier: GPL-3.0-or-later
import { FIELD_BYTES, type GroupName, POINT_BYTES, startCurve } from "./bn254.ts";

const SCALAR_BITS = 254;
const WIDEST_WINDOW = 16;

/** How many points are made affine together: an inversion a batch, and memory that stays in the cache. */
const BATCH = 2048;

/**
 * Width of the windows that makes `count` multiplications cheapest: each takes one addition a window, and each entry of the
 * tables costs about as much as 1.5 additions.
 */
export function windowWidth(count: number): number {
  const cost = (width: number): number => Math.ceil(SCALAR_BITS / width) * (count + 1.5 * 2 ** width);
  let best = 1;
  for (let width = 2; width <= WIDEST_WINDOW; width++) {
    if (cost(width) < cost(best)) best = width;
  }
  return best;
}

/**
 * Multiplies the generator of a group by many scalars, with tables of its multiples: d·2^(k·width)·G for each digit d of
 * each window k.
 *
 * @param group - which generator
 * @param scalars - 32 bytes each, lowest first, below the order of the group
 * @returns affine points in Montgomery form, in batches, in the order of the scalars
 */
export async function* multiplyGenerator(group: GroupName, scalars: Uint8Array): AsyncGenerator<Uint8Array> {
  const count = scalars.length / FIELD_BYTES;
  const width = windowWidth(count);
  const windows = Math.ceil(SCALAR_BITS / width);
  const digits = 2 ** width;
  const affineBytes = POINT_BYTES[group];
  const jacobianBytes = (affineBytes / 2) * 3;

  const rows = Math.max(digits, BATCH);
  // The last term is for the scratch space of the conversion to affine points.
  const memoryNeeded = (windows * digits + rows + 2) * affineBytes + (3 * rows + 2) * jacobianBytes + 1024;
  const { curve, functions, allocate, memory } = await startCurve(memoryNeeded);
  const prefix = group === "G1" ? "g1m" : "g2m";
  const setZero = functions[`${prefix}_zero`]!;
  const addMixed = functions[`${prefix}_addMixed`]!;
  const toAffine = functions[`${prefix}_batchToAffine`]!;

  const table = allocate(windows * digits * affineBytes);
  const sums = allocate(rows * jacobianBytes);
  const affine = allocate(BATCH * affineBytes);
  const base = allocate(affineBytes);
  const nextBase = allocate(jacobianBytes);

  memory.set(curve[group].toAffine(curve[group].g), base);
  for (let window = 0; window < windows; window++) {
    setZero(sums);
    for (let digit = 1; digit < digits; digit++) {
      addMixed(sums + (digit - 1) * jacobianBytes, base, sums + digit * jacobianBytes);
    }
    toAffine(sums, digits, table + window * digits * affineBytes);
    addMixed(sums + (digits - 1) * jacobianBytes, base, nextBase);
    toAffine(nextBase, 1, base);
  }

  // Digits are read four bytes at a time, so the last ones reach beyond the scalars.
  const padded = new Uint8Array(scalars.length + 4);
  padded.set(scalars);
  const view = new DataView(padded.buffer);
  for (let start = 0; start < count; start += BATCH) {
    const size = Math.min(BATCH, count - start);
    for (let i = 0; i < size; i++) {
      const scalar = (start + i) * FIELD_BYTES;
      const sum = sums + i * jacobianBytes;
      setZero(sum);
      for (let window = 0; window < windows; window++) {
        const bit = window * width;
        const available = Math.min(width, SCALAR_BITS - bit);
        const digit = (view.getUint32(scalar + (bit >> 3), true) >>> (bit & 7)) & (2 ** available - 1);
        if (digit !== 0) addMixed(sum, table + (window * digits + digit) * affineBytes, sum);
      }
    }
    toAffine(sums, size, affine);
    yield memory.slice(affine, affine + size * affineBytes);
  }
}
