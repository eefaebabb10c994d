// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { asClassification, asRegression, labelsPerWord, parseTask, samplesPerChunk } from "../../src/data/index.ts";
import { definitionId, layoutId } from "../../src/utils/index.ts";
import { assertThrows, digits28, tinyExamples, tinyTask } from "../fixtures.ts";

const { name: _, ...nameless } = digits28;

describe("parseTask", () => {
  it("takes a task as it is", () => assert.deepEqual(parseTask(structuredClone(digits28)), digits28));

  const refused: [string, unknown, string | RegExp][] = [
    ["nothing", null, "task is null; expected an object."],
    ["a missing key", nameless, /^task\.name is missing; expected at most 64 lower-case/],
    ["an unknown key", { ...digits28, extra: 1 }, "task.extra is 1; expected no such key."],
    ["a name that is no file name", { ...digits28, name: "../x" }, /^task\.name is "\.\.\/x";/],
    [
      "text for a number",
      { ...digits28, features: "64" },
      'task.features is "64"; expected an integer from 1 to 65536.',
    ],
    ["no features", { ...digits28, features: 0 }, "task.features is 0; expected an integer from 1 to 65536."],
    ["a fraction", { ...digits28, featureBits: 1.5 }, "task.featureBits is 1.5; expected an integer from 1 to 8."],
    ["nine bits", { ...digits28, featureBits: 9 }, "task.featureBits is 9; expected an integer from 1 to 8."],
    ["one class", { ...digits28, classes: 1 }, "task.classes is 1; expected an integer from 2 to 240."],
    ["241 classes", { ...digits28, classes: 241 }, /^task\.classes is 241;/],
    [
      "another metric",
      { ...digits28, metric: "loss" },
      'task.metric is "loss"; expected "accuracy", "agreement", "squared-error" or "next-symbol".',
    ],
    [
      "lanes that fill 254 bits",
      { ...digits28, encoding: { ...digits28.encoding, stride: 127, perElement: 2 } },
      "task.encoding.stride · task.encoding.perElement is 254; expected at most 253.",
    ],
  ];
  for (const [what, json, message] of refused) {
    it(`refuses ${what}`, () => assertThrows(() => parseTask(json), "InvalidValueError", message));
  }
});

describe("a task", () => {
  it("has the samples of all groups, and as many labels a word as fit 240 bits", () => {
    assert.equal(samplesPerChunk(digits28), 28);
    assert.equal(labelsPerWord(digits28), 24);
    assert.equal(labelsPerWord(tinyTask), 80);
  });

  it("has an identity that depends on values and not on the order of keys", () => {
    const reversed = Object.fromEntries(Object.entries(digits28).reverse());
    assert.equal(definitionId(parseTask(reversed)), definitionId(digits28));
    assert.notEqual(
      definitionId({ ...digits28, encoding: { ...digits28.encoding, groups: 6 } }),
      definitionId(digits28),
    );
    assert.equal(layoutId(digits28), BigInt(definitionId(digits28)) % 2n ** 120n);
  });
});

describe("asClassification and asRegression", () => {
  it("give back the task that they ask for, and name the metric of another", () => {
    const labelled = parseTask(digits28);
    const regression = tinyExamples.at(-1)!.task;
    assert.equal(asClassification(labelled), labelled);
    assert.equal(asRegression(regression), regression);
    assertThrows(
      () => asClassification(regression),
      "InvalidValueError",
      'The metric of tiny-denoiser is "squared-error"; expected "accuracy" or "agreement": samples with labels.',
    );
    assertThrows(
      () => asRegression(labelled),
      "InvalidValueError",
      'The metric of digits-28 is "accuracy"; expected "squared-error": samples with targets.',
    );
  });
});
