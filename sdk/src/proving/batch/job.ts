// SPDX-License-Identifier: MIT
import type { CircuitArtifacts } from "../artifacts.ts";
import type { ContractProof } from "../calldata.ts";
import type { CircuitInputs } from "../inputs.ts";
import type { ProofStore } from "./proofStore.ts";

/** A proof to be made. */
export interface ProofJob extends CircuitInputs {
  /** What progress and errors call it; each job of a run has its own. */
  id: string;
  artifacts: CircuitArtifacts;
}

/** A step of a run of jobs. */
export interface ProofProgress {
  /** Of the job. */
  id: string;
  /**
   * `started`: somebody works on it, once more if who did before is gone; `proven`: its proof was made and verified; `resumed`: its
   * proof was there from an earlier run; `failed`: it has none, and the run will end with an error.
   */
  step: "started" | "proven" | "resumed" | "failed";
  /** Jobs that have a proof by now. */
  done: number;
  total: number;
}

/** How the proofs of jobs are made. */
export interface ProveJobsOptions {
  /** Keeps finished proofs, and has those of earlier runs. */
  proofs?: ProofStore | undefined;
  /** Called with each step of each proof. */
  onProgress?: ((progress: ProofProgress) => void) | undefined;
  /** Ends the run; what is in the store by then is there for the next. */
  signal?: AbortSignal | undefined;
}

/** Makes the proofs of jobs, in their order: `proveMany` on this machine, a queue on several. */
export type ProveJobs = (jobs: readonly ProofJob[], options?: ProveJobsOptions) => Promise<ContractProof[]>;
