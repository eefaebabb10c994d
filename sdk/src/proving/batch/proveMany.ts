// SPDX-License-Identifier: MIT
import { InvalidValueError } from "../../errors/InvalidValueError.ts";
import type { ProverBackend } from "../backends/backend.ts";
import { snarkjsBackend } from "../backends/snarkjs.ts";
import type { ContractProof } from "../calldata.ts";
import type { ProofJob, ProveJobsOptions } from "./job.ts";
import { beginJobs } from "./jobRun.ts";
import { localProver, processProver, settingsOf } from "./prover.ts";

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
  const { jobs, processes, backend = snarkjsBackend() } = parameters;
  const startProver = proverStarter(processes, backend);
  const failure = new AbortController();
  const signal = parameters.signal ? AbortSignal.any([parameters.signal, failure.signal]) : failure.signal;
  const run = await beginJobs(jobs, { ...parameters, signal });
  const waiting = [...run.missing];

  const proveWaiting = async (): Promise<void> => {
    const prover = startProver();
    try {
      for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
        signal.throwIfAborted();
        run.started(job);
        await run.settle(job, prover.prove(job, signal));
      }
    } catch (error) {
      // Without this run, the others work for nothing.
      failure.abort(error);
      throw error;
    } finally {
      await prover.stop();
    }
  };
  const lanes = Array.from({ length: Math.min(processes ?? 1, waiting.length) }, proveWaiting);
  // All end before a failure is told: nothing goes on in the background.
  const ends = await Promise.allSettled(lanes);
  signal.throwIfAborted();
  const failed = ends.find((end) => end.status === "rejected");
  if (failed) throw failed.reason;
  return run.finish();
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
