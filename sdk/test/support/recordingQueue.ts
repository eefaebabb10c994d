// SPDX-License-Identifier: MIT
import type {
  CircuitArtifacts,
  ContractProof,
  ProofJob,
  ProveJobs,
  ProveJobsOptions,
} from "../../src/proving/index.ts";

/** Stands in for a queue: notes what it is asked for, and hands out proofs that are told by their first coordinate. */
export function recordingQueue() {
  const asked: { jobs: readonly ProofJob[]; options: ProveJobsOptions | undefined }[] = [];
  const prove: ProveJobs = async (jobs, options) => {
    asked.push({ jobs, options });
    return jobs.map((_, i) => numberedProof(i));
  };
  return { asked, prove };
}

/** The proof that is handed out for a job, by its place. */
export function numberedProof(number: number): ContractProof {
  const point = [BigInt(number), 0n] as const;
  return { a: point, b: [point, point], c: point };
}

/** Artifacts that only have a name: nothing is proven with them. */
export function namedArtifacts(name: string): CircuitArtifacts {
  return { name, wasm: "none.wasm", zkey: "none.zkey" } as CircuitArtifacts;
}
