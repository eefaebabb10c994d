// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import {
  browserProver,
  type CircuitArtifacts,
  type ContractProof,
  prove,
  terminateProver,
  verifyProof,
} from "../../src/index.ts";
import { toPlainError } from "../../src/proving/batch/plainError.ts";
import type { WorkerAnswer, WorkerRequest } from "../../src/proving/browser/messages.ts";
import { assertThrows } from "../fixtures.ts";
import { buildTinyCircuit, tinyInputs } from "../support/tinyCircuit.ts";

/** A worker in this process, which answers what it is told to. */
class FakeWorker extends EventTarget {
  terminated = false;
  readonly #answer: (request: WorkerRequest, worker: FakeWorker) => Promise<WorkerAnswer | undefined>;

  constructor(answer: (request: WorkerRequest, worker: FakeWorker) => Promise<WorkerAnswer | undefined>) {
    super();
    this.#answer = answer;
    queueMicrotask(() => this.say({ ready: true }));
  }

  say(data: WorkerAnswer): void {
    if (!this.terminated) this.dispatchEvent(new MessageEvent("message", { data }));
  }

  postMessage(request: WorkerRequest): void {
    this.#answer(structuredClone(request), this).then((answer) => answer && this.say(answer));
  }

  terminate(): void {
    this.terminated = true;
  }
}

describe("the prover of a page", () => {
  let artifacts: CircuitArtifacts;
  let proof: ContractProof;
  const inputs = tinyInputs([3n, 5n]);
  const jobs = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `${i}`, artifacts, ...inputs }));

  before(async () => {
    artifacts = await buildTinyCircuit();
    proof = await prove({ artifacts, ...inputs });
    await terminateProver();
  });

  /** A prover whose workers answer so, and the workers that it starts. */
  function proverOf(answer: ConstructorParameters<typeof FakeWorker>[0], workers?: number) {
    const started: FakeWorker[] = [];
    const worker = () => {
      started.push(new FakeWorker(answer));
      return started.at(-1) as unknown as Worker;
    };
    return { prover: browserProver({ worker, workers }), started };
  }

  it("proves one job after the other in one worker, and ends it", async () => {
    const { prover, started } = proverOf(async (request) => ({ proof: await prove(request) }));
    const proofs = await prover.prove(jobs(2));
    await terminateProver();
    for (const proof of proofs) {
      assert.ok(verifyProof({ verifyingKey: artifacts.verifyingKey, publicInputs: inputs.publicInputs, proof }));
    }
    assert.deepEqual(
      started.map(({ terminated }) => terminated),
      [true],
    );
  });

  it("starts no more workers than there are jobs", async () => {
    const { prover, started } = proverOf(async () => ({ proof }), 8);
    assert.deepEqual(await prover.prove(jobs(3)), [proof, proof, proof]);
    assert.equal(started.length, 3);
  });

  it("tries every job, each in a worker that has not failed, and says what failed", async () => {
    let calls = 0;
    const { prover, started } = proverOf(async () => {
      calls++;
      return calls === 1 ? { error: toPlainError(new RangeError("too little memory")) } : { proof };
    });
    await assert.rejects(prover.prove(jobs(2)), (error: Error & { failures: Map<string, Error> }) => {
      assert.equal(error.name, "ProofJobsFailedError");
      assert.match(String(error.failures.get("0")), /too little memory/);
      return true;
    });
    assert.deepEqual([calls, started.length], [2, 2]);
  });

  it("says so where a worker dies or cannot start", async () => {
    const { prover, started } = proverOf(async (_, worker) => {
      worker.dispatchEvent(Object.assign(new Event("error"), { message: "out of memory" }));
      return undefined;
    });
    await assert.rejects(prover.prove(jobs(1)), (error: Error & { failures: Map<string, Error> }) => {
      assert.match(String(error.failures.get("0")), /out of memory/);
      return true;
    });
    assert.ok(started[0]?.terminated);
  });

  it("ends its workers when it is not wanted any more", async () => {
    const controller = new AbortController();
    const { prover, started } = proverOf(async () => {
      controller.abort(new Error("enough"));
      return undefined;
    });
    await assert.rejects(prover.prove(jobs(2), { signal: controller.signal }), /enough/);
    assert.deepEqual(
      started.map(({ terminated }) => terminated),
      [true],
    );
  });

  it("refuses a number of workers that is none", () => {
    for (const workers of [0, 1.5, 17]) {
      const message = `The number of workers is ${workers}; expected a whole number from 1 to 16.`;
      assertThrows(() => browserProver({ worker: () => assert.fail(), workers }), "InvalidValueError", message);
    }
  });
});
