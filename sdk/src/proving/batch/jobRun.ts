// SPDX-License-Identifier: MIT
import { InvalidValueError } from "../../errors/InvalidValueError.ts";
import { ProofJobsFailedError } from "../../errors/proving.ts";
import type { ContractProof } from "../calldata.ts";
import { verifyProof } from "../verify.ts";
import type { ProofJob, ProofProgress, ProveJobsOptions } from "./job.ts";
import { proofId } from "./proofStore.ts";

/** What is known of the jobs of a run while they are proven, wherever that happens. */
export interface JobRun {
  /** The jobs of which no earlier run has left a proof. */
  missing: ProofJob[];
  started(job: ProofJob): void;
  /** Settles a job by what was made of it: its proof, which must be verified, or the reason why there is none. */
  settle(job: ProofJob, proving: Promise<ContractProof>): Promise<void>;
  /**
   * The proofs in the order of the jobs.
   *
   * @throws {@link ProofJobsFailedError} where some have none
   */
  finish(): ContractProof[];
}

/**
 * Begins a run: takes from the store the proofs that hold of the jobs.
 *
 * @throws {@link InvalidValueError} where two jobs have one id
 */
export async function beginJobs(jobs: readonly ProofJob[], options: ProveJobsOptions): Promise<JobRun> {
  const { proofs: store, onProgress, signal } = options;
  const made = new Map<string, ContractProof>();
  const failures = new Map<string, Error>();
  const report = (job: ProofJob, step: ProofProgress["step"]): void =>
    onProgress?.({ id: job.id, step, done: made.size, total: jobs.length });

  const ids = new Set<string>();
  for (const { id } of jobs) {
    if (ids.has(id)) throw new InvalidValueError({ subject: "The id of a job", value: id, expected: "one of its own" });
    ids.add(id);
  }
  const missing: ProofJob[] = [];
  for (const job of jobs) {
    signal?.throwIfAborted();
    const proof = await store?.load(idOf(job));
    const { verifyingKey } = job.artifacts;
    if (proof === undefined || !verifyProof({ verifyingKey, publicInputs: job.publicInputs, proof })) {
      missing.push(job);
    } else {
      made.set(job.id, proof);
      report(job, "resumed");
    }
  }

  return {
    missing,
    started: (job) => report(job, "started"),
    settle: async (job, proving) => {
      try {
        const proof = await proving;
        await store?.save(idOf(job), proof);
        made.set(job.id, proof);
      } catch (error) {
        signal?.throwIfAborted();
        failures.set(job.id, error instanceof Error ? error : new Error(String(error)));
      }
      report(job, made.has(job.id) ? "proven" : "failed");
    },
    finish: () => {
      if (failures.size > 0) throw new ProofJobsFailedError({ failures, proofs: made });
      return jobs.map(({ id }) => made.get(id)!);
    },
  };
}

function idOf({ artifacts, publicInputs }: ProofJob) {
  return proofId({ verifyingKey: artifacts.verifyingKey, publicInputs });
}
