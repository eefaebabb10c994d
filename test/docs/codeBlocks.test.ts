// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { codeBlocksOf } from "../../scripts/docs/codeBlocks.ts";

describe("blocks of code", () => {
  it("are found with their language, their line, and the example that a comment names", () => {
    const text =
      "# Title\n\n<!-- example: first -->\n\n```ts\nconst a = 1;\n\n```\n\n```\nplain\n```\n  ````md\n```ts\n```\n  ````\n";
    assert.deepEqual(codeBlocksOf(text), [
      { language: "ts", code: "const a = 1;\n\n", line: 5, example: "first" },
      { language: "", code: "plain\n", line: 10, example: undefined },
      { language: "md", code: "```ts\n```\n", line: 13, example: undefined },
    ]);
  });

  it("have to end, and a comment has to stand before one", () => {
    assert.throws(() => codeBlocksOf("text\n```ts\nconst a = 1;\n"), /line 2 does not end/);
    assert.throws(() => codeBlocksOf("<!-- example: lost -->\ntext\n"), /Line 1 names the example lost/);
  });
});
