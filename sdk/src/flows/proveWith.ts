// SPDX-License-Identifier: MIT
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import type { ProverBackend } from "../proving/backends/backend.ts";
import type { ProofJob, ProofProgress, ProveJobs } from "../proving/batch/job.ts";
import type { ProofStore } from "../proving/batch/proofStore.ts";
import { proveMany } from "../proving/batch/proveMany.ts";
import type { ContractProof } from "../proving/calldata.ts";

/** Where and how the proofs of a flow are made: in this process, one after the other, unless something is given. */
export interface ProvingOptions {
  /** How many processes of this machine prove side by side. */
  processes?: number | undefined;
  /** What makes the proofs; snarkjs unless given. */
  backend?: ProverBackend | undefined;
  /** Several machines prove, see `createProofQueue`; their workers choose processes and backend. */
  queue?: { prove: ProveJobs } | undefined;
  /** Keeps finished proofs: a run that was killed goes on with those it had. */
  proofs?: ProofStore | undefined;
  /** Called at every step, with the number of proofs that are there, and of all. */
  onProgress?: ((done: number, total: number, progress: ProofProgress) => void) | undefined;
  /** Ends the flow early. */
  signal?: AbortSignal | undefined;
}

/** The proofs of jobs, in their order. */
export function proveWith(options: ProvingOptions, jobs: readonly ProofJob[]): Promise<ContractProof[]> {
  const { processes, backend, queue, proofs, onProgress, signal } = options;
  const run = {
    proofs,
    signal,
    onProgress: (progress: ProofProgress) => onProgress?.(progress.done, progress.total, progress),
  };
  if (queue === undefined) return proveMany({ jobs, processes, backend, ...run });
  if (processes !== undefined || backend !== undefined) {
    const [subject, value] = processes === undefined ? ["backend", backend?.name] : ["processes", processes];
    throw new InvalidValueError({ subject, value, expected: "none beside a queue: its workers choose their own" });
  }
  return queue.prove(jobs, run);
}
