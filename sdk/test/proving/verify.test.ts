// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { bn254 } from "@noble/curves/bn254.js";
import { type CircuitArtifacts, type ContractProof, prove, terminateProver, verifyProof } from "../../src/index.ts";
import { buildTinyCircuit, tinyInputs } from "../support/tinyCircuit.ts";

const FIELD_ORDER = bn254.fields.Fr.ORDER;
const BASE_FIELD_ORDER = bn254.fields.Fp.ORDER;

describe("verifying a proof", () => {
  const { inputs, publicInputs } = tinyInputs([3n, 5n]);
  let artifacts: CircuitArtifacts;
  let proof: ContractProof;

  before(async () => {
    artifacts = await buildTinyCircuit();
    proof = await prove({ artifacts, inputs, publicInputs });
  });
  after(terminateProver);

  const verify = (changes: { proof?: ContractProof; publicInputs?: readonly bigint[] }) =>
    verifyProof({ verifyingKey: artifacts.verifyingKey, publicInputs, proof, ...changes });

  it("accepts it for its public inputs, and for no others", () => {
    assert.equal(verify({}), true);
    for (const i of publicInputs.keys()) {
      assert.equal(verify({ publicInputs: publicInputs.with(i, publicInputs[i]! + 1n) }), false, `input ${i}`);
      assert.equal(
        verify({ publicInputs: publicInputs.with(i, publicInputs[i]! + FIELD_ORDER) }),
        false,
        "not below p",
      );
      assert.equal(verify({ publicInputs: publicInputs.with(i, publicInputs[i]! - FIELD_ORDER) }), false, "negative");
    }
    assert.equal(verify({ publicInputs: publicInputs.slice(1) }), false, "one less");
    assert.equal(verify({ publicInputs: [...publicInputs, 0n] }), false, "one more");
  });

  it("refuses it under another key", () => {
    const { verifyingKey } = artifacts;
    const other = { ...verifyingKey, vk_delta_2: verifyingKey.vk_gamma_2 };
    assert.equal(verifyProof({ verifyingKey: other, publicInputs, proof }), false);
  });

  it("refuses other points, and points that are not on the curve", () => {
    const { a, b, c } = proof;
    assert.equal(verify({ proof: { a: c, b, c: a } }), false, "a and c swapped");
    assert.equal(verify({ proof: { a: [a[0], BASE_FIELD_ORDER - a[1]], b, c } }), false, "a negated");
    assert.equal(verify({ proof: { a: [a[0] + 1n, a[1]], b, c } }), false, "a off the curve");
    assert.equal(verify({ proof: { a, b: [b[1], b[0]], c } }), false, "b off the curve");
    assert.equal(verify({ proof: { a: [0n, 0n], b, c } }), false, "a at infinity");
  });

  it("refuses coordinates that the chain refuses, though they are those of the same point", () => {
    const { a, b, c } = proof;
    assert.equal(verify({ proof: { a: [a[0] + BASE_FIELD_ORDER, a[1]], b, c } }), false, "of a");
    assert.equal(verify({ proof: { a, b: [b[0], [b[1][0], b[1][1] + BASE_FIELD_ORDER]], c } }), false, "of b");
  });
});
