// SPDX-License-Identifier: MIT
import type { Conv2dLayer, Requantise } from "./architecture.ts";
import type { Activations } from "./placement.ts";

/** Height, width and channels. */
export type ImageShape = NonNullable<Activations["shape"]>;

/** Weights and biases of a matrix: integers as stored, or the real numbers they come from. */
export interface MatrixValues {
  /** [rows][columns] */
  weights: number[][];
  /** [rows], or none. */
  biases: number[];
}

/** W·x + b, row by row. */
export function applyMatrix({ weights, biases }: MatrixValues, vector: readonly number[]): number[] {
  return weights.map((row, i) => dot(row, vector) + (biases[i] ?? 0));
}

export function dot(row: readonly number[], vector: readonly number[]): number {
  let sum = 0;
  for (let j = 0; j < row.length; j++) sum += row[j]! * vector[j]!;
  return sum;
}

/**
 * The rounding, ReLU and saturation that turn an accumulator into an activation:
 * clamp(⌊(z + 2^(shift−1)) / 2^shift⌋, 0, 2^activationBits − 1), the division rounding towards minus infinity.
 */
export function requantised(z: number, { shift, activationBits }: Requantise): number {
  return Math.min(Math.max(rounded(z, shift), 0), 2 ** activationBits - 1);
}

/** ⌊(z + 2^(shift−1)) / 2^shift⌋: the nearest integer, signed, halves up. */
export function rounded(z: number, shift: number): number {
  return Math.floor((z + 2 ** (shift - 1)) / 2 ** shift);
}

/** Index of the largest value, of equals the first. */
export function firstLargest(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}

/**
 * Where a conv2d reads an image of that shape, which has zeros around it.
 *
 * @returns [positions][kernel² · channels], positions row by row: flat indices into the image, −1 for a zero outside it; pixel by
 * pixel of the patch, row by row, channel by channel
 */
export function patchIndices(
  { kernel, stride, padding }: Conv2dLayer,
  [height, width, channels]: ImageShape,
): number[][] {
  const starts = (length: number) =>
    Array.from({ length: Math.floor((length + 2 * padding - kernel) / stride) + 1 }, (_, k) => k * stride - padding);
  const offsets = Array.from({ length: kernel }, (_, k) => k);
  const pixel = (y: number, x: number) => {
    const isOutside = y < 0 || y >= height || x < 0 || x >= width;
    return Array.from({ length: channels }, (_, c) => (isOutside ? -1 : (y * width + x) * channels + c));
  };
  return starts(height).flatMap((top) =>
    starts(width).map((left) => offsets.flatMap((y) => offsets.flatMap((x) => pixel(top + y, left + x)))),
  );
}

/** The vectors that a conv2d's matrix is applied to, at the indices of {@link patchIndices}. */
export function patchesOf(indices: readonly (readonly number[])[], image: readonly number[]): number[][] {
  return indices.map((patch) => patch.map((at) => (at < 0 ? 0 : image[at]!)));
}

/**
 * What a pool reads of an image of that shape for each of its outputs.
 *
 * @returns [outputs][window²]: flat indices into the image, window by window row by row, channel by channel; members row by row
 */
export function windowIndices(window: number, [height, width, channels]: ImageShape): number[][] {
  const offsets = Array.from({ length: window }, (_, k) => k);
  const count = (height / window) * (width / window) * channels;
  return Array.from({ length: count }, (_, output) => {
    const channel = output % channels;
    const column = Math.floor(output / channels) % (width / window);
    const row = Math.floor(output / channels / (width / window));
    return offsets.flatMap((y) =>
      offsets.map((x) => ((row * window + y) * width + column * window + x) * channels + channel),
    );
  });
}
