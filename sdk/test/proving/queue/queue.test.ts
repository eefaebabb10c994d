// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { QueueEvents, Worker } from "bullmq";
import { Redis } from "ioredis";
import {
  type CircuitArtifacts,
  type ContractProof,
  externalBackend,
  fileProofStore,
  type ProofJob,
  ProofJobsFailedError,
  type ProofProgress,
  type ProverBackend,
  snarkjsBackend,
  terminateProver,
  verifyProof,
} from "../../../src/index.ts";
import {
  createProofQueue,
  type ProofQueueParameters,
  type ProofWorkerParameters,
  startProofWorker,
} from "../../../src/proving/queue/index.ts";
import { assertRejects, inFolder } from "../../fixtures.ts";
import type { Behaviour } from "../../support/fakeProver.ts";
import type { FakeRun } from "../../support/fakeProvers.ts";
import { redisMissing, startRedis, type TestRedis } from "../../support/redis.ts";
import { withFakeProvers } from "../../support/temporary.ts";
import { buildTinyCircuit, tinyInputs } from "../../support/tinyCircuit.ts";

const key = Uint8Array.from({ length: 32 }, (_, i) => 7 * i + 1);
const otherKey = Uint8Array.from({ length: 32 }, (_, i) => 5 * i + 2);

/** Long enough to be found by nothing but themselves. */
const secrets: readonly [bigint, bigint][] = [
  [987_654_321_987_654_321_001n, 123_456_789_123_456_789_011n],
  [987_654_321_987_654_321_002n, 123_456_789_123_456_789_012n],
  [987_654_321_987_654_321_003n, 123_456_789_123_456_789_013n],
];

describe("a queue of proofs", { timeout: 180_000, skip: redisMissing }, () => {
  let artifacts: CircuitArtifacts;
  let jobs: ProofJob[];
  let redis: TestRedis;
  /** What a test has opened, closed after it whatever happens. */
  const opened: { close(): unknown }[] = [];

  before(async () => {
    artifacts = await buildTinyCircuit();
    jobs = secrets.map((pair, i) => ({ id: `job ${i}`, artifacts, ...tinyInputs(pair) }));
  });
  after(terminateProver);

  /** Runs an action with a Redis that has never been used. */
  const withRedis = (action: (folder: string) => Promise<void>) =>
    inFolder(async (folder) => {
      redis = await startRedis(folder);
      try {
        await action(folder);
      } finally {
        // Before the Redis, without which they would wait for it.
        for (const part of opened.splice(0).reverse()) await part.close();
        await redis.stop();
      }
    });
  const openQueue = async (parameters: Partial<ProofQueueParameters> = {}) => {
    const queue = await createProofQueue({ connection: redis.url, key, ...parameters });
    opened.push(queue);
    return queue;
  };
  const startWorker = async (parameters: Partial<ProofWorkerParameters> = {}) => {
    const worker = await startProofWorker({ connection: redis.url, key, artifacts: [artifacts], ...parameters });
    opened.push(worker);
    return worker;
  };
  const openClient = () => {
    const client = new Redis(redis.url);
    opened.push({ close: () => client.disconnect() });
    return client;
  };
  function assertProofs(proofs: readonly ContractProof[], of: readonly ProofJob[] = jobs): void {
    assert.equal(proofs.length, of.length);
    for (const [i, { id, publicInputs }] of of.entries()) {
      assert.ok(verifyProof({ ...artifacts, publicInputs, proof: proofs[i]! }), id);
    }
  }
  /** Why the one job of a run has no proof. */
  async function reasonOf(proving: Promise<unknown>): Promise<Error> {
    const error = await proving.then(
      () => assert.fail("it has a proof"),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof ProofJobsFailedError, `${error}`);
    return error.cause as Error;
  }
  const falseJob = (): ProofJob => {
    const { inputs, publicInputs } = tinyInputs(secrets[0]!);
    return { id: "false", artifacts, inputs: { ...inputs, secrets: [...secrets[1]!] }, publicInputs };
  };
  /** Every backend of these tests but this one proves in a process, whose start takes longer than the proof. */
  const local = (): ProverBackend => ({ name: "local", prove: snarkjsBackend().prove });

  it("spreads jobs over its workers, and gives the proofs in the order of the jobs", () =>
    withRedis(async () => {
      const queue = await openQueue();
      const done: string[] = [];
      await startWorker({ onJob: ({ circuit }) => done.push(circuit) });
      await startWorker({ onJob: ({ circuit }) => done.push(circuit) });
      const steps: ProofProgress[] = [];
      assertProofs(await queue.prove(jobs, { onProgress: (step) => steps.push(step) }));
      assert.equal(done.length, 3);
      const proven = steps.filter(({ step }) => step === "proven");
      assert.deepEqual(
        proven.map(({ done, total }) => [done, total]),
        [1, 2, 3].map((n) => [n, 3]),
      );
      for (const { id } of jobs)
        assert.ok(
          steps.some((step) => step.id === id && step.step === "started"),
          id,
        );
    }));

  it("shows the Redis nothing of the inputs, nor of what goes wrong with them", () =>
    withRedis(async () => {
      const client = openClient();
      const monitor = await openClient().monitor();
      opened.push({ close: () => monitor.disconnect() });
      const seen: string[] = [];
      monitor.on("monitor", (_: string, parts: string[]) => seen.push(parts.join(" ")));
      const queue = await openQueue();
      const controller = new AbortController();

      // Before there is a worker, the jobs lie in the Redis.
      const abandoned = queue.prove(jobs, { signal: controller.signal });
      await untilQueued(redis.url, jobs.length);
      const atRest = await contentsOf(client);
      controller.abort(new Error("not wanted"));
      await assert.rejects(abandoned, /^Error: not wanted$/);

      const gossip: ProverBackend = {
        name: "gossip",
        prove: ({ witness }) => Promise.reject(new Error(`${secrets[0]![0]} ${Buffer.from(witness).toString("hex")}`)),
      };
      const worker = await startWorker({ backend: gossip });
      const reason = await reasonOf(queue.prove([jobs[0]!]));
      assert.ok(reason.message.includes(String(secrets[0]![0])), "the one with the key learns the reason");
      assert.match((await reasonOf(queue.prove([falseJob()]))).name, /^WitnessError$/);
      await worker.close();
      await startWorker({ backend: local() });
      assertProofs(await queue.prove(jobs));

      const everything = [...atRest, ...(await contentsOf(client)), ...seen].join("\n");
      assert.ok(atRest.length > jobs.length && seen.length > 100, "something was looked at");
      assert.match(everything, /seal-chunk\.tiny/);
      for (const secret of secrets.flat()) {
        const hex = secret.toString(16);
        const forms = [String(secret), hex, Buffer.from(String(secret)).toString("base64").slice(0, 24)];
        for (const form of forms) assert.ok(!everything.includes(form), `${form} stands in the Redis`);
      }
      for (const { publicInputs } of jobs) {
        assert.ok(!everything.includes(String(publicInputs[0])), "a commitment stands in the Redis");
      }
      assert.ok(!everything.includes(Buffer.from(key).toString("hex")), "the key stands in the Redis");
      assert.ok(
        !/WitnessError|gossip|secrets|dataCommitment/.test(everything),
        "words of a message stand in the Redis",
      );
    }));

  it("gives the jobs of a worker that is killed half-way to another", () => {
    let first: ChildProcess;
    const behave = (_: FakeRun, number: number): Behaviour => {
      if (number > 1) return "honest";
      first.kill("SIGKILL");
      return "hang";
    };
    return withFakeProvers(behave, ({ parameters, runs }) =>
      withRedis(async () => {
        const script = fileURLToPath(new URL("../../support/queueWorkerProcess.ts", import.meta.url));
        first = fork(script, { execArgv: [], serialization: "advanced" });
        first.send({ connection: redis.url, key, lockMs: 1_000, artifacts: [artifacts], backend: parameters });
        const queue = await openQueue();
        const steps: string[] = [];
        const proving = queue.prove(jobs.slice(0, 1), { onProgress: ({ step }) => steps.push(step) });
        await once(first, "exit");
        assert.equal(first.signalCode, "SIGKILL");
        await runs[0]!.ended;

        await startWorker({ backend: externalBackend(parameters), stalledCheckMs: 500 });
        assertProofs(await proving, jobs.slice(0, 1));
        assert.equal(runs.length, 2);
        assert.deepEqual(steps, ["started", "started", "proven"]);
      }),
    );
  });

  it("takes from the queue what was proven for a run that was killed", () =>
    withRedis(async () => {
      const script = fileURLToPath(new URL("../../support/queueProcess.ts", import.meta.url));
      const dying = fork(script, { execArgv: [], serialization: "advanced" });
      dying.send({ connection: redis.url, key, jobs });
      await untilQueued(redis.url, jobs.length);
      dying.kill("SIGKILL");
      await once(dying, "exit");

      let done = 0;
      await new Promise<void>((resolve, reject) => {
        const onJob = () => {
          done += 1;
          if (done === jobs.length) resolve();
        };
        startWorker({ backend: local(), onJob }).catch(reject);
      });
      const queue = await openQueue();
      const steps: string[] = [];
      assertProofs(await queue.prove(jobs, { onProgress: ({ step }) => steps.push(step) }));
      assert.equal(done, jobs.length, "jobs that workers have done");
      assert.deepEqual(steps, ["proven", "proven", "proven"]);
    }));

  it("takes from a store what an earlier run has proven, and keeps there what this one proves", () =>
    withRedis(async (folder) => {
      const queue = await openQueue();
      const worker = await startWorker({ backend: local() });
      const proofs = fileProofStore(join(folder, "proofs"));
      await queue.prove(jobs.slice(1), { proofs });
      const steps: string[] = [];
      const onProgress = ({ id, step }: ProofProgress) => void (step !== "started" && steps.push(`${id} ${step}`));
      assertProofs(await queue.prove(jobs, { proofs, onProgress }));
      assert.deepEqual(steps, ["job 1 resumed", "job 2 resumed", "job 0 proven"]);
      await worker.close();
      assertProofs(await queue.prove(jobs, { proofs }));
    }));

  it("queues its jobs again where the Redis was restarted without its memory", () =>
    withRedis(async (folder) => {
      const queue = await openQueue();
      const proving = queue.prove(jobs.slice(0, 1));
      await untilQueued(redis.url, 1);
      await redis.stop();
      redis = await startRedis(folder, Number(new URL(redis.url).port));
      await startWorker({ backend: local() });
      assertProofs(await proving, jobs.slice(0, 1));
    }));

  it("proves jobs of the same statement, each for itself", () =>
    withRedis(async () => {
      const queue = await openQueue();
      await startWorker({ backend: local() });
      const twice = [jobs[0]!, { ...jobs[0]!, id: "again" }];
      assertProofs(await queue.prove(twice), twice);
    }));

  it("leaves nothing of its jobs in the Redis", () =>
    withRedis(async () => {
      const queue = await openQueue();
      const client = openClient();
      await startWorker({ backend: local() });
      await queue.prove(jobs.slice(0, 2));
      assert.equal((await reasonOf(queue.prove([falseJob()]))).name, "WitnessError");
      const left = (await client.keys("*")).sort();
      assert.deepEqual(
        left.filter((name) => /proof-/.test(name)),
        [],
      );
    }));

  it("refuses a worker, and a queue, of another key", () =>
    withRedis(async () => {
      await openQueue();
      const place = { connection: redis.url, key: otherKey };
      const message =
        /^The key [0-9a-f]{16} is not that of the queue proofs; expected the key [0-9a-f]{16}, or a queue/;
      await assertRejects(startProofWorker({ ...place, artifacts: [artifacts] }), "QueueKeyError", message);
      await assertRejects(createProofQueue(place), "QueueKeyError", message);
      await openQueue({ key: otherKey, name: "other" });
    }));

  it("tells a worker that has no key for a job so, and the one who waits for it", () =>
    withRedis(async () => {
      const queue = await openQueue();
      const client = openClient();
      // Somebody has removed the note of the key: the message itself still does not open.
      await client.del("commonweight-key:proofs");
      const errors: string[] = [];
      const backend: ProverBackend = { name: "thief", prove: () => assert.fail("it got the witness") };
      await startWorker({ key: otherKey, backend, onJob: ({ error }) => errors.push(`${error?.name}`) });
      const reason = await reasonOf(queue.prove(jobs.slice(0, 1)));
      assert.equal(reason.name, "QueuedJobFailedError");
      assert.match(reason.message, /No worker has proven job 0; expected one that holds the key[\s\S]*does not open/);
      assert.deepEqual(errors, ["SealedMessageError"]);
    }));

  it("does not believe a worker without the key, or one that lies", () =>
    withRedis(async () => {
      const queue = await openQueue();
      const other = await openQueue({ name: "other" });
      const results: string[] = [];
      const forger = forgeResults(redis.url, () => "bm90IHNlYWxlZCB3aXRoIHRoZSBrZXkgYXQgYWxs");
      opened.push(forger);
      const forged = await reasonOf(queue.prove(jobs.slice(0, 1)));
      assert.equal(forged.name, "SealedMessageError");
      await forger.close();

      // A true result, of another job: taken from one queue, and handed in for another's job.
      await startWorker({ name: "other", backend: local() });
      const taker = await openClient().monitor();
      opened.push({ close: () => taker.disconnect() });
      taker.on("monitor", (_: string, parts: string[]) => {
        for (const part of parts) if (/^"[A-Za-z0-9+/=]{200,}"$/.test(part)) results.push(JSON.parse(part) as string);
      });
      assertProofs(await other.prove(jobs.slice(1, 2)), jobs.slice(1, 2));
      assert.ok(results.length > 0, "a sealed message was seen");
      opened.push(forgeResults(redis.url, () => results.at(-1)!));
      assert.equal((await reasonOf(queue.prove(jobs.slice(2)))).name, "SealedMessageError");
    }));

  it("does not believe a proof that does not verify, whoever sealed it", () =>
    withRedis(async () => {
      const { sealMessage } = await import("../../../src/proving/queue/seal.ts");
      const proof = {
        a: ["1", "2"],
        b: [
          ["1", "2"],
          ["3", "4"],
        ],
        c: ["1", "2"],
      };
      const seal = (job: string, circuit: string) =>
        sealMessage(key, { direction: "result", job, circuit }, JSON.stringify(proof));
      const queue = await openQueue();
      opened.push(forgeResults(redis.url, seal));
      const reason = await reasonOf(queue.prove(jobs.slice(0, 1)));
      assert.equal(reason.name, "ProofRejectedError");
      assert.match(reason.message, /Made by: a worker of the queue/);
    }));

  it("says which circuit a worker lacks, or has of another build", () =>
    withRedis(async () => {
      const queue = await openQueue();
      const worker = await startWorker({ artifacts: [] });
      const missing = await reasonOf(queue.prove(jobs.slice(0, 1)));
      assert.match(
        missing.message,
        /^The worker has no artifacts of seal-chunk\.tiny; expected those of every circuit/,
      );
      await worker.close();
      const { verifyingKey } = artifacts;
      const rebuilt = { ...artifacts, verifyingKey: { ...verifyingKey, vk_delta_2: verifyingKey.vk_gamma_2 } };
      await startWorker({ artifacts: async () => rebuilt });
      const other = await reasonOf(queue.prove(jobs.slice(0, 1)));
      assert.match(
        other.message,
        /^The worker's seal-chunk\.tiny has another verifying key; expected artifacts of the same/,
      );
    }));

  it("is told where no Redis answers, without the password", () =>
    inFolder(async (folder) => {
      const gone = await startRedis(folder);
      await gone.stop();
      const url = new URL(gone.url);
      url.password = "sesame";
      const problem = `No Redis answers at ${url.host}; expected the one that queue and workers share.`;
      await assertRejects(createProofQueue({ connection: url.href, key }), "QueueUnreachableError", problem);
      await assertRejects(
        createProofQueue({ connection: "http://u:sesame@host", key }),
        "InvalidValueError",
        'connection is "http:"; expected redis://host:port, or rediss:// for TLS.',
      );
      await assertRejects(
        createProofQueue({ connection: url.href, key: key.subarray(1) }),
        "InvalidValueError",
        "The number of bytes of the queue's key is 31; expected 32.",
      );
      await assertRejects(
        startProofWorker({ connection: url.href, key, artifacts: [], concurrency: 0 }),
        "InvalidValueError",
        "concurrency is 0; expected an integer, at least 1.",
      );
    }));
});

/** A worker that answers every job as it likes. */
function forgeResults(url: string, result: (job: string, circuit: string) => string): { close(): Promise<void> } {
  const options = { connection: { url }, prefix: "commonweight" };
  const worker = new Worker("proofs", async ({ id, name }) => result(id!, name), options);
  return { close: () => worker.close() };
}

/** Waits until jobs lie in the queue. */
async function untilQueued(url: string, count: number): Promise<void> {
  const events = new QueueEvents("proofs", { connection: { url }, prefix: "commonweight", lastEventId: "0-0" });
  let waiting = 0;
  await new Promise<void>((resolve) => {
    events.on("waiting", () => {
      waiting += 1;
      if (waiting === count) resolve();
    });
  });
  await events.close();
}

/** Every key and every value of a Redis, as text. */
async function contentsOf(client: Redis): Promise<string[]> {
  const texts: string[] = [];
  for (const key of await client.keys("*")) {
    const readers: Record<string, () => Promise<unknown>> = {
      string: () => client.get(key),
      hash: () => client.hgetall(key),
      list: () => client.lrange(key, 0, -1),
      set: () => client.smembers(key),
      zset: () => client.zrange(key, 0, -1),
      stream: () => client.xrange(key, "-", "+"),
    };
    texts.push(key, JSON.stringify(await readers[await client.type(key)]!()));
  }
  return texts;
}
