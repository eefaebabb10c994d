// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { copyFile, open, readFile, truncate } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import {
  type BackendParameters,
  type BackendResult,
  type CircuitArtifacts,
  type ProverBackend,
  prove,
  snarkjsBackend,
  terminateProver,
} from "../../../src/index.ts";
import { assertRejects, inFolder } from "../../fixtures.ts";
import { buildTinyCircuit, tinyInputs } from "../../support/tinyCircuit.ts";

const honest = tinyInputs([3n, 5n]);
const WITNESS_VALUE_BYTES = 32;

describe("a backend of one's own", () => {
  let artifacts: CircuitArtifacts;

  before(async () => {
    artifacts = await buildTinyCircuit();
  });
  after(terminateProver);

  /** snarkjs, given something else than it should be, or what it hands back changed. */
  const changed = (
    before: (parameters: BackendParameters) => BackendParameters,
    after: (result: BackendResult) => BackendResult = (result) => result,
  ): ProverBackend => ({
    name: "changed",
    prove: async (parameters) => after(await snarkjsBackend().prove(before(parameters))),
  });
  const handsBack = (result: unknown): ProverBackend => ({ name: "odd", prove: async () => result as BackendResult });

  it("gets the circuit's key and witness, and fails with its own error", async () => {
    const given: BackendParameters[] = [];
    const backend: ProverBackend = {
      name: "curious",
      prove: (parameters) => {
        given.push(parameters);
        return Promise.reject(new Error("out of paper"));
      },
    };
    await assert.rejects(prove({ artifacts, ...honest, backend }), /^Error: out of paper$/);
    const [{ circuit, zkey, witness }] = given as [BackendParameters];
    assert.deepEqual([circuit, zkey], [artifacts.name, artifacts.zkey]);
    assert.equal(Buffer.from(witness.subarray(0, 4)).toString(), "wtns");
  });

  it("is refused where it hands back nothing, or something else", async () => {
    const problem = /^The prover odd of seal-chunk\.tiny handed back no proof: .*; expected affine points and public/;
    for (const result of [undefined, null, {}, { proof: {}, publicSignals: [] }, { proof: 7, publicSignals: "1" }]) {
      await assertRejects(prove({ artifacts, ...honest, backend: handsBack(result) }), "ProverOutputError", problem);
    }
  });

  it("is refused where it shows fewer or more public signals", async () => {
    const show = (publicSignals: unknown[]) =>
      changed(
        (given) => given,
        ({ proof }) => ({ proof, publicSignals }),
      );
    const shown = honest.publicInputs.map(String);
    await assertRejects(
      prove({ artifacts, ...honest, backend: show(shown.slice(0, 2)) }),
      "PublicInputMismatchError",
      `The public input digest of seal-chunk.tiny is missing; expected ${shown[2]}.`,
    );
    await assertRejects(
      prove({ artifacts, ...honest, backend: show([...shown, "1"]) }),
      "PublicInputMismatchError",
      "The public input number 3 of seal-chunk.tiny is 1; expected none.",
    );
  });

  it("is refused where it proves a damaged witness", () => {
    const damage = (given: BackendParameters): BackendParameters => {
      const witness = given.witness.slice();
      // The last value is a private one: the public signals stay as they are.
      witness[witness.length - WITNESS_VALUE_BYTES]! ^= 1;
      return { ...given, witness };
    };
    return assertRejects(
      prove({ artifacts, ...honest, backend: changed(damage) }),
      "ProofRejectedError",
      "The proof made for seal-chunk.tiny does not verify under its own key.",
    );
  });

  it("says so where its witness is cut short, of another circuit, or none", async () => {
    const cuts: ((witness: Uint8Array) => Uint8Array)[] = [
      (witness) => witness.slice(0, -WITNESS_VALUE_BYTES),
      (witness) => witness.slice(0, 40),
      () => new Uint8Array(1),
    ];
    for (const cut of cuts) {
      const backend = changed((given) => ({ ...given, witness: cut(given.witness) }));
      await assert.rejects(prove({ artifacts, ...honest, backend }), (error: Error) => {
        assert.ok(["ProverError", "ProofRejectedError"].includes(error.name), `${error}`);
        return true;
      });
    }
  });

  it("is refused where any section of its key is damaged", () =>
    inFolder(async (folder) => {
      const whole = await readFile(artifacts.zkey);
      const zkey = join(folder, "damaged.zkey");
      // Past the header, which is compared before: coefficients, then the points, the last of them those of H.
      for (const part of [0.55, 0.7, 0.85]) {
        await copyFile(artifacts.zkey, zkey);
        const file = await open(zkey, "r+");
        const at = Math.floor(whole.length * part);
        await file.write(Buffer.from([whole[at]! ^ 1]), 0, 1, at);
        await file.close();
        await assert.rejects(prove({ artifacts: { ...artifacts, zkey }, ...honest }), (error: Error) => {
          const names = ["ProofRejectedError", "ProverError", "ProverOutputError"];
          assert.ok(names.includes(error.name), `byte ${at}: ${error}`);
          return true;
        });
      }
      await truncate(zkey, whole.length - 100);
      await assert.rejects(prove({ artifacts: { ...artifacts, zkey }, ...honest }), /damaged\.zkey/);
    }));

  it("is not waited for when it is not wanted any more", async () => {
    const controller = new AbortController();
    const backend: ProverBackend = {
      name: "snarkjs, interrupted",
      prove: (parameters) => {
        const proving = snarkjsBackend().prove(parameters);
        controller.abort(new Error("not wanted"));
        return proving;
      },
    };
    await assert.rejects(prove({ artifacts, ...honest, backend, signal: controller.signal }), /^Error: not wanted$/);
  });
});
