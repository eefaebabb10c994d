// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseOptions, UsageError } from "../../../scripts/demo/options.ts";

describe("parseOptions", () => {
  it("draws its own digits by default", () =>
    assert.deepEqual(parseOptions([]), { help: false, full: false, ownership: false, training: false }));

  it("plays all parts", () =>
    assert.deepEqual(parseOptions(["--full"]), { help: false, full: true, ownership: false, training: false }));

  it("goes on after the claim, by itself or with all parts", () => {
    assert.deepEqual(parseOptions(["--ownership"]), { help: false, full: false, ownership: true, training: false });
    assert.deepEqual(parseOptions(["--full", "--ownership"]), {
      help: false,
      full: true,
      ownership: true,
      training: false,
    });
  });

  it("keeps training records, of its own digits or of files", () => {
    assert.deepEqual(parseOptions(["--training"]), { help: false, full: false, ownership: false, training: true });
    const options = parseOptions(["--training", "--data", "a.csv", "--test", "b.csv"]);
    assert.ok(!options.help && options.training && options.files);
  });

  it("asks for help", () => assert.deepEqual(parseOptions(["--help"]), { help: true }));

  it("takes two CSV files", () => {
    assert.deepEqual(parseOptions(["--data", "a.csv", "--test", "b.csv"]), {
      help: false,
      full: false,
      ownership: false,
      training: false,
      files: { training: { format: "csv", path: "a.csv" }, test: { format: "csv", path: "b.csv" } },
    });
  });

  it("takes IDX images with their labels", () => {
    const options = parseOptions(["--data", "a", "--data-labels", "b", "--test", "c", "--test-labels", "d"]);
    assert.deepEqual(options, {
      help: false,
      full: false,
      ownership: false,
      training: false,
      files: {
        training: { format: "idx", images: "a", labels: "b" },
        test: { format: "idx", images: "c", labels: "d" },
      },
    });
  });

  const refused: [string, string[], RegExp][] = [
    ["an unknown option", ["--fast"], /--fast/],
    ["a stray argument", ["file.csv"], /file\.csv/],
    ["an option without its value", ["--data"], /--data/],
    ["training data without test data", ["--data", "a.csv"], /--test/],
    ["test data without training data", ["--test", "a.csv"], /--data/],
    ["records with all parts", ["--training", "--full"], /--training plays a bounty of its own, without --full/],
    ["records with what follows the claim", ["--ownership", "--training"], /without --ownership/],
    ["labels without images", ["--data-labels", "b"], /--data-labels needs --data/],
  ];
  for (const [what, args, message] of refused) {
    it(`refuses ${what}`, () =>
      assert.throws(
        () => parseOptions(args),
        (error) => error instanceof UsageError && message.test(error.message),
      ));
  }
});
