// SPDX-License-Identifier: MIT
import type { BackendSettings, ProverBackend } from "./backend.ts";
import { externalBackend } from "./external.ts";
import { snarkjsBackend } from "./snarkjs.ts";

export type { BackendParameters, BackendResult, BackendSettings, ProverBackend } from "./backend.ts";
export { type ExternalBackendParameters, externalBackend } from "./external.ts";
export { snarkjsBackend, terminateProver } from "./snarkjs.ts";

/** The backend that settings from another process describe. */
export function backendOf(settings: BackendSettings): ProverBackend {
  return settings.kind === "external" ? externalBackend(settings) : snarkjsBackend();
}
