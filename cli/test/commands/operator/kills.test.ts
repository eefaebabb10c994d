// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DOLLAR } from "@commonweight/devnet";
import { KILLS, sweepKills } from "../../../../test/faults/kills/sweep.ts";

/** The short form of `npm run test:faults -- kills`: at every transaction, and whenever there is nothing to do but wait. */
describe("an operator run that is killed", () => {
  it("goes on where it was: one commitment, one bond, the whole prize, and no transaction more", async () => {
    const { kills, losses, outcome } = await sweepKills({ every: 1_000, by: ["requests"] });
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
    const [waits, , before, after] = KILLS.map((kill) => kills.get(kill) ?? 0);
    assert.equal(after, 9, "every transaction");
    // Each of them twice: as a new one, and as what the journal has when the next run begins.
    assert.equal(before, 18);
    assert.ok(waits! >= 4, `${waits} kills while it waits`);
  });
});
