// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UnexpectedResultError } from "../../../scripts/demo/books.ts";
import { errorNames, expectRejection } from "../../../scripts/demo/rejections.ts";

class RevertedError extends Error {
  override readonly name = "RevertedError";
  readonly data = { errorName: "ProofInvalid" };
}
const reverted = new Error("could not prove", { cause: new RevertedError("reverted") });

describe("expectRejection", () => {
  it("returns the first line of the expected error", async () => {
    const message = await expectRejection("forging", () => Promise.reject(reverted), "ProofInvalid");
    assert.equal(message, "could not prove");
  });

  it("refuses an attempt that succeeds", () =>
    assert.rejects(
      expectRejection("forging", () => Promise.resolve(1), "ProofInvalid"),
      new UnexpectedResultError("forging succeeded; expected it to fail with ProofInvalid."),
    ));

  it("refuses another error, and keeps it as the cause", () =>
    assert.rejects(
      expectRejection("forging", () => Promise.reject(reverted), "BytesHashMismatch"),
      (error) =>
        error instanceof UnexpectedResultError &&
        error.cause === reverted &&
        error.message === "forging failed with Error ← RevertedError ← ProofInvalid; expected BytesHashMismatch.",
    ));
});

describe("errorNames", () => {
  it("follows causes and contract errors", () =>
    assert.deepEqual(errorNames(reverted), ["Error", "RevertedError", "ProofInvalid"]));

  it("finds nothing in what is no error", () => assert.deepEqual(errorNames("text"), []));
});
