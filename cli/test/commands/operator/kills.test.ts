// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DOLLAR } from "@commonweight/devnet";
import { KILLS, sweepKills } from "../../../../test/faults/kills/sweep.ts";

/** The short form of `npm run test:faults -- kills`: at every transaction, and at a few of the lines and reads. */
describe("an operator run that is killed", () => {
  it("goes on where it was: one commitment, one bond, the whole prize, and no transaction more", async () => {
    const { kills, losses, outcome } = await sweepKills({ every: 60 });
    assert.deepEqual(losses, []);
    // The entry fee is all that an undisturbed run pays; its prize is the pot of 102 dollars, less the protocol's hundredth.
    assert.deepEqual(outcome, {
      status: "Settled",
      transactions: 9,
      commitments: 1,
      paid: 2n * DOLLAR,
      prize: 100_980_000n,
      shares: 400_000n * 10n ** 18n,
    });
    const [lines, reads, before, after] = KILLS.map((kill) => kills.get(kill) ?? 0);
    assert.deepEqual([before, after], [9, 9], "every transaction, on both sides");
    assert.ok(lines! >= 5 && reads! >= 9, `${lines} lines, ${reads} reads`);
  });
});
