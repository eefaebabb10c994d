// SPDX-License-Identifier: MIT

// A process that waits for the proofs of a queue, for tests that kill it. What it needs comes as a message.
import type { ProofJob } from "../../src/proving/index.ts";
import { createProofQueue, type ProofQueueParameters } from "../../src/proving/queue/index.ts";

process.once("message", async ({ jobs, ...place }: ProofQueueParameters & { jobs: ProofJob[] }) => {
  const queue = await createProofQueue(place);
  await queue.prove(jobs);
});
