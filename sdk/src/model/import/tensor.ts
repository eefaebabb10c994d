// SPDX-License-Identifier: MIT
import { InvalidFileError } from "../../errors/InvalidFileError.ts";

/** Numbers of a model file, row-major: the last dimension runs fastest. */
export interface Tensor {
  name: string;
  /** Lengths of the dimensions; of a scalar none. */
  shape: number[];
  /** As many as the product of the lengths; doubles keep every width that files have. */
  values: Float64Array;
}

/** How numbers are stored in files. */
export type FloatType = "F64" | "F32" | "F16" | "BF16";

/** Bytes of a stored number. */
export const FLOAT_BYTES: Record<FloatType, number> = { F64: 8, F32: 4, F16: 2, BF16: 2 };

/** The most dimensions of a tensor: of a convolution there are four, and files that claim many more are no models. */
export const MOST_DIMENSIONS = 8;

/** The most bytes of a file, unless the caller allows more: hundreds of times what can be proven. */
export const DEFAULT_MAXIMUM_BYTES = 64 * 2 ** 20;

/**
 * How many numbers a shape has, without believing it: nothing is allocated by a shape before its product was compared with the
 * bytes that there are. Lengths of zero are refused: beside one the others could be anything.
 *
 * @returns undefined if the shape is malformed, or the product beyond what is exact
 */
export function elementsOf(shape: unknown): number | undefined {
  if (!Array.isArray(shape) || shape.length > MOST_DIMENSIONS) return undefined;
  let product = 1;
  for (const length of shape) {
    if (!Number.isSafeInteger(length) || length < 1) return undefined;
    product *= length;
    if (!Number.isSafeInteger(product)) return undefined;
  }
  return product;
}

/** A shape as it reads in a message. */
export function describeShape(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}

/**
 * Little-endian numbers of a width as doubles.
 *
 * @param bytes - a whole number of them
 */
export function decodeFloats(bytes: Uint8Array, type: FloatType): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = FLOAT_BYTES[type];
  const values = new Float64Array(bytes.byteLength / width);
  for (let i = 0; i < values.length; i++) values[i] = readFloat(view, i * width, type);
  return values;
}

function readFloat(view: DataView, at: number, type: FloatType): number {
  switch (type) {
    case "F64":
      return view.getFloat64(at, true);
    case "F32":
      return view.getFloat32(at, true);
    case "F16":
      return halfToNumber(view.getUint16(at, true));
    case "BF16":
      return bfloatToNumber(view.getUint16(at, true));
  }
}

/** IEEE 754 binary16: a sign, five bits of exponent, ten of fraction. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const scratch = new DataView(new ArrayBuffer(4));

/** The upper half of an IEEE 754 binary32. */
export function bfloatToNumber(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}

/**
 * Checks that all numbers of a tensor are finite: one that is not would spoil every sum it enters.
 *
 * @param path - of the file, for the message
 * @throws {@link InvalidFileError} naming the tensor, the place and the value
 */
export function assertFinite(path: string, { name, values }: Tensor): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new InvalidFileError(path, `Number ${at} of the tensor ${name} is ${values[at]}; expected a finite number.`);
}
