// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { loadTask } from "@commonweight/circuits";
import { asClassification, InvalidFileError } from "@commonweight/sdk";
import type { SampleSource } from "../../../scripts/demo/options.ts";
import { loadSamples } from "../../../scripts/demo/samples.ts";

const task = asClassification(loadTask("digits-28"));
const evaluationSize = 56;

/** Rows of 64 equal features; the label is the row's number, modulo 10. */
function rows(count: number, feature = 7, columns = 64): string {
  const row = (sample: number) => [...Array(columns).fill(feature), sample % 10].join(",");
  return Array.from({ length: count }, (_, sample) => row(sample)).join("\n");
}

describe("loadSamples", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "commonweight-samples-"));
  });
  after(() => rm(folder, { recursive: true }));

  async function csv(name: string, text: string): Promise<SampleSource> {
    const path = join(folder, name);
    await writeFile(path, text);
    return { format: "csv", path };
  }

  /** Images and labels of IDX: unsigned bytes, in three dimensions and in one. */
  async function idx(name: string, count: number, pixel: number): Promise<SampleSource & { format: "idx" }> {
    const images = join(folder, `${name}-images`);
    const labels = join(folder, `${name}-labels`);
    const header = (magic: number, ...dimensions: number[]) => {
      const bytes = Buffer.alloc(4 * (1 + dimensions.length));
      for (const [at, value] of [magic, ...dimensions].entries()) bytes.writeUInt32BE(value, 4 * at);
      return bytes;
    };
    const pixels = Buffer.alloc(64 * count, pixel);
    pixels.fill(0, 0, 64);
    await writeFile(images, Buffer.concat([header(0x803, count, 8, 8), pixels]));
    await writeFile(labels, Buffer.concat([header(0x801, count), Buffer.alloc(count, 3)]));
    return { format: "idx", images, labels };
  }

  it("draws samples without files, and seals only test samples", async () => {
    const samples = await loadSamples({ task, evaluationSize });
    assert.equal(samples.drawn, true);
    assert.equal(samples.evaluation.labels.length, evaluationSize);
    const known = new Set(samples.test.features.map((row) => row.join()));
    for (const row of samples.evaluation.features) assert.ok(known.has(row.join()));
  });

  it("takes 16 as 15, and leaves smaller features alone", async () => {
    const files = { training: await csv("train.csv", rows(100, 16)), test: await csv("test.csv", rows(60, 7)) };
    const samples = await loadSamples({ task, evaluationSize, files });
    assert.equal(samples.training.features[0]![0], 15);
    assert.equal(samples.test.features[0]![0], 7);
  });

  it("scales wider features, such as the bytes of IDX, by the range of the training samples", async () => {
    const files = { training: await idx("train", 100, 255), test: await idx("test", 60, 128) };
    const samples = await loadSamples({ task, evaluationSize, files });
    assert.deepEqual([samples.training.features[0]![0], samples.training.features[1]![0]], [0, 15]);
    assert.equal(samples.test.features[1]![0], 8);
  });

  const refused: [string, () => Promise<{ training: SampleSource; test: SampleSource }>, RegExp][] = [
    [
      "a missing file",
      async () => ({
        training: { format: "csv", path: join(folder, "nowhere.csv") },
        test: await csv("a.csv", rows(60)),
      }),
      /nowhere\.csv/,
    ],
    [
      "too few samples to train on",
      async () => ({ training: await csv("few.csv", rows(99)), test: await csv("a.csv", rows(60)) }),
      /few\.csv: The file has 99 samples; expected at least 100/,
    ],
    [
      "too few samples to seal",
      async () => ({ training: await csv("a.csv", rows(100)), test: await csv("short.csv", rows(55)) }),
      /short\.csv: The file has 55 samples; expected at least 56/,
    ],
    [
      "another number of features",
      async () => ({ training: await csv("narrow.csv", rows(100, 7, 63)), test: await csv("a.csv", rows(60)) }),
      /narrow\.csv: A sample has 63 features; expected 64/,
    ],
    [
      "a label that is no class",
      async () => ({
        training: await csv("eleven.csv", rows(100).replace(/3$/m, "10")),
        test: await csv("a.csv", rows(60)),
      }),
      /eleven\.csv: The label of sample 4 is 10; expected 0 to 9/,
    ],
    [
      "a feature of CSV above 16",
      async () => ({
        training: await csv("bright.csv", rows(100).replace(/^7,7/, "7,17")),
        test: await csv("a.csv", rows(60)),
      }),
      /bright\.csv: Column 2 of sample 1 is 17; expected an integer from 0 to 16\./,
    ],
    [
      "a negative feature of CSV",
      async () => ({ training: await csv("a.csv", rows(100)), test: await csv("dark.csv", rows(60, -1)) }),
      /dark\.csv: Column 1 of sample 1 is -1; expected an integer from 0 to 16\./,
    ],
    [
      "a fraction as a feature of CSV",
      async () => ({ training: await csv("halves.csv", rows(100, 0.5)), test: await csv("a.csv", rows(60)) }),
      /halves\.csv: Column 1 of sample 1 is 0\.5; expected an integer from 0 to 16\./,
    ],
    [
      "test images brighter than those trained on",
      async () => ({ training: await idx("dim", 100, 200), test: await idx("glaring", 60, 201) }),
      /glaring-images: Pixel 1 of sample 2 is 201; expected an integer from 0 to 200, the range of --data\./,
    ],
    [
      "images without labels",
      async () => {
        const { images } = await idx("lone", 100, 255);
        return { training: { format: "csv", path: images }, test: await csv("a.csv", rows(60)) };
      },
      /lone-images: The file holds IDX images; expected --data-labels .* --test-labels/,
    ],
    [
      "images without as many labels",
      async () => {
        const wide = await idx("wide", 100, 255);
        const narrow = await idx("narrow", 60, 255);
        return { training: { ...wide, labels: narrow.labels }, test: narrow };
      },
      /narrow-labels: The file has 60 labels; expected 100/,
    ],
  ];
  for (const [what, files, message] of refused) {
    it(`refuses ${what}`, async () => {
      const given = await files();
      await assert.rejects(
        loadSamples({ task, evaluationSize, files: given }),
        (error) => error instanceof InvalidFileError && message.test(error.message),
      );
    });
  }
});
