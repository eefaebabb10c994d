// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { type CircuitArtifacts, externalBackend, prove, terminateProver, verifyProof } from "../../../src/index.ts";
import { assertRejects, assertThrows } from "../../fixtures.ts";
import type { Behaviour } from "../../support/fakeProver.ts";
import type { FakeRun } from "../../support/fakeProvers.ts";
import { untilEmpty, withFakeProvers } from "../../support/temporary.ts";
import { buildTinyCircuit, tinyInputs } from "../../support/tinyCircuit.ts";

const honest = tinyInputs([3n, 5n]);
const patience = { timeout: 60_000 };

describe("an external prover", patience, () => {
  let artifacts: CircuitArtifacts;

  before(async () => {
    artifacts = await buildTinyCircuit();
  });
  after(terminateProver);

  /** What a proof with provers that behave in a way is refused for. */
  const refuses = (behaviour: Behaviour, name: string, message: RegExp, details?: RegExp) =>
    withFakeProvers(behaviour, async ({ parameters, runs }) => {
      const proving = prove({ artifacts, ...honest, backend: externalBackend(parameters) });
      await assert.rejects(proving, (error: Error & { details?: string }) => {
        assert.equal(error.name, name, `${error}`);
        assert.match(error.message, message);
        if (details) assert.match(error.details ?? "", details);
        return true;
      });
      await Promise.all(runs.map(({ ended }) => ended));
    });

  it("makes a proof that verifies, from a witness that nobody else can read", () =>
    withFakeProvers("honest", async ({ parameters, runs }) => {
      const proof = await prove({ artifacts, ...honest, backend: externalBackend(parameters) });
      assert.ok(verifyProof({ ...artifacts, publicInputs: honest.publicInputs, proof }));
      assert.deepEqual(runs[0]!.modes, { folder: 0o700, witness: 0o600 });
    }));

  it("gets its arguments as they are, then the four paths", () =>
    withFakeProvers("honest", async ({ parameters, runs }) => {
      const own = ["--gpu=0", "$(exit 1); *", ""];
      const all = { ...parameters, arguments: [...parameters.arguments, ...own] };
      await prove({ artifacts, ...honest, backend: externalBackend(all) });
      const names = runs[0]!.arguments.slice(-3).map((path) => path.split("/").at(-1));
      assert.deepEqual(runs[0]!.arguments.slice(0, -3), [...own, artifacts.zkey]);
      assert.deepEqual(names, ["witness.wtns", "proof.json", "public.json"]);
    }));

  it("is named where it is missing, or no program", () =>
    withFakeProvers("honest", async (_, temporary) => {
      const plain = join(temporary, "..", "plain");
      await writeFile(plain, "#!/bin/sh\n", { mode: 0o644 });
      for (const command of ["no-such-prover", plain]) {
        await assertRejects(
          prove({ artifacts, ...honest, backend: externalBackend({ command }) }),
          "ProverStartError",
          `The prover ${command} of seal-chunk.tiny does not run; expected a program with the command line of rapidsnark.`,
        );
      }
    }));

  it("is refused with its last words where it fails", () =>
    refuses(
      "fail",
      "ProverExitError",
      /of seal-chunk\.tiny ended with 3; expected it to end with 0/,
      /^the witness is/m,
    ));

  it("is refused where a signal kills it", () =>
    refuses("die", "ProverExitError", /was killed by SIGKILL/, /loading the key/));

  it("is refused where the process that watches over it is killed", () =>
    refuses("kill the guard", "ProverStartError", /does not run/, /watches over the prover was killed/));

  it("is refused where it writes no proof", () =>
    refuses("write nothing", "ProverOutputError", /wrote no file of the proof; expected one/, /loading the key/));

  it("is refused where its proof is no file", () =>
    refuses("write a folder", "ProverOutputError", /wrote no file of the proof; expected one/));

  it("is refused where its proof is cut short", () =>
    refuses("write half of it", "ProverOutputError", /wrote the proof as \d+ characters that are no JSON/));

  it("is refused where its proof has another shape", () =>
    refuses("write another shape", "ProverOutputError", /handed back no proof: proof\.pi_b: /));

  it("is refused where a point is at infinity", () =>
    refuses("be at infinity", "ProverOutputError", /handed back no proof: proof\.pi_a\.2: /));

  it("is refused where its public signals are others", () => {
    const [, , digest] = honest.publicInputs as [bigint, bigint, bigint];
    const message = `The public input digest of seal-chunk.tiny is ${digest + 1n}; expected ${digest}.`;
    return refuses("change a signal", "PublicInputMismatchError", new RegExp(message));
  });

  it("is refused where its proof does not verify", () =>
    refuses("change a coordinate", "ProofRejectedError", /does not verify under its own key[\s\S]*Made by: .*node/));

  it("is refused where a coordinate is one that only snarkjs takes", () =>
    refuses("lift a coordinate", "ProofRejectedError", /does not verify under its own key/));

  it("is killed with all that it started when it takes too long", () =>
    withFakeProvers(hangWithChild, async ({ parameters, runs }) => {
      const backend = externalBackend({ ...parameters, timeoutMs: 4_000 });
      await assertRejects(
        prove({ artifacts, ...honest, backend }),
        "ProverTimeoutError",
        /was not done; expected its proof within 4000 ms\./,
      );
      await Promise.all(runs.map(({ ended }) => ended));
    }));

  it("is killed with all that it started when it is not wanted any more", () => {
    const controller = new AbortController();
    const behave = (run: FakeRun, number: number): Behaviour => {
      if (number === 2) controller.abort(new Error("not wanted"));
      return hangWithChild(run, number);
    };
    return withFakeProvers(behave, async ({ parameters, runs }) => {
      const backend = externalBackend(parameters);
      await assert.rejects(prove({ artifacts, ...honest, backend, signal: controller.signal }), /^Error: not wanted$/);
      assert.equal(runs.length, 2);
      await Promise.all(runs.map(({ ended }) => ended));
    });
  });

  for (const [where, processes] of [
    ["that wants the proof", undefined],
    ["that wants it of others", 1],
  ] as const) {
    it(`is killed, and its folder removed, when the process ${where} is killed`, () => {
      const script = fileURLToPath(new URL("../../support/provingProcess.ts", import.meta.url));
      let kill = (): unknown => assert.fail("not started yet");
      const behave = (run: FakeRun, number: number): Behaviour => {
        if (number === 2) kill();
        return hangWithChild(run, number);
      };
      return withFakeProvers(behave, async ({ parameters, runs }, temporary) => {
        const child = fork(script, { execArgv: [], serialization: "advanced" });
        kill = () => child.kill("SIGKILL");
        child.send({ jobs: [{ id: "only", artifacts, ...honest }], processes, backend: parameters });
        await once(child, "exit");
        assert.equal(child.signalCode, "SIGKILL");
        await Promise.all(runs.map(({ ended }) => ended));
        await untilEmpty(temporary);
      });
    });
  }

  it("is not started when it is not wanted in the first place", () =>
    withFakeProvers("honest", async ({ parameters, runs }) => {
      const signal = AbortSignal.abort(new Error("not wanted"));
      await assert.rejects(prove({ artifacts, ...honest, backend: externalBackend(parameters), signal }), /not wanted/);
      assert.equal(runs.length, 0);
    }));

  it("has a time that a timer can wait", () => {
    for (const timeoutMs of [0, -1, Number.NaN, 2 ** 31]) {
      assertThrows(
        () => externalBackend({ command: "prover", timeoutMs }),
        "InvalidValueError",
        `The timeoutMs of a prover is ${timeoutMs}; expected milliseconds, more than 0 and at most 2147483647.`,
      );
    }
  });
});

/** The first run starts a second, and both hang. */
function hangWithChild(_: FakeRun, number: number): Behaviour {
  return number === 1 ? "hang with a child" : "hang";
}
