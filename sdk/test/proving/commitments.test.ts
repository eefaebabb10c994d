// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { chunkElements } from "../../src/data/index.ts";
import { modelElements } from "../../src/model/index.ts";
import { dataCommitment, FIELD_ORDER, modelCommitment, poseidon, sponge } from "../../src/proving/index.ts";
import { layoutId } from "../../src/utils/index.ts";
import { assertThrows, randomChunk, randomModel, seededRandom, tinyArchitecture, tinyTask } from "../fixtures.ts";

const operator = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const model = randomModel(tinyArchitecture, seededRandom(1));
const chunk = randomChunk(tinyTask, seededRandom(2));

describe("modelCommitment", () => {
  it("hashes the sponge of the elements with salt and operator", () => {
    const weights = sponge(1n, layoutId(tinyArchitecture), modelElements(model));
    assert.equal(modelCommitment({ model, salt: 5n, operator }), poseidon([weights, 5n, BigInt(operator)]));
  });

  it("depends on salt, operator, each weight and the architecture's name", () => {
    const changed = structuredClone(model);
    changed.matrices[2]!.weights[1]![4]! ^= 1;
    const renamed = { ...model, architecture: { ...tinyArchitecture, name: "other" } };
    const commitments = [
      modelCommitment({ model, salt: 5n, operator }),
      modelCommitment({ model, salt: 6n, operator }),
      modelCommitment({ model, salt: 5n, operator: "0x5FbDB2315678afecb367f032d93F642f64180aa3" }),
      modelCommitment({ model: changed, salt: 5n, operator }),
      modelCommitment({ model: renamed, salt: 5n, operator }),
    ];
    assert.equal(new Set(commitments).size, commitments.length);
  });

  it("refuses a salt that is not below p", () => {
    assertThrows(() => modelCommitment({ model, salt: FIELD_ORDER, operator }), "InvalidValueError", /^salt is 2188/);
  });
});

describe("dataCommitment", () => {
  it("is the sponge of the elements, and depends on salt, features, labels and task", () => {
    assert.equal(dataCommitment(tinyTask, chunk), sponge(2n, layoutId(tinyTask), chunkElements(tinyTask, chunk)));
    const features = structuredClone(chunk.features);
    features[3]![2]! ^= 1;
    const labels = chunk.labels.map((label, s) => (s === 0 ? (label + 1) % tinyTask.classes : label));
    const commitments = [
      dataCommitment(tinyTask, chunk),
      dataCommitment(tinyTask, { ...chunk, salt: chunk.salt - 1n }),
      dataCommitment(tinyTask, { ...chunk, features }),
      dataCommitment(tinyTask, { ...chunk, labels }),
      dataCommitment({ ...tinyTask, name: "other" }, chunk),
    ];
    assert.equal(new Set(commitments).size, commitments.length);
  });
});
