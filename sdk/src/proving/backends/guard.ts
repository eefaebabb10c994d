// SPDX-License-Identifier: MIT

// A process that runs one prover and cleans up after it, whatever happens to the process that asked for it: when that one
// dies or disconnects, the prover is ended and the folder with the witness removed. The folder comes as the first argument,
// the request as a message; the outcome goes back as a message.
import { rm } from "node:fs/promises";
import { type ProgramRequest, runProgram } from "./runProgram.ts";

const folder = process.argv[2]!;
const controller = new AbortController();
let running: Promise<unknown> = Promise.resolve();

process.on("message", (request: ProgramRequest) => {
  running = runProgram(request, folder, controller.signal).then(
    (outcome) => process.connected && process.send!(outcome),
    (error: unknown) => process.connected && process.send!({ end: "not started", problem: String(error) }),
  );
});

process.on("disconnect", async () => {
  controller.abort();
  await running;
  await rm(folder, { recursive: true, force: true });
  process.exit();
});

// An interrupt from the terminal goes to every process of it. This one ends after the prover, when it is disconnected.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
