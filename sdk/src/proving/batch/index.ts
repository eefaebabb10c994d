// SPDX-License-Identifier: MIT
export type { ProofJob, ProofProgress, ProveJobs, ProveJobsOptions } from "./job.ts";
export { fileProofStore, type ProofStore, proofId } from "./proofStore.ts";
export { type ProveManyParameters, proveMany } from "./proveMany.ts";
