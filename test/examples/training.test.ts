// SPDX-License-Identifier: MIT

// The recipes that ship, on digits drawn by code: they learn, stay within their bits, and end in models that the circuits accept.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { loadRecipe, REPOSITORY } from "@commonweight/circuits";
import { makeChunks } from "@commonweight/sdk/data";
import { checkCompleteness, loadModel } from "@commonweight/sdk/model";
import { checkpointCommitment, masterFromModel, quantiseMaster, stepsOf } from "@commonweight/sdk/training";
import { accuracyOf, digitBatches, RECORD, timeSteps } from "../../bench/training/train.ts";
import { drawGlyphs } from "../../scripts/training/glyphs.ts";

describe("integer SGD on digits", () => {
  it("is right on at least 90 % of digits it never saw, within a minute, and ends where it always does", async () => {
    const recipe = loadRecipe("digits-mlp-sgd");
    const { master, seconds } = timeSteps(recipe, digitBatches(recipe));
    assert.ok(seconds < 60, `${seconds} s`);
    const model = quantiseMaster(recipe, master);
    checkCompleteness(model);
    const accuracy = accuracyOf(model, drawGlyphs(2_000, 2));
    assert.ok(accuracy >= 0.9, `${accuracy}`);
    const { training } = JSON.parse(await readFile(join(REPOSITORY, "bench/training.json"), "utf8")) as {
      training: { accuracy: number; last: string };
    };
    assert.equal(accuracy, training.accuracy);
    const last = checkpointCommitment({ ...RECORD, recipe, master, step: RECORD.steps });
    assert.equal(String(last), training.last);
  });

  it("fine-tunes the last layer of a published model to digits that it knows less well", async () => {
    const recipe = loadRecipe("digits-mlp-last-layer");
    const style = { rotation: 0.7, noise: [0.3, 1.8] } as const;
    const parent = await loadModel(join(REPOSITORY, "circuits/examples/digits-mlp.json"));
    const samples = drawGlyphs(2_000, 11, style);
    const { length } = samples.labels;
    const salts = Array.from({ length: length / recipe.task.encoding.samples }, (_, index) => BigInt(index));
    const chunks = makeChunks({ task: recipe.task, samples, salts });
    let master = masterFromModel(recipe, parent);
    for (const { trace } of stepsOf({ recipe, seed: 77n, steps: 1_500, chunks, master, from: 0 })) master = trace.next;
    const model = quantiseMaster(recipe, master);
    assert.deepEqual(model.matrices[0], parent.matrices[0]);
    const test = drawGlyphs(1_000, 12, style);
    const [before, after] = [accuracyOf(parent, test), accuracyOf(model, test)];
    assert.ok(after > before + 0.1, `${before} before, ${after} after`);
  });
});
