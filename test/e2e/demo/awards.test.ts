// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DOLLAR } from "@commonweight/devnet";
import { type Awards, awardOf, expectedMoney } from "../../../scripts/demo/awards.ts";
import type { PartyName } from "../../../scripts/demo/world.ts";

/** Two operators, the second of them paid elsewhere, so that the pot is 1,010 dollars. */
const awards: Awards = {
  byRank: (["strong operator", "weak operator"] as const).map((name, rank) => ({
    party: { name },
    payee: { name: rank === 1 ? "strong operator's cold wallet" : name },
  })),
  entrants: ["strong operator", "weak operator"],
};
const cents = (amount: number) => (BigInt(Math.round(100 * amount)) * DOLLAR) / 100n;
const withStipends = (...recorded: PartyName[]): Awards => ({ ...awards, stipendBps: 2_000, recorded });

describe("awardOf", () => {
  it("divides the whole pot where no stipends are set aside", () => {
    assert.deepEqual(awardOf(awards, 0), { prize: cents(699.93), fee: cents(7.07), stipend: 0n });
    assert.deepEqual(awardOf(awards, 1), { prize: cents(299.97), fee: cents(3.03), stipend: 0n });
  });

  it("pays as large a part of the stipends as of the prizes, without a fee, where the record is proven", () => {
    const some = withStipends("weak operator");
    assert.deepEqual(awardOf(some, 0), { prize: 559_944_000n, fee: 5_656_000n, stipend: 0n });
    assert.deepEqual(awardOf(some, 1), { prize: 239_976_000n, fee: 2_424_000n, stipend: cents(60.6) });
  });
});

describe("expectedMoney", () => {
  it("pays payees, frees bonds, and leaves the backers nothing where all is earned", () => {
    const money = expectedMoney(withStipends("strong operator", "weak operator"));
    assert.deepEqual(money.get("strong operator"), { paid: cents(55), got: 559_944_000n + cents(141.4 + 50) });
    assert.deepEqual(money.get("weak operator"), { paid: cents(55), got: cents(50) });
    assert.deepEqual(money.get("strong operator's cold wallet"), { paid: 0n, got: 239_976_000n + cents(60.6) });
    assert.deepEqual(money.get("backer 1"), { paid: cents(500), got: 0n });
    assert.deepEqual(money.get("sponsor"), { paid: cents(100), got: cents(100) });
    assert.deepEqual(money.get("protocol treasury"), { paid: 0n, got: 5_656_000n + 2_424_000n });
  });

  it("gives a stipend that nobody earned to the backers, by what they contributed", () => {
    const money = expectedMoney(withStipends("strong operator"));
    assert.deepEqual(money.get("backer 1"), { paid: cents(500), got: cents(30.3) });
    assert.deepEqual(money.get("backer 2"), { paid: cents(300), got: cents(18.18) });
    assert.deepEqual(money.get("backer 3"), { paid: cents(200), got: cents(12.12) });
  });

  it("pays out what was paid in", () => {
    for (const recorded of [[], ["weak operator"], ["strong operator", "weak operator"]] as PartyName[][]) {
      const all = [...expectedMoney(withStipends(...recorded)).values()];
      const sum = (part: "paid" | "got") => all.reduce((total, money) => total + money[part], 0n);
      assert.equal(sum("got"), sum("paid"), `records of ${recorded.join(" and ")}`);
    }
  });
});
