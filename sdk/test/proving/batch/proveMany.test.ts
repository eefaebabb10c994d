// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import {
  type CircuitArtifacts,
  externalBackend,
  fileProofStore,
  type ProofJob,
  ProofJobsFailedError,
  type ProofProgress,
  type ProverBackend,
  proofId,
  proveMany,
  snarkjsBackend,
  terminateProver,
  verifyProof,
} from "../../../src/index.ts";
import { assertRejects, inFolder } from "../../fixtures.ts";
import type { Behaviour } from "../../support/fakeProver.ts";
import type { FakeRun } from "../../support/fakeProvers.ts";
import { withFakeProvers } from "../../support/temporary.ts";
import { buildTinyCircuit, tinyInputs } from "../../support/tinyCircuit.ts";

describe("many proofs", { timeout: 120_000 }, () => {
  let artifacts: CircuitArtifacts;
  let jobs: ProofJob[];

  before(async () => {
    artifacts = await buildTinyCircuit();
    jobs = [3n, 4n, 5n, 6n].map((secret) => ({ id: `job ${secret}`, artifacts, ...tinyInputs([secret, 7n]) }));
  });
  after(terminateProver);

  /** A job whose statement does not hold. */
  const falseJob = (): ProofJob => {
    const { inputs, publicInputs } = tinyInputs([8n, 9n]);
    return { id: "false", artifacts, inputs: { ...inputs, secrets: [8n, 10n] }, publicInputs };
  };

  function assertProofsOf(
    proofs: readonly Parameters<typeof verifyProof>[0]["proof"][],
    of: readonly ProofJob[],
  ): void {
    assert.equal(proofs.length, of.length);
    for (const [i, { id, publicInputs }] of of.entries()) {
      assert.ok(verifyProof({ ...artifacts, publicInputs, proof: proofs[i]! }), id);
    }
  }

  /** Steps of a run, and the callback that gathers them. */
  function gather() {
    const steps: ProofProgress[] = [];
    return { steps, onProgress: (step: ProofProgress) => void steps.push(step) };
  }

  /** A backend of this process that nobody may ask. */
  const idle: ProverBackend = { name: "idle", prove: () => assert.fail("nothing is proven") };

  describe("in this process", () => {
    it("come in the order of the jobs, one after the other", async () => {
      const { steps, onProgress } = gather();
      assertProofsOf(await proveMany({ jobs: jobs.slice(0, 2), onProgress }), jobs.slice(0, 2));
      assert.deepEqual(steps, [
        { id: "job 3", step: "started", done: 0, total: 2 },
        { id: "job 3", step: "proven", done: 1, total: 2 },
        { id: "job 4", step: "started", done: 1, total: 2 },
        { id: "job 4", step: "proven", done: 2, total: 2 },
      ]);
    });

    it("are all tried, and those that were made are in the error", async () => {
      const { steps, onProgress } = gather();
      const all = [jobs[0]!, falseJob(), jobs[1]!];
      await assert.rejects(proveMany({ jobs: all, onProgress }), (error) => {
        assert.ok(error instanceof ProofJobsFailedError);
        assert.equal(error.shortMessage, "1 of 3 proofs could not be made; expected all.");
        assert.match(error.metaMessages[0]!, /^false: SealChunk does not hold of these inputs/);
        assert.equal((error.cause as Error).name, "WitnessError");
        assert.deepEqual([...error.proofs.keys()], ["job 3", "job 4"]);
        assertProofsOf([...error.proofs.values()], jobs.slice(0, 2));
        return true;
      });
      const failed = steps.filter(({ step }) => step === "failed");
      assert.deepEqual(failed, [{ id: "false", step: "failed", done: 1, total: 3 }]);
    });

    it("end early when they are not wanted any more", async () => {
      const controller = new AbortController();
      const { steps, onProgress } = gather();
      const stop = (step: ProofProgress) => {
        onProgress(step);
        if (step.step === "proven") controller.abort(new Error("not wanted"));
      };
      await assert.rejects(proveMany({ jobs, onProgress: stop, signal: controller.signal }), /^Error: not wanted$/);
      assert.deepEqual(
        steps.map(({ id, step }) => `${id} ${step}`),
        ["job 3 started", "job 3 proven"],
      );
    });

    it("end when the one who follows them fails", () =>
      assert.rejects(proveMany({ jobs, backend: idle, onProgress: () => assert.fail("full") }), /full/));

    it("are none of no jobs", async () => assert.deepEqual(await proveMany({ jobs: [], processes: 2 }), []));

    it("have an id each", () =>
      assertRejects(
        proveMany({ jobs: [jobs[0]!, jobs[0]!], backend: idle }),
        "InvalidValueError",
        'The id of a job is "job 3"; expected one of its own.',
      ));
  });

  describe("in several processes", () => {
    it("come in the order of the jobs", async () => {
      const { steps, onProgress } = gather();
      assertProofsOf(await proveMany({ jobs, processes: 2, onProgress }), jobs);
      assert.deepEqual(
        steps.slice(0, 2).map(({ id, step }) => `${id} ${step}`),
        ["job 3 started", "job 4 started"],
      );
      assert.deepEqual(
        steps.flatMap(({ step, done }) => (step === "proven" ? [done] : [])),
        [1, 2, 3, 4],
      );
    });

    it("fail with the error that the process had", async () => {
      await assert.rejects(proveMany({ jobs: [falseJob(), jobs[0]!], processes: 1 }), (error) => {
        assert.ok(error instanceof ProofJobsFailedError);
        const reason = error.failures.get("false")!;
        assert.equal(reason.name, "WitnessError");
        assert.match(reason.message, /SealChunk does not hold of these inputs[\s\S]*Expected: inputs that satisfy/);
        assert.equal(error.proofs.size, 1);
        return true;
      });
    });

    it("are made by programs", () =>
      withFakeProvers("honest", async ({ parameters, runs }) => {
        const proofs = await proveMany({ jobs: jobs.slice(0, 2), processes: 2, backend: externalBackend(parameters) });
        assertProofsOf(proofs, jobs.slice(0, 2));
        assert.equal(runs.length, 2);
      }));

    it("are tried once more, by another process, where one dies", () => {
      const behave = (_: FakeRun, number: number): Behaviour =>
        number === 1 ? "kill the process that asked" : "honest";
      return withFakeProvers(behave, async ({ parameters, runs }) => {
        const backend = externalBackend(parameters);
        assertProofsOf(await proveMany({ jobs: jobs.slice(0, 2), processes: 1, backend }), jobs.slice(0, 2));
        assert.equal(runs.length, 3);
        await runs[0]!.ended;
      });
    });

    it("are given up where a second process dies", () => {
      const behave = (_: FakeRun, number: number): Behaviour =>
        number <= 2 ? "kill the process that asked" : "honest";
      return withFakeProvers(behave, async ({ parameters, runs }) => {
        const backend = externalBackend(parameters);
        await assert.rejects(proveMany({ jobs: jobs.slice(0, 2), processes: 1, backend }), (error) => {
          assert.ok(error instanceof ProofJobsFailedError);
          assert.deepEqual([...error.proofs.keys()], ["job 4"]);
          assert.equal(error.failures.get("job 3")!.name, "ProofProcessError");
          const message = "The process that proved job 3 was killed by SIGKILL; expected it to live";
          assert.ok(error.failures.get("job 3")!.message.startsWith(message), `${error}`);
          return true;
        });
        await Promise.all(runs.map(({ ended }) => ended));
      });
    });

    it("end with all processes when they are not wanted any more", () => {
      const controller = new AbortController();
      const behave = (_: FakeRun, number: number): Behaviour => {
        if (number === 2) controller.abort(new Error("not wanted"));
        return "hang";
      };
      return withFakeProvers(behave, async ({ parameters, runs }) => {
        const backend = externalBackend(parameters);
        const proving = proveMany({ jobs, processes: 2, backend, signal: controller.signal });
        await assert.rejects(proving, /^Error: not wanted$/);
        await Promise.all(runs.map(({ ended }) => ended));
        assert.equal(runs.length, 2);
      });
    });

    it("need a backend that another process can make, and at least one process", async () => {
      await assertRejects(
        proveMany({ jobs, processes: 2, backend: idle }),
        "InvalidValueError",
        /The backend is "idle"; expected one with settings/,
      );
      for (const processes of [0, 1.5, 257]) {
        await assertRejects(
          proveMany({ jobs, processes }),
          "InvalidValueError",
          `The number of processes is ${processes}; expected an integer from 1 to 256.`,
        );
      }
    });
  });

  describe("with a store", () => {
    it("are taken from it, once they are verified", () =>
      inFolder(async (folder) => {
        const proofs = fileProofStore(folder);
        await proveMany({ jobs: jobs.slice(0, 2), proofs });
        const { steps, onProgress } = gather();
        assertProofsOf(
          await proveMany({ jobs: jobs.slice(0, 2), proofs, onProgress, backend: idle }),
          jobs.slice(0, 2),
        );
        assert.deepEqual(steps, [
          { id: "job 3", step: "resumed", done: 1, total: 2 },
          { id: "job 4", step: "resumed", done: 2, total: 2 },
        ]);
      }));

    it("are made again where the store's is cut short, no proof, or of something else", () =>
      inFolder(async (folder) => {
        const proofs = fileProofStore(folder);
        const ids = jobs.map(({ publicInputs }) => proofId({ ...artifacts, publicInputs }));
        const paths = ids.map((id) => join(folder, `${id}.json`));
        await proveMany({ jobs, proofs });
        await truncate(paths[0]!, 100);
        await writeFile(paths[1]!, JSON.stringify({ a: ["1", "2"] }));
        await writeFile(paths[2]!, await readFile(paths[3]!));
        const { steps, onProgress } = gather();
        assertProofsOf(await proveMany({ jobs, proofs, onProgress }), jobs);
        assert.deepEqual(
          steps.flatMap(({ id, step }) => (step === "started" ? [] : [`${id} ${step}`])),
          ["job 6 resumed", "job 3 proven", "job 4 proven", "job 5 proven"],
        );
        assert.deepEqual((await readdir(folder)).sort(), paths.map((path) => path.slice(folder.length + 1)).sort());
        assertProofsOf(await proveMany({ jobs, proofs, backend: idle }), jobs);
      }));

    it("fail by name where it cannot be written, and the proofs are not lost", () =>
      inFolder(async (folder) => {
        const place = join(folder, "a file");
        await writeFile(place, "");
        const backend = snarkjsBackend();
        const all = proveMany({
          jobs: jobs.slice(0, 1),
          backend,
          proofs: { ...fileProofStore(place), load: async () => undefined },
        });
        await assert.rejects(all, /job 3: .*a file.*The file cannot be written/);
        await assertRejects(
          proveMany({ jobs, backend: idle, proofs: fileProofStore(place) }),
          "InvalidFileError",
          /The file cannot be read; expected a proof, or no file/,
        );
      }));

    it("are taken up by the next run where a run was killed", () =>
      inFolder(async (folder) => {
        const script = fileURLToPath(new URL("../../support/provingProcess.ts", import.meta.url));
        const child = fork(script, { execArgv: [], serialization: "advanced" });
        child.send({ jobs, processes: 1, proofs: folder });
        child.on("message", (progress: ProofProgress) => {
          if (progress.done === 2) child.kill("SIGKILL");
        });
        await once(child, "exit");
        assert.equal(child.signalCode, "SIGKILL");

        const { steps, onProgress } = gather();
        assertProofsOf(await proveMany({ jobs, proofs: fileProofStore(folder), onProgress }), jobs);
        assert.deepEqual(steps.flatMap(({ id, step }) => (step === "started" ? [] : [`${id} ${step}`])).slice(0, 2), [
          "job 3 resumed",
          "job 4 resumed",
        ]);
        assert.deepEqual(steps.at(-1), { id: "job 6", step: "proven", done: 4, total: 4 });
      }));
  });
});
