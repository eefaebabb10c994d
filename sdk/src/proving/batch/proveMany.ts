// SPDX-License-Identifier: MIT
import { InvalidValueError } from "../../errors/InvalidValueError.ts";
import type { ProverBackend } from "../backends/backend.ts";
import { snarkjsBackend } from "../backends/snarkjs.ts";
import type { ContractProof } from "../calldata.ts";
import type { ProofJob, ProveJobsOptions } from "./job.ts";
import { localProver, processProver, settingsOf } from "./prover.ts";
import { runJobs } from "./runJobs.ts";

export interface ProveManyParameters extends ProveJobsOptions {
  jobs: readonly ProofJob[];
  /** How many processes prove side by side; unless given, this one proves, one job after the other. */
  processes?: number | undefined;
  /** What each of them proves with; snarkjs unless given. */
  backend?: ProverBackend | undefined;
}

const MOST_PROCESSES = 256;

/**
 * Makes the proofs of many jobs. Every job is tried, whatever happens to the others; one whose process dies is tried once more in
 * another. With a store, what was proven before a crash is verified and taken from there. No process outlives this one.
 *
 * @returns the proofs in the order of the jobs
 * @throws {@link ProofJobsFailedError} after the last job, where some have no proof; it has the proofs of the others
 * @throws {@link InvalidValueError} where the number of processes is none, the backend is of this process only, or an id occurs twice
 * @example
 * const proofs = await proveMany({ jobs, processes: 4, proofs: fileProofStore(".commonweight/proofs") });
 */
export async function proveMany(parameters: ProveManyParameters): Promise<ContractProof[]> {
  const { processes, backend = snarkjsBackend() } = parameters;
  const startProver = proverStarter(processes, backend);
  return runJobs({ ...parameters, lanes: processes ?? 1, startProver });
}

function proverStarter(processes: number | undefined, backend: ProverBackend) {
  if (processes === undefined) return () => localProver(backend);
  if (!Number.isInteger(processes) || processes < 1 || processes > MOST_PROCESSES) {
    const expected = `an integer from 1 to ${MOST_PROCESSES}`;
    throw new InvalidValueError({ subject: "The number of processes", value: processes, expected });
  }
  const settings = settingsOf(backend);
  return () => processProver(settings);
}
