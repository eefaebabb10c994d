// SPDX-License-Identifier: MIT
import { type CircuitArtifacts, isDevelopmentKey, type SnarkjsVerifyingKey } from "../artifacts.ts";

/** Artifacts of a circuit in memory. */
export interface ArtifactBytes {
  /** Name of the circuit, for example `seal-chunk.digits-28`. */
  name: string;
  /** The witness generator. */
  wasm: Uint8Array<ArrayBuffer>;
  /** The proving key. */
  zkey: Uint8Array<ArrayBuffer>;
  verifyingKey: SnarkjsVerifyingKey;
}

/**
 * Artifacts from bytes, for a browser: they are kept under addresses within the page, and can be sent to workers. Whether key and circuit belong
 * together is looked at when something is proven. {@link loadArtifacts} checks and keeps what a URL leads to.
 *
 * @example
 * const artifacts = keepArtifacts({ name: "seal-chunk.digits-28", wasm, zkey, verifyingKey });
 */
export function keepArtifacts(parameters: ArtifactBytes): CircuitArtifacts {
  const { name, wasm, zkey, verifyingKey } = parameters;
  const kept = (bytes: Uint8Array<ArrayBuffer>): string => URL.createObjectURL(new Blob([bytes]));
  return { name, wasm: kept(wasm), zkey: kept(zkey), verifyingKey, development: isDevelopmentKey(verifyingKey) };
}
