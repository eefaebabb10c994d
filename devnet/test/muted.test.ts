// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { muted } from "../src/muted.ts";

describe("muted", () => {
  it("returns the result, and gives the console back", async () => {
    const { log } = console;
    const result = await muted(async () => {
      assert.notEqual(console.log, log);
      console.log("unseen");
      return 7;
    });
    assert.equal(result, 7);
    assert.equal(console.log, log);
  });

  it("hands over what was printed where the work fails, and gives the console back", async () => {
    const { error } = console;
    const failure = new Error("no");
    let printed = "";
    const work = async () => {
      console.warn("line %d", 3);
      console.error("expected ;");
      throw failure;
    };
    await assert.rejects(
      muted(work, (text) => {
        printed = text;
      }),
      failure,
    );
    assert.equal(printed, "line 3\nexpected ;");
    assert.equal(console.error, error);
  });
});
