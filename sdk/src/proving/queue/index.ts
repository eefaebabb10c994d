// SPDX-License-Identifier: MIT

// Apart from the rest of proving: only who imports this needs BullMQ and ioredis.
export type { QueuePlace } from "./connect.ts";
export { createProofQueue, type ProofQueue, type ProofQueueParameters } from "./createProofQueue.ts";
export { type ProofWorker, type ProofWorkerParameters, startProofWorker } from "./startProofWorker.ts";
