// SPDX-License-Identifier: MIT
import type { ExternalBackendParameters } from "./external.ts";

/** What a backend proves with. */
export interface BackendParameters {
  /** Name of the circuit, for messages. */
  circuit: string;
  /** Path of the proving key. */
  zkey: string;
  /** The bytes of a .wtns file: the values of all wires, secrets among them. */
  witness: Uint8Array;
  /** Ends the work early; the promise is then rejected with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** What a backend hands back. `prove` believes none of it: it checks form, public signals and proof itself. */
export interface BackendResult {
  /** As snarkjs and rapidsnark write it: `pi_a`, `pi_b` and `pi_c` in decimal. */
  proof: unknown;
  /** A list of decimal texts. */
  publicSignals: unknown;
}

/** Makes Groth16 proofs from witnesses. */
export interface ProverBackend {
  /** How messages call it. */
  name: string;
  /** Makes the proof of one witness. */
  prove(parameters: BackendParameters): Promise<BackendResult>;
  /** From which another process makes the same backend. One without settings proves only in the process that made it. */
  settings?: BackendSettings;
}

/** What tells another process which backend to make. */
export type BackendSettings = { kind: "snarkjs" } | ({ kind: "external" } & ExternalBackendParameters);
