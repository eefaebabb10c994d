// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { access, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { loadModel } from "@commonweight/sdk";
import { drawGlyphs } from "../../../../scripts/training/glyphs.ts";
import { makeFolder } from "../../support/folder.ts";
import { type Ran, runCli } from "../../support/testIo.ts";

const repository = join(import.meta.dirname, "../../../..");
const fixture = (name: string) => join(repository, "sdk/test/fixtures/pytorch", name);
const architecture = join(repository, "circuits/architectures/digits-mlp.json");
const task = join(repository, "circuits/tasks/digits-28.json");

/** Files that PyTorch wrote, on digits that we draw; no chain is needed where definitions come from files. */
describe("commonweight model import and check", () => {
  let folder: string;
  const run = (args: readonly string[]): Promise<Ran> =>
    runCli(args, { cwd: folder, env: { COMMONWEIGHT_CONFIG: join(folder, "config.yaml") } });
  const isThere = (name: string): Promise<boolean> =>
    access(join(folder, name)).then(
      () => true,
      () => false,
    );

  before(async () => {
    folder = await makeFolder();
    await writeFile(join(folder, "config.yaml"), "");
    for (const [name, count, seed] of [
      ["train.csv", 600, 1],
      ["test.csv", 1000, 99],
    ] as const) {
      const { features, labels } = drawGlyphs(count, seed);
      const lines = features.map((row, i) => `${row.join(",")},${labels[i]}`);
      await writeFile(join(folder, name), `${lines.join("\n")}\n`);
    }
  });
  after(() => rm(folder, { recursive: true }));

  const importing = (file: string, out: string) =>
    ["model", "import", file, "--architecture", architecture, "--calibration", "train.csv", "--out", out] as const;

  it("makes the same model of a safetensors and of an ONNX file", async () => {
    const first = await run([...importing(fixture("digits.safetensors"), "a.json"), "--json"]);
    assert.equal(first.code, 0, first.stderr);
    assert.equal(first.json<{ architecture: string }>().architecture, "digits-mlp");
    const second = await run(importing(fixture("digits.onnx"), "b.json"));
    assert.equal(second.code, 0, second.stderr);
    assert.match(second.stdout, /layers\.0 +\/Relu/);
    assert.deepEqual(await loadModel(join(folder, "b.json")), await loadModel(join(folder, "a.json")));
  });

  it("never writes over a file", async () => {
    const { code, stderr } = await run(importing(fixture("digits.safetensors"), "a.json"));
    assert.equal(code, 3);
    assert.match(stderr, /a\.json.*exists/s);
  });

  it("tells everything that does not fit at once, and writes nothing", async () => {
    const { code, stderr } = await run(importing(fixture("mlp.safetensors"), "c.json"));
    assert.equal(code, 3);
    assert.match(stderr, /layers\.0\.weights/);
    assert.match(stderr, /layers\.1\.weights/);
    assert.equal(await isThere("c.json"), false);
  });

  it("prunes to a size", async () => {
    const { code, stderr, json } = await run([
      ...importing(fixture("digits.safetensors"), "small.json"),
      "--bits",
      "9000",
      "--json",
    ]);
    assert.equal(code, 0, stderr);
    assert.ok(json<{ bits: number }>().bits <= 9_000);
  });

  it("compares the integers with the file that another runtime runs", async () => {
    const args = ["model", "check", "a.json", "test.csv", "--task", task, "--float", fixture("digits.onnx")];
    const { code, stderr, json } = await run([...args, "--chunks", "2", "--json"]);
    assert.equal(code, 0, stderr);
    const check = json<{
      measured: { integer: number; float: number };
      provable: { points: number; proofs: number };
      layers: unknown[];
    }>();
    assert.ok(check.measured.integer > 0.9, `integer ${check.measured.integer}`);
    assert.ok(Math.abs(check.measured.integer - check.measured.float) <= 0.01, `float ${check.measured.float}`);
    assert.deepEqual([check.provable.points, check.provable.proofs, check.layers.length], [56, 3, 2]);
    const { stdout } = await run(args);
    assert.match(stdout, /score to expect +\d+ of 28/);
    assert.match(stdout, /least bits left/);
  });

  it("proposes an architecture for a graph, with a model of it", async () => {
    const args = ["architecture", "import", fixture("digits.onnx"), "--name", "my-digits", "--task", task];
    const { code, stderr, stdout } = await run([
      ...[...args, "--calibration", "train.csv"],
      ...["--out", "my-digits.json", "--model", "my-model.json"],
    ]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /It agrees with the graph on (9\d\.\d|100\.0) %/);
    const checked = await run(["model", "check", "my-model.json", "test.csv", "--task", task, "--json"]);
    assert.ok(checked.json<{ measured: { integer: number } }>().measured.integer > 0.9);
  });
});
