// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createJournal } from "../../../scripts/demo/journal.ts";
import { formatAmount, formatTable } from "../../../scripts/demo/tables.ts";

describe("formatAmount", () => {
  const cases: [bigint, string][] = [
    [0n, "0"],
    [1n, "0.000001"],
    [1_500_000n, "1.5"],
    [-2_000_000n, "-2"],
    [1_234_567_890_000n, "1,234,567.89"],
  ];
  for (const [amount, text] of cases)
    it(`writes ${amount} as ${text}`, () => assert.equal(formatAmount(amount, 6), text));
});

describe("formatTable", () => {
  it("aligns names to the left and numbers to the right", () => {
    const table = formatTable(
      ["who", "paid"],
      [
        ["sponsor", "1,000"],
        ["me", "5"],
      ],
    );
    assert.deepEqual(table.split("\n"), [
      "  who       paid",
      "  ───────  ─────",
      "  sponsor  1,000",
      "  me           5",
    ]);
  });
});

describe("createJournal", () => {
  function recorded(isTTY: boolean) {
    let text = "";
    return { output: { isTTY, write: (piece: string) => (text += piece) }, text: () => text };
  }

  it("prints one line a finished step where there is no terminal", async () => {
    const { output, text } = recorded(false);
    const result = await createJournal(output).step("seal", async (update) => {
      update("half");
      return 7;
    });
    assert.equal(result, 7);
    assert.match(text(), /^ {2}✓ seal +\d+\.\d s\n$/);
  });

  it("rewrites the running step's line on a terminal", async () => {
    const { output, text } = recorded(true);
    await createJournal(output).step("seal", async (update) => update("half"));
    assert.match(text(), /… seal: half/);
  });

  it("marks a step that fails, and passes its error on", async () => {
    const { output, text } = recorded(false);
    const failure = new Error("no");
    await assert.rejects(
      createJournal(output).step("seal", () => Promise.reject(failure)),
      failure,
    );
    assert.equal(text(), "  ✗ seal\n");
  });
});
