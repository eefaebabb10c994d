// SPDX-License-Identifier: MIT
import type { PlainError } from "../batch/plainError.ts";
import type { ContractProof } from "../calldata.ts";
import type { ProveParameters } from "../prove.ts";

/** What goes to a worker that proves. */
export type WorkerRequest = Pick<ProveParameters, "artifacts" | "inputs" | "publicInputs">;

/** What comes back: first that the worker is there, then an answer to each request. */
export type WorkerAnswer = { ready: true } | { proof: ContractProof } | { error: PlainError };
