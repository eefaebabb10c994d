// SPDX-License-Identifier: MIT
import { type ChildProcess, fork } from "node:child_process";
import { ProofProcessError } from "../../errors/proving.ts";
import { siblingModule } from "../../utils/siblingModule.ts";
import type { BackendSettings } from "../backends/backend.ts";
import type { ContractProof } from "../calldata.ts";
import type { ProofJob } from "./job.ts";
import { fromPlainError, type PlainError } from "./plainError.ts";

/** What goes to a process that proves. It goes through its channel only: inputs are secret, and arguments and files are not. */
export interface ProofRequest {
  backend: BackendSettings;
  job: Pick<ProofJob, "artifacts" | "inputs" | "publicInputs">;
}

/** What comes back. */
export type ProofAnswer = { proof: ContractProof } | { error: PlainError };

/** A process that proves one job after the other. */
export interface ProofProcess {
  /** @throws {@link ProofProcessError} where the process ends first; it proves nothing any more */
  prove(job: ProofJob, signal: AbortSignal | undefined): Promise<ContractProof>;
  stop(): Promise<void>;
}

/** Characters of what the process says that are kept for its obituary. */
const OUTPUT_TAIL = 4_096;
/** For a process that was disconnected to clean up. It cannot while it computes a witness. */
const GRACE_MS = 5_000;

/** Starts a process, which ends itself when this one does: in whatever way, its channel breaks. */
export function startProofProcess(backend: BackendSettings): ProofProcess {
  const child = fork(siblingModule(import.meta.url, "worker"), [], {
    execArgv: [],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let output = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => {
    output = (output + text).slice(-OUTPUT_TAIL);
  });
  // Not "close", which Node does not tell of a process that was disconnected.
  const ended = Promise.all([
    new Promise<void>((resolve) => {
      child.once("exit", () => resolve());
      // One that could not start has no exit. One that could not be reached has ended, or will.
      child.on("error", () => child.pid ?? resolve());
    }),
    new Promise<void>((resolve) => child.stderr!.once("close", resolve)),
  ]);

  return {
    prove: async ({ id, artifacts, inputs, publicInputs }, signal) => {
      const request: ProofRequest = { backend, job: { artifacts, inputs, publicInputs } };
      const answer = await ask(child, request, signal);
      if (answer === undefined) {
        await ended;
        signal?.throwIfAborted();
        throw new ProofProcessError({ id, code: child.exitCode, signal: child.signalCode, output: output.trim() });
      }
      if ("error" in answer) throw fromPlainError(answer.error);
      return answer.proof;
    },
    stop: () => end(child, ended),
  };

  /** The answer to a request; undefined where the process ends first, because of the signal or for itself. */
  function ask(
    process: ChildProcess,
    request: ProofRequest,
    signal: AbortSignal | undefined,
  ): Promise<ProofAnswer | undefined> {
    return new Promise((resolve) => {
      const settle = (answer?: ProofAnswer): void => {
        process.off("message", settle);
        signal?.removeEventListener("abort", abort);
        resolve(answer);
      };
      const abort = (): void => void end(process, ended);
      process.on("message", settle);
      signal?.addEventListener("abort", abort, { once: true });
      void ended.then(() => settle());
      process.send(request, () => undefined);
    });
  }
}

async function end(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.connected) child.disconnect();
  const timer = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
  await ended;
  clearTimeout(timer);
}
