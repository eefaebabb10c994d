// SPDX-License-Identifier: GPL-3.0-or-later

// The part of ffjavascript that the setup uses; the package ships no types.
declare module "ffjavascript" {
  /** An element of a field, or a point, in the library's own form: bytes in Montgomery representation. */
  type Bytes = Uint8Array;

  interface Group<Coordinates> {
    readonly g: Bytes;
    readonly F: { readonly n8: number };
    /** `scalar` is a plain integer, not a field element in Montgomery form. */
    timesScalar(base: Bytes, scalar: bigint): Bytes;
    toAffine(point: Bytes): Bytes;
    /** Projective coordinates (with z = 1, or 0 for the point at infinity) as plain integers. */
    toObject(point: Bytes): Coordinates;
  }

  export interface Curve {
    readonly Fr: { readonly w: readonly Bytes[]; toObject(element: Bytes): bigint };
    readonly G1: Group<[bigint, bigint, bigint]>;
    readonly G2: Group<[[bigint, bigint], [bigint, bigint], [bigint, bigint]]>;
    readonly Gt: { toObject(element: Bytes): bigint[][][] };
    readonly tm: {
      readonly memory: WebAssembly.Memory;
      readonly instance: { readonly exports: Record<string, (...parameters: number[]) => number> };
      /** Views of `memory`; they must be replaced when it grows. */
      u8: Uint8Array;
      u32: Uint32Array;
    };
    pairing(a: Bytes, b: Bytes): Bytes;
  }

  /** BN254, called bn128 there. `singleThread`: compute in this thread and start no workers. */
  export function buildBn128(singleThread: true): Promise<Curve>;
}
