// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UnexpectedResultError } from "../../../scripts/demo/books.ts";
import { expectAddsUp, type LedgerLine, ledgerTable } from "../../../scripts/demo/ownership/ledger.ts";
import { SHARE_SUPPLY } from "../../../scripts/demo/payout.ts";

const DOLLAR = 1_000_000n;
const HALF = SHARE_SUPPLY / 2n;

/** One pays the other three of its ten dollars; each has half of one model's shares; a third has nothing to do with it. */
const ledger: LedgerLine[] = [
  { name: "payer", minted: 10n * DOLLAR, paid: 3n * DOLLAR, got: 0n, has: 7n * DOLLAR, shares: [HALF] },
  { name: "payee", minted: 0n, paid: 0n, got: 3n * DOLLAR, has: 3n * DOLLAR, shares: [HALF] },
  { name: "stranger", minted: 0n, paid: 0n, got: 0n, has: 0n, shares: [0n] },
];

describe("the ledger", () => {
  it("shows who took part, and the sums", () =>
    assert.equal(
      ledgerTable(ledger),
      [
        "            had  paid  got  has    model 1",
        "  ────────  ───  ────  ───  ───  ─────────",
        "  payer      10     3    0    7    500,000",
        "  payee       0     0    3    3    500,000",
        "  together   10     3    3   10  1,000,000",
      ].join("\n"),
    ));

  it("adds up", () => expectAddsUp(ledger, 1, 10n * DOLLAR));

  const wrong: [string, Partial<LedgerLine>, bigint, RegExp][] = [
    ["a balance that no transfer explains", { has: 4n * DOLLAR }, 11n * DOLLAR, /^What payee has.*3000000; expected 4/],
    ["a dollar that nobody has", {}, 11n * DOLLAR, /^All dollars together is 10000000; expected 11000000/],
    [
      "a share that nobody has",
      { shares: [HALF - 1n] },
      10n * DOLLAR,
      /^All shares of model 1 is 9{24}; expected 10{24}/,
    ],
  ];
  for (const [what, change, supply, message] of wrong) {
    it(`does not add up with ${what}`, () => {
      const altered = ledger.map((line) => (line.name === "payee" ? { ...line, ...change } : line));
      assert.throws(
        () => expectAddsUp(altered, 1, supply),
        (error) => error instanceof UnexpectedResultError && message.test(error.message),
      );
    });
  }
});
