// SPDX-License-Identifier: MIT

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DOLLAR } from "@commonweight/devnet";
import type { SentTransaction } from "@commonweight/sdk";
import { createGasBook, expectEqual } from "../../../scripts/demo/books.ts";
import { gasTable, moneyTable } from "../../../scripts/demo/summary.ts";

/** A mined transaction, of which the books read the gas only. */
function mined(gasUsed: bigint): SentTransaction {
  return { hash: "0x", receipt: { gasUsed } as SentTransaction["receipt"] };
}

describe("createGasBook", () => {
  it("keeps the least and the most gas of an action, and what was not sent out of it", () => {
    const gas = createGasBook();
    gas.record("commit", mined(1_500n));
    gas.record("claim", mined(70n));
    gas.record("commit", mined(1_200n));
    gas.record("commit", { hash: undefined, receipt: undefined });
    assert.deepEqual(gas.totals(), [
      { action: "commit", count: 2, least: 1_200, most: 1_500 },
      { action: "claim", count: 1, least: 70, most: 70 },
    ]);
    assert.match(gasTable(gas), /commit +2 +1,200 +1,500/);
  });

  it("hands on what the action returned", () => {
    const sent = { ...mined(1n), amount: 5n };
    assert.equal(createGasBook().record("credit", sent).amount, 5n);
  });
});

describe("moneyTable", () => {
  it("leaves out who did nothing, and sums up", () => {
    const table = moneyTable([
      { name: "guardian", paid: 0n, got: 0n, shares: 0n },
      { name: "backer 1", paid: 500n * DOLLAR, got: 0n, shares: 10n ** 18n / 2n },
      { name: "sponsor", paid: 100n * DOLLAR, got: 100n * DOLLAR, shares: 0n },
    ]);
    assert.doesNotMatch(table, /guardian/);
    assert.match(table, /backer 1 +500 +0 +-500 +0\.5/);
    assert.match(table, /together +600 +100 +-500 +0\.5/);
  });
});

describe("expectEqual", () => {
  it("names what differs, the value and what was expected", () => {
    expectEqual("the rank", 1, 1);
    assert.throws(() => expectEqual("The rank", 2, 1), {
      name: "UnexpectedResultError",
      message: "The rank is 2; expected 1.",
    });
  });
});
