// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BaseError } from "../../src/errors/BaseError.ts";
import { InvalidFileError } from "../../src/errors/InvalidFileError.ts";
import { describeValue, InvalidValueError } from "../../src/errors/InvalidValueError.ts";

describe("BaseError", () => {
  it("composes its message of all it was given", () => {
    const error = new BaseError("Short.", {
      metaMessages: ["One: 1", "Two: 2"],
      docsPath: "docs/x.md",
      details: "low",
    });
    assert.equal(error.message, "Short.\n\nOne: 1\nTwo: 2\n\nDocs: docs/x.md\nDetails: low");
    assert.equal(error.name, "BaseError");
    assert.equal(new BaseError("Short.").message, "Short.");
  });

  it("takes details from its cause", () => {
    assert.equal(new BaseError("Outer.", { cause: new Error("inner") }).details, "inner");
    assert.equal(new BaseError("Outer.", { cause: new BaseError("Inner.", { details: "low" }) }).details, "low");
    assert.equal(new BaseError("Outer.", { cause: new BaseError("Inner.") }).details, "Inner.");
  });

  it("walks down the causes", () => {
    const inner = new TypeError("inner");
    const middle = new InvalidValueError({ subject: "x", value: 1, expected: "2", cause: inner });
    const outer = new BaseError("Outer.", { cause: middle });
    assert.equal(outer.walk(), inner);
    assert.equal(
      outer.walk((error) => error instanceof InvalidValueError),
      middle,
    );
    assert.equal(
      outer.walk((error) => error instanceof BaseError),
      outer,
    );
    assert.equal(
      outer.walk((error) => error instanceof RangeError),
      null,
    );
    const alone = new BaseError("Alone.");
    assert.equal(alone.walk(), alone);
  });
});

describe("InvalidValueError", () => {
  it("says what is what, and what was expected", () => {
    const error = new InvalidValueError({ subject: "x", value: "1", expected: "the number 1" });
    assert.equal(error.message, 'x is "1"; expected the number 1.');
    assert.deepEqual(
      [error.name, error.subject, error.value, error.expected],
      ["InvalidValueError", "x", "1", "the number 1"],
    );
  });

  it("describes values briefly", () => {
    assert.equal(describeValue(undefined), "missing");
    assert.equal(describeValue(null), "null");
    assert.equal(describeValue(12n), "12");
    assert.equal(describeValue([1, 2]), "a list of 2");
    assert.equal(describeValue({ a: 1, b: 2 }), "an object with the keys a, b");
    assert.equal(describeValue("x".repeat(200)).length, 81);
  });
});

describe("InvalidFileError", () => {
  it("begins with the file, and the line if there is one", () => {
    assert.equal(new InvalidFileError("a.csv", "It is empty.").message, "a.csv: It is empty.");
    const error = new InvalidFileError("a.csv", "It is wrong.", { line: 3 });
    assert.equal(error.shortMessage, "a.csv:3: It is wrong.");
    assert.deepEqual([error.path, error.line], ["a.csv", 3]);
  });
});
