// SPDX-License-Identifier: MIT

// A process that proves what it is sent, one job at a time, and ends when it is disconnected.
import { backendOf } from "../backends/index.ts";
import { prove } from "../prove.ts";
import { toPlainError } from "./plainError.ts";
import type { ProofAnswer, ProofRequest } from "./proofProcess.ts";

const controller = new AbortController();
let working: Promise<unknown> = Promise.resolve();

process.on("message", ({ backend, job }: ProofRequest) => {
  working = prove({ ...job, backend: backendOf(backend), signal: controller.signal }).then(
    (proof) => answer({ proof }),
    (error: unknown) => answer({ error: toPlainError(error) }),
  );
});

function answer(message: ProofAnswer): void {
  if (process.connected) process.send!(message);
}

process.on("disconnect", async () => {
  controller.abort();
  // An external prover is ended and its folder removed before this settles.
  await working;
  process.exit();
});

// An interrupt from the terminal goes to every process of it. This one ends when the one that asks does.
process.on("SIGINT", () => undefined);
