// SPDX-License-Identifier: MIT
import { InvalidValueError } from "../../errors/InvalidValueError.ts";
import { ProverError } from "../../errors/proving.ts";
import type { ProveJobs } from "../batch/job.ts";
import { fromPlainError } from "../batch/plainError.ts";
import type { Prover } from "../batch/prover.ts";
import { runJobs } from "../batch/runJobs.ts";
import type { WorkerAnswer, WorkerRequest } from "./messages.ts";

/** How a page proves. */
export interface BrowserProverParameters {
  /** Starts a worker that runs `@commonweight/sdk/proving/worker`. It is terminated when its work is done, or not wanted any more. */
  worker: () => Worker;
  /** How many workers prove side by side: each takes some hundred megabytes, and uses every core; one unless given. */
  workers?: number | undefined;
}

const MOST_WORKERS = 16;

/**
 * Proves in workers of a browser, so that the page stays responsive. Artifacts are where {@link loadArtifacts} of a URL, or
 * {@link keepArtifacts}, says. Secrets stay within the page and its workers.
 *
 * @returns what the flows take as `queue`
 * @throws {@link InvalidValueError} where the number of workers is not a whole number from 1 to 16
 * @example
 * // prover.worker.ts: import "@commonweight/sdk/proving/worker";
 * const worker = () => new Worker(new URL("./prover.worker.ts", import.meta.url), { type: "module" });
 * const { model, scores } = await proveSubmission({ secret, task, chunks, artifacts, queue: browserProver({ worker }) });
 */
export function browserProver(parameters: BrowserProverParameters): { prove: ProveJobs } {
  const { worker, workers = 1 } = parameters;
  if (!Number.isInteger(workers) || workers < 1 || workers > MOST_WORKERS) {
    const expected = `a whole number from 1 to ${MOST_WORKERS}`;
    throw new InvalidValueError({ subject: "The number of workers", value: workers, expected });
  }
  const startProver = () => workerProver(worker);
  return { prove: (jobs, options = {}) => runJobs({ ...options, jobs, lanes: workers, startProver }) };
}

/** Proves in one worker, which begins with the first job. */
function workerProver(start: () => Worker): Prover {
  let running: Worker | undefined;
  const stop = async (): Promise<void> => {
    running?.terminate();
    running = undefined;
  };
  return {
    prove: async ({ artifacts, inputs, publicInputs }, signal) => {
      signal?.throwIfAborted();
      const isNew = running === undefined;
      running ??= start();
      try {
        return await ask(running, { artifacts, inputs, publicInputs }, isNew, signal);
      } catch (error) {
        // Its snarkjs may go on with the job: whatever comes next has a worker of its own.
        await stop();
        throw error;
      }
    },
    stop,
  };
}

/** The proof that a worker makes. A worker that cannot start, or dies, says so by an event instead of an answer. */
async function ask(worker: Worker, request: WorkerRequest, isNew: boolean, signal: AbortSignal | undefined) {
  const { name: circuit, zkey } = request.artifacts;
  const controller = new AbortController();
  const listening = { signal: controller.signal };
  try {
    const answer = await new Promise<Exclude<WorkerAnswer, { ready: true }>>((resolve, reject) => {
      const failed = (event: Event) => {
        const said = "message" in event && event.message ? event.message : "The worker failed to start.";
        reject(new ProverError({ circuit, zkey, cause: new Error(String(said)) }));
      };
      worker.addEventListener(
        "message",
        ({ data }: MessageEvent<WorkerAnswer>) => {
          if ("ready" in data) worker.postMessage(request);
          else resolve(data);
        },
        listening,
      );
      worker.addEventListener("error", failed, listening);
      worker.addEventListener("messageerror", failed, listening);
      signal?.addEventListener("abort", () => reject(signal.reason), listening);
      // One that has worked before listens already; what is sent to a new one could be lost.
      if (!isNew) worker.postMessage(request);
    });
    if ("error" in answer) throw fromPlainError(answer.error);
    return answer.proof;
  } finally {
    controller.abort();
  }
}
