// SPDX-License-Identifier: GPL-3.0-or-later
import { buildBn128, type Curve } from "ffjavascript";

/** Order of the base field of BN254: coordinates of points are below it. */
export const BASE_FIELD_ORDER = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;

/** Bytes of an element of the base field and of the scalar field alike. */
export const FIELD_BYTES = 32;

/** Bytes of an affine point, by group; the point at infinity is all zeros. */
export const POINT_BYTES = { G1: 2 * FIELD_BYTES, G2: 4 * FIELD_BYTES } as const;

export type GroupName = keyof typeof POINT_BYTES;

const WASM_PAGE_BYTES = 1 << 16;
const ALIGNMENT = 8;

/** BN254 in WebAssembly, with memory of our own to compute in. */
export interface CurveMemory {
  curve: Curve;
  /** The functions of the module; they take addresses. */
  functions: Curve["tm"]["instance"]["exports"];
  /** Reserves bytes for as long as the module lives, and returns their address. */
  allocate(bytes: number): number;
  memory: Uint8Array;
}

/**
 * Starts BN254 in this thread.
 *
 * The library's single-threaded memory does not grow by itself, and a write beyond its end traps; so all that will be
 * needed is asked for here, once.
 *
 * @param bytes - what the caller will allocate, with the scratch space of the functions that it will call
 */
export async function startCurve(bytes: number): Promise<CurveMemory> {
  const curve = await buildBn128(true);
  const { tm } = curve;
  tm.memory.grow(Math.ceil(bytes / WASM_PAGE_BYTES) + 1);
  tm.u8 = new Uint8Array(tm.memory.buffer);
  tm.u32 = new Uint32Array(tm.memory.buffer);
  const allocate = (size: number): number => {
    // The module keeps the address of its free space in its first word, and takes its own scratch space from there.
    const address = Math.ceil(tm.u32[0]! / ALIGNMENT) * ALIGNMENT;
    if (address + size > tm.u8.length) {
      throw new RangeError(`Cannot allocate ${size} bytes: ${bytes} were asked for when the curve was started.`);
    }
    tm.u32[0] = address + size;
    return address;
  };
  return { curve, functions: tm.instance.exports, allocate, memory: tm.u8 };
}

/** A non-negative integer below 2^256 as 32 bytes, lowest first: the form of scalars in every file format here. */
export function toLittleEndian(value: bigint): Uint8Array {
  const bytes = new Uint8Array(FIELD_BYTES);
  const view = new DataView(bytes.buffer);
  for (let limb = 0; limb < FIELD_BYTES / 8; limb++) {
    view.setBigUint64(8 * limb, BigInt.asUintN(64, value >> BigInt(64 * limb)), true);
  }
  return bytes;
}

/** Concatenation of {@link toLittleEndian}. */
export function toScalars(values: readonly bigint[]): Uint8Array {
  const bytes = new Uint8Array(values.length * FIELD_BYTES);
  for (const [i, value] of values.entries()) bytes.set(toLittleEndian(value), i * FIELD_BYTES);
  return bytes;
}
