// SPDX-License-Identifier: MIT

// A worker of a queue in a process of its own, for tests that kill it. What it needs comes as a message.
import { type ExternalBackendParameters, externalBackend } from "../../src/proving/index.ts";
import { type ProofWorkerParameters, startProofWorker } from "../../src/proving/queue/index.ts";

/** What the process is told. */
export interface WorkerTask extends Pick<ProofWorkerParameters, "connection" | "key" | "lockMs"> {
  artifacts: Exclude<ProofWorkerParameters["artifacts"], (circuit: string) => unknown>;
  backend: ExternalBackendParameters;
}

process.once("message", ({ backend, ...task }: WorkerTask) =>
  startProofWorker({ ...task, backend: externalBackend(backend) }),
);
