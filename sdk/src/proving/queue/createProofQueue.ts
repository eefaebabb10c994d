// SPDX-License-Identifier: MIT
import { type Job, Queue, QueueEvents } from "bullmq";
import { ProofRejectedError } from "../../errors/proving.ts";
import { QueuedJobFailedError } from "../../errors/queue.ts";
import type { ProofJob, ProveJobs, ProveJobsOptions } from "../batch/job.ts";
import { beginJobs, type JobRun } from "../batch/jobRun.ts";
import { proofId } from "../batch/proofStore.ts";
import type { ContractProof } from "../calldata.ts";
import { verifyProof } from "../verify.ts";
import { type ConnectedQueue, connectQueue, type QueuePlace } from "./connect.ts";
import { readResult, writeRequest } from "./messages.ts";
import { keyedHash, openMessage, sealMessage } from "./seal.ts";

export interface ProofQueueParameters extends QueuePlace {
  /** Called where the Redis cannot be reached for a while. It is tried again, and nothing is lost. */
  onError?: ((error: Error) => void) | undefined;
}

/** A queue of proofs on a Redis. */
export interface ProofQueue {
  /**
   * Lets workers make the proofs of jobs, and verifies each before it is believed. A job that was queued by a run that was killed is
   * not queued again: its proof is taken from there.
   *
   * @throws {@link ProofJobsFailedError} after the last job, where some have no proof; it has the proofs of the others
   */
  prove: ProveJobs;
  /** Ends the connections; what is queued stays. */
  close(): Promise<void>;
}

/** After this, what nobody asked for is removed from the Redis. */
const KEPT_SECONDS = 7 * 24 * 3_600;
const KEPT = { age: KEPT_SECONDS };

/** How often waiting jobs are looked at, in case that an event was missed. */
const LOOK_EVERY_MS = 15_000;

/**
 * Opens a queue that spreads proofs over the workers of several machines, see `startProofWorker`. What goes through the Redis is
 * encrypted and authenticated under the key; the Redis sees names of circuits, sizes and times.
 *
 * @throws {@link InvalidValueError} where address, key or name are none
 * @throws {@link QueueUnreachableError} where nothing answers
 * @throws {@link QueueKeyError} where the queue is used with another key
 * @example
 * const queue = await createProofQueue({ connection: "rediss://:password@redis.internal:6380", key });
 * const { model, scores } = await proveSubmission({ secret, task, chunks, artifacts, queue });
 * await queue.close();
 */
export async function createProofQueue(parameters: ProofQueueParameters): Promise<ProofQueue> {
  const { key, onError = () => undefined } = parameters;
  const { name, options }: ConnectedQueue = await connectQueue(parameters);
  const queue = new Queue<string, string>(name, options);
  const events = new QueueEvents(name, options);
  queue.on("error", onError);
  events.on("error", onError);
  await Promise.all([queue.waitUntilReady(), events.waitUntilReady()]);
  return {
    prove: (jobs, proveOptions = {}) => proveQueued({ queue, events, key }, jobs, proveOptions),
    close: async () => {
      await Promise.all([queue.close(), events.close()]);
    },
  };
}

interface Connections {
  queue: Queue<string, string>;
  events: QueueEvents;
  key: Uint8Array;
}

/** A job that was queued and is waited for. Two may prove the same, and be one in the Redis. */
interface WaitingJob {
  job: ProofJob;
  queuedId: string;
  /** Looks at what has become of it. */
  look(): void;
}

async function proveQueued(
  connections: Connections,
  jobs: readonly ProofJob[],
  options: ProveJobsOptions,
): Promise<ContractProof[]> {
  const { events } = connections;
  const failure = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, failure.signal]) : failure.signal;
  const run: JobRun = await beginJobs(jobs, { ...options, signal });
  const waiting = new Set<WaitingJob>();

  const onActive = ({ jobId }: { jobId: string }): void => {
    try {
      for (const { queuedId, job } of waiting) if (queuedId === jobId) run.started(job);
    } catch (error) {
      failure.abort(error);
    }
  };
  const onEnd = ({ jobId }: { jobId: string }): void => {
    for (const { queuedId, look } of waiting) if (queuedId === jobId) look();
  };
  const lookAtAll = (): void => {
    for (const { look } of waiting) look();
  };
  // A lost connection may have cost events, and the Redis its memory. What is asked now is answered after it is back.
  events.on("active", onActive).on("completed", onEnd).on("failed", onEnd).on("ioredis:close", lookAtAll);
  const timer = setInterval(lookAtAll, LOOK_EVERY_MS);
  try {
    const all = run.missing.map((job) => run.settle(job, proveOne(connections, job, signal, waiting)));
    for (const settled of all) settled.catch((error: unknown) => failure.abort(error));
    // All end before a failure is told: nothing goes on in the background.
    await Promise.allSettled(all);
    signal.throwIfAborted();
    return run.finish();
  } finally {
    clearInterval(timer);
    events.off("active", onActive).off("completed", onEnd).off("failed", onEnd).off("ioredis:close", lookAtAll);
  }
}

/** Queues a job, unless it is already, and waits for its proof. What is queued is removed whatever the end. */
async function proveOne(
  { queue, key }: Connections,
  job: ProofJob,
  signal: AbortSignal,
  waiting: Set<WaitingJob>,
): Promise<ContractProof> {
  const queuedId = queuedIdOf(key, job);
  const { name: circuit, verifyingKey, zkey } = job.artifacts;
  const { inputs, publicInputs } = job;
  const take = async (queued: Job<string, string>): Promise<ContractProof> => {
    if (queued.failedReason) throw new QueuedJobFailedError({ id: job.id, reason: queued.failedReason });
    const context = { direction: "result", job: queuedId, circuit } as const;
    const proof = readResult(openMessage(key, context, queued.returnvalue));
    if (verifyProof({ verifyingKey, publicInputs, proof })) return proof;
    throw new ProofRejectedError({ circuit, zkey, backend: "a worker of the queue" });
  };
  const add = () => {
    const request = writeRequest({ proof: proofId({ verifyingKey, publicInputs }), inputs, publicInputs });
    const sealed = sealMessage(key, { direction: "request", job: queuedId, circuit }, request);
    return queue.add(circuit, sealed, { jobId: queuedId, removeOnComplete: KEPT, removeOnFail: KEPT });
  };
  const remove = (): Promise<unknown> =>
    // One that a worker holds cannot be removed; it is when it is old.
    queue.remove(queuedId).catch(() => undefined);

  const earlier = await findEnded(queue, queuedId);
  if (typeof earlier === "object") {
    const proof = await take(earlier).catch(() => undefined);
    await remove();
    if (proof !== undefined) return proof;
  }
  signal.throwIfAborted();
  await add();
  let entry: WaitingJob | undefined;
  try {
    return await new Promise<ContractProof>((resolve, reject) => {
      const look = async (): Promise<void> => {
        const found = await findEnded(queue, queuedId);
        if (typeof found === "object") resolve(await take(found));
        // A Redis that was restarted without its memory has forgotten it.
        else if (found === "unknown" && waiting.has(here)) await add();
      };
      const here: WaitingJob = { job, queuedId, look: () => void look().catch(reject) };
      entry = here;
      waiting.add(here);
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      if (signal.aborted) reject(signal.reason);
      here.look();
    });
  } finally {
    // Before it is removed: who looks after that must not queue it again.
    if (entry) waiting.delete(entry);
    await remove();
  }
}

/** A job that is completed or failed, as it then is; in words where there is none, or it goes on. */
async function findEnded(
  queue: Queue<string, string>,
  queuedId: string,
): Promise<Job<string, string> | "unknown" | "going on"> {
  const state = await queue.getJobState(queuedId);
  if (state === "unknown") return "unknown";
  if (state !== "completed" && state !== "failed") return "going on";
  // Read after its state: what was read before may lack its result.
  return (await queue.getJob(queuedId)) ?? "unknown";
}

/** What a job is called in the Redis: the same in every run, and telling nothing about it. */
function queuedIdOf(key: Uint8Array, { artifacts, publicInputs }: ProofJob): string {
  return `proof-${keyedHash(key, proofId({ verifyingKey: artifacts.verifyingKey, publicInputs }))}`;
}
