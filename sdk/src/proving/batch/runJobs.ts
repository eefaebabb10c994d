// SPDX-License-Identifier: MIT
import type { ContractProof } from "../calldata.ts";
import type { ProofJob, ProveJobsOptions } from "./job.ts";
import { beginJobs } from "./jobRun.ts";
import type { Prover } from "./prover.ts";

/**
 * Makes the proofs of jobs on several provers side by side. Every job is tried, whatever happens to the others; with a store, what was
 * proven before a crash is taken from there. All provers are stopped in the end.
 *
 * @throws {@link ProofJobsFailedError} after the last job, where some have no proof
 */
export async function runJobs(
  parameters: ProveJobsOptions & {
    jobs: readonly ProofJob[];
    /** How many provers there are at most. */
    lanes: number;
    startProver: () => Prover;
  },
): Promise<ContractProof[]> {
  const { jobs, lanes, startProver } = parameters;
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
  const working = Array.from({ length: Math.min(lanes, waiting.length) }, proveWaiting);
  // All end before a failure is told: nothing goes on in the background.
  const ends = await Promise.allSettled(working);
  signal.throwIfAborted();
  const failed = ends.find((end) => end.status === "rejected");
  if (failed) throw failed.reason;
  return run.finish();
}
