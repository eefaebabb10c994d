// SPDX-License-Identifier: MIT

// A process that proves jobs, for tests that kill it: they come as a message, and each step of the progress goes back as one.
import {
  type ExternalBackendParameters,
  externalBackend,
  fileProofStore,
  type ProofJob,
  proveMany,
  snarkjsBackend,
} from "../../src/proving/index.ts";

/** What the process is told. */
export interface ProvingTask {
  jobs: ProofJob[];
  processes?: number;
  backend?: ExternalBackendParameters;
  /** Folder of proofs. */
  proofs?: string;
}

process.once("message", async ({ jobs, processes, backend, proofs }: ProvingTask) => {
  await proveMany({
    jobs,
    processes,
    backend: backend ? externalBackend(backend) : snarkjsBackend(),
    proofs: proofs === undefined ? undefined : fileProofStore(proofs),
    onProgress: (progress) => process.send!(progress),
  });
  process.exit();
});
