// SPDX-License-Identifier: MIT
// Networks that PyTorch trained by the script of docs/operators/pytorch.md, and architectures proposed for graphs, as the generator sees them.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { decodeOnnx, importFile, loadOnnx, proposeArchitecture, runOnnx } from "@commonweight/sdk/import";
import { checkModel, modelBits, quantise } from "@commonweight/sdk/model";
import { loadArchitecture, loadTask } from "../../circuits/generator/definitions.ts";
import { planEvaluateModel, planSealModel } from "../../circuits/generator/plan.ts";
import { drawGlyphs } from "../../scripts/training/glyphs.ts";
import { tinyExamples } from "../../sdk/test/fixtures.ts";

const FIXTURES = join(import.meta.dirname, "../../sdk/test/fixtures/pytorch");
const INT8_POINTS = 0.005;

describe("digits-mlp, trained by PyTorch", async () => {
  const architecture = loadArchitecture("digits-mlp");
  const task = loadTask("digits-28");
  const calibration = drawGlyphs(500, 1).features;
  const { features: inputs, labels } = drawGlyphs(2000, 2);
  const samples = { inputs, labels };
  const { network, unused } = await importFile({ path: join(FIXTURES, "digits.safetensors"), architecture });

  it("loses at most half a point in integers of 8 bits", () => {
    assert.deepEqual(unused, []);
    const model = quantise({ architecture, network, calibration });
    const { measured, provable } = checkModel({ model, network, task, samples, chunks: 2 });
    assert.ok(measured.float! > 0.94, `${measured.float}`);
    assert.ok(measured.integer >= measured.float! - INT8_POINTS, `${measured.integer} of ${measured.float}`);
    assert.ok(measured.agreement! > 0.97, `${measured.agreement}`);
    assert.equal(provable.points, 56);
    assert.ok(provable.expectedPoints >= 52);
  });

  it("is the same in both files, and as onnxruntime-web runs it", async () => {
    const path = join(FIXTURES, "digits.onnx");
    const bytes = await readFile(path);
    const reference = await runOnnx({ bytes, graph: decodeOnnx(bytes), inputs, inputScale: 1 / 15 });
    assert.deepEqual((await importFile({ path, architecture })).network, network);
    const model = quantise({ architecture, network, calibration });
    const [own, theirs] = [{ network }, { reference }].map(
      (compared) => checkModel({ model, task, samples, ...compared }).measured,
    );
    assert.deepEqual(own, theirs);
  });

  it("keeps nine tenths of its right answers in half its bits", () => {
    const whole = modelBits(quantise({ architecture, network, calibration }));
    const bits = Math.floor(whole / 2);
    const model = quantise({ architecture, network, calibration, bits });
    assert.ok(modelBits(model) <= bits);
    const { measured } = checkModel({ model, network, task, samples });
    assert.ok(measured.integer > 0.9 * measured.float!, `${measured.integer} of ${measured.float}`);
  });

  it("is proposed an architecture on which it does as well, and of which circuits can be made", async () => {
    const graph = await loadOnnx(join(FIXTURES, "digits.onnx"));
    const proposal = proposeArchitecture({
      graph,
      name: "digits-proposed",
      task,
      calibration: calibration.slice(0, 60),
    });
    const { measured } = checkModel({ model: proposal.model, network: proposal.network, task, samples });
    assert.ok(measured.integer >= measured.float! - 0.02, `${measured.integer} of ${measured.float}`);
    // No dearer than the one that was made by hand.
    const proposed = planEvaluateModel(task, proposal.architecture);
    assert.ok(
      proposed.constraints < 1.1 * planEvaluateModel(task, architecture).constraints,
      `${proposed.constraints}`,
    );
  });
});

describe("the generator, of proposed architectures", () => {
  for (const [e, name] of ["mlp", "cnn", "lora", "moe", "text", "regression"].entries()) {
    it(`plans both circuits of the one for ${name}.onnx`, async () => {
      const { task, architecture } = tinyExamples[e]!;
      const graph = await loadOnnx(join(FIXTURES, `${name}.onnx`));
      const { input } = architecture;
      const calibration = [0, 1, 2, 3, 4, 5].map((s) =>
        Array.from({ length: input.kind === "features" ? input.features : input.context }, (_, i) => (i * i + s) % 4),
      );
      const proposal = proposeArchitecture({ graph, name: `proposed-${name}`, task, calibration });
      planSealModel(proposal.architecture);
      planEvaluateModel(task, proposal.architecture);
    });
  }
});
