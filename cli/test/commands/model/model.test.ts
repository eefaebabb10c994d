// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { after, before, describe, it } from "node:test";
import { evaluate, loadModel, parseArchitecture, readCsv, strictArgmax } from "@commonweight/sdk";
import { digits28, digitsMlp, integerBelow, seededRandom } from "../../../../sdk/test/fixtures.ts";
import { makeFolder } from "../../support/folder.ts";
import { runCli } from "../../support/testIo.ts";

const FIXTURE = resolve(import.meta.dirname, "../../../../sdk/test/fixtures/pytorch/digits.safetensors");

/** Rows as of digits, with labels that are drawn by lot: what counts is what becomes of them. */
function rows(samples: number, seed: number, features = 64): string {
  const random = seededRandom(seed);
  const row = () => [...Array.from({ length: features }, () => integerBelow(random, 17)), integerBelow(random, 10)];
  return `${Array.from({ length: samples }, () => row().join(",")).join("\n")}\n`;
}

describe("commonweight model", () => {
  let folder: string;
  const run = (...args: string[]) =>
    runCli(["model", ...args], { cwd: folder, env: { COMMONWEIGHT_CONFIG: join(folder, "config.yaml") } });
  const importing = (out: string) => [
    "import",
    FIXTURE,
    "--architecture",
    "architecture.json",
    "--calibration",
    "train.csv",
    "--out",
    out,
  ];

  before(async () => {
    folder = await makeFolder();
    await writeFile(join(folder, "config.yaml"), "");
    await writeFile(join(folder, "architecture.json"), JSON.stringify(digitsMlp));
    await writeFile(join(folder, "task.json"), JSON.stringify(digits28));
    await writeFile(join(folder, "train.csv"), rows(50, 1));
    await writeFile(join(folder, "test.csv"), rows(40, 2));
    await writeFile(join(folder, "narrow.csv"), rows(3, 3, 5));
  });
  after(() => rm(folder, { recursive: true }));

  it("imports what PyTorch wrote, says which tensor is which, and overwrites nothing", async () => {
    const { code, stdout, stderr } = await run(...importing("model.json"));
    assert.equal(code, 0, stderr);
    assert.match(stdout, /layers\.0\.weights +fc1\.weight +shape/);
    assert.match(stdout, /architecture +digits-mlp/);
    assert.deepEqual((await loadModel(join(folder, "model.json"))).architecture, parseArchitecture(digitsMlp));
    const again = await run(...importing("model.json"));
    assert.equal(again.code, 3);
    assert.match(again.stderr, /The file exists; expected a name that is free/);
  });

  it("prunes to a number of bits where asked to", async () => {
    const { json, code, stderr } = await run(...importing("small.json"), "--bits", "8000", "--json");
    assert.equal(code, 0, stderr);
    assert.ok(json<{ bits: number }>().bits <= 8000);
  });

  it("runs a model as the circuit counts, in all and by class", async () => {
    const { json, code, stderr } = await run("run", "model.json", "test.csv", "--json");
    assert.equal(code, 0, stderr);
    const { correct, samples, classes } = json<{
      correct: number;
      samples: number;
      classes: { class: number; samples: number; correct: number }[];
    }>();
    const model = await loadModel(join(folder, "model.json"));
    const { features, labels } = await readCsv(join(folder, "test.csv"));
    // 16 is one more than four bits hold.
    const answers = features.map((sample) =>
      strictArgmax(
        evaluate(
          model,
          sample.map((value) => Math.min(value, 15)),
        ),
      ),
    );
    assert.equal(samples, 40);
    assert.equal(correct, answers.filter((answer, i) => answer === labels[i]).length);
    for (const one of classes) assert.equal(one.samples, labels.filter((label) => label === one.class).length);
    assert.match(
      (await run("run", "model.json", "test.csv")).stdout,
      /^\d+ of 40 right, [\d.]+ %\.\nclass +right +of +share\n/,
    );
  });

  it("refuses samples that are not the network's, and files that are no samples", async () => {
    const narrow = await run("run", "model.json", "narrow.csv");
    assert.equal(narrow.code, 3);
    assert.match(narrow.stderr, /The number of features of a sample is 5; expected 64, as digits-mlp has/);
    const absent = await run("run", "model.json", "absent.csv");
    assert.equal(absent.code, 3);
    assert.match(absent.stderr, /absent\.csv/);
    const labels = await run("run", "model.json", "test.csv", "--labels", "test.csv");
    assert.equal(labels.code, 3);
    assert.match(labels.stderr, /expected no --labels beside it/);
    assert.equal((await run("run", "model.json", "test.csv", "--scale", "0")).code, 2);
  });

  it("checks a model against what it was quantised from, and says what would be proven", async () => {
    const { stdout, code, stderr } = await run(
      ...["check", "model.json", "test.csv", "--task", "task.json", "--float", FIXTURE, "--chunks", "4"],
    );
    assert.equal(code, 0, stderr);
    assert.match(stdout, /integer accuracy +[\d.]+ % of 40 samples, -?[\d.]+ points less than in float/);
    assert.match(stdout, /proofs +5: seal-model\.digits-mlp, and evaluate-model\.digits-28\.digits-mlp for each chunk/);
    assert.match(stdout, /score to expect +\d+ of 112/);
    assert.match(stdout, /layer +kind +cut off +zero +least bits left\n0 +dense/);
  });
});
