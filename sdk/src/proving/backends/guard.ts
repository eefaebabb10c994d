// SPDX-License-Identifier: MIT

// A process that runs one prover and cleans up after it, whatever happens to the process that asked for it: when that one
// dies or disconnects, the prover is ended and the folder with the witness removed. The folder comes as the first argument,
// the request as a message; the prover's id and the outcome go back as messages.
import { rm } from "node:fs/promises";
import { type ProgramOutcome, type ProgramRequest, runProgram } from "./runProgram.ts";

/** What the process says: the prover's id once it runs, then how it ended. */
export type GuardMessage = { started: number } | { outcome: ProgramOutcome };

const folder = process.argv[2]!;
const controller = new AbortController();
let running: Promise<unknown> = Promise.resolve();

process.on("message", (request: ProgramRequest) => {
  const onStart = (started: number): void => tell({ started });
  running = runProgram(request, { folder, signal: controller.signal, onStart }).then(
    (outcome) => tell({ outcome }),
    (error: unknown) => tell({ outcome: { end: "not started", problem: String(error) } }),
  );
});

function tell(message: GuardMessage): void {
  if (process.connected) process.send!(message);
}

process.on("disconnect", async () => {
  controller.abort();
  await running;
  await rm(folder, { recursive: true, force: true });
  process.exit();
});

// An interrupt from the terminal goes to every process of it. This one ends after the prover, when it is disconnected.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
