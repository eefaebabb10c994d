// SPDX-License-Identifier: MIT
import { type Job, UnrecoverableError, Worker } from "bullmq";
import { BaseError } from "../../errors/BaseError.ts";
import { InvalidValueError } from "../../errors/InvalidValueError.ts";
import type { CircuitArtifacts } from "../artifacts.ts";
import type { ProverBackend } from "../backends/backend.ts";
import { snarkjsBackend } from "../backends/snarkjs.ts";
import { proofId } from "../batch/proofStore.ts";
import { localProver, processProver } from "../batch/prover.ts";
import { connectQueue, type QueuePlace } from "./connect.ts";
import { readRequest, writeResult } from "./messages.ts";
import { openMessage, sealMessage } from "./seal.ts";

export interface ProofWorkerParameters extends QueuePlace {
  /** Of the circuits that this worker proves: a list, or what finds those of a name. */
  artifacts: readonly CircuitArtifacts[] | ((circuit: string) => Promise<CircuitArtifacts> | CircuitArtifacts);
  /** What makes the proofs; snarkjs unless given. */
  backend?: ProverBackend | undefined;
  /** Proofs at a time, each in a process of its own; 1 unless given. */
  concurrency?: number | undefined;
  /** Called with the circuit and the outcome of each job. */
  onJob?: ((job: { circuit: string; error?: Error }) => void) | undefined;
  /** Called where the Redis cannot be reached for a while. It is tried again. */
  onError?: ((error: Error) => void) | undefined;
  /** After how long without a sign of life another worker gets a job; 30 seconds unless given. */
  lockMs?: number | undefined;
  /** How often this worker looks for jobs of others that gave no sign of life; as `lockMs` unless given. */
  stalledCheckMs?: number | undefined;
}

/** A worker that runs. */
export interface ProofWorker {
  /** Takes no more jobs, and ends once those at hand are done. */
  close(): Promise<void>;
}

const DEFAULT_LOCK_MS = 30_000;
/** Workers may die that often over one job before it is given up. */
const MOST_DEATHS = 3;

/**
 * Starts a worker, which proves what comes over a queue until it is closed. If it is killed, its jobs go to another worker. Each proof
 * is made in a process of its own, but for backends without settings.
 *
 * @throws {@link InvalidValueError} where address, key, name or a number are none
 * @throws {@link QueueUnreachableError} where nothing answers
 * @throws {@link QueueKeyError} where the queue is used with another key: such a worker gets nothing
 * @example
 * const worker = await startProofWorker({ connection, key, artifacts: [await loadArtifacts(folder)], concurrency: 4 });
 */
export async function startProofWorker(parameters: ProofWorkerParameters): Promise<ProofWorker> {
  const { key, artifacts, onJob } = parameters;
  const { backend = snarkjsBackend(), concurrency = 1, onError = () => undefined } = parameters;
  const { lockMs = DEFAULT_LOCK_MS, stalledCheckMs = lockMs } = parameters;
  assertAtLeastOne("concurrency", concurrency);
  assertAtLeastOne("lockMs", lockMs);
  assertAtLeastOne("stalledCheckMs", stalledCheckMs);
  const { name, options } = await connectQueue(parameters);
  const { settings } = backend;
  const provers = Array.from({ length: concurrency }, () =>
    settings === undefined ? localProver(backend) : processProver(settings),
  );
  const free = [...provers];

  const tell = (circuit: string, error?: unknown): void => {
    try {
      onJob?.({ circuit, ...(error === undefined ? {} : { error: error as Error }) });
    } catch (cause) {
      // It must not pass for an error of the job, whose message would stand in the Redis.
      onError(cause as Error);
    }
  };
  const proveRequest = async (circuit: string, text: string) => {
    const { proof: id, inputs, publicInputs } = readRequest(text);
    const found = await findArtifacts(artifacts, circuit);
    if (proofId({ verifyingKey: found.verifyingKey, publicInputs }) !== id) {
      throw new BaseError(`The worker's ${circuit} has another verifying key; expected artifacts of the same build.`);
    }
    // BullMQ hands out no more jobs at a time than there are provers.
    const prover = free.pop()!;
    try {
      return await prover.prove({ id: circuit, artifacts: found, inputs, publicInputs }, undefined);
    } finally {
      free.push(prover);
    }
  };
  const proveJob = async (job: Job<string, string>): Promise<string> => {
    const context = { job: job.id!, circuit: job.name };
    let text: string;
    try {
      text = openMessage(key, { ...context, direction: "request" }, job.data);
    } catch (error) {
      tell(job.name, error);
      // Its message stands in the Redis for all to read; it names the job and nothing else.
      throw new UnrecoverableError((error as BaseError).shortMessage);
    }
    // Whatever goes wrong from here on may quote the inputs: it leaves sealed, as the proof does.
    const result = await proveRequest(job.name, text).then(
      (proof) => ({ proof }),
      (error: unknown) => ({ error }),
    );
    tell(job.name, "error" in result ? result.error : undefined);
    return sealMessage(key, { ...context, direction: "result" }, writeResult(result));
  };

  const worker = new Worker<string, string>(name, proveJob, {
    ...options,
    concurrency,
    lockDuration: lockMs,
    stalledInterval: stalledCheckMs,
    maxStalledCount: MOST_DEATHS,
  });
  worker.on("error", onError);
  await worker.waitUntilReady();
  return {
    close: async () => {
      await worker.close();
      await Promise.all(provers.map((prover) => prover.stop()));
    },
  };
}

function assertAtLeastOne(subject: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new InvalidValueError({ subject, value, expected: "an integer, at least 1" });
}

async function findArtifacts(
  artifacts: ProofWorkerParameters["artifacts"],
  circuit: string,
): Promise<CircuitArtifacts> {
  const found =
    typeof artifacts === "function" ? await artifacts(circuit) : artifacts.find(({ name }) => name === circuit);
  if (found) return found;
  throw new BaseError(`The worker has no artifacts of ${circuit}; expected those of every circuit that is queued.`);
}
