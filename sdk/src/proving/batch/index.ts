// SPDX-License-Identifier: MIT
export { fileProofStore } from "./fileProofStore.ts";
export type { ProofJob, ProofProgress, ProveJobs, ProveJobsOptions } from "./job.ts";
export { type ProofStore, proofId } from "./proofStore.ts";
export { type ProveManyParameters, proveMany } from "./proveMany.ts";
