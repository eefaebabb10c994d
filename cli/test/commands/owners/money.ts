// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DOLLAR, ONE_SHARE, type SettledChain } from "../../support/settledChain.ts";

/** `commonweight money`, of a bounty. */
export function describeMoney(settled: () => SettledChain): void {
  const isolated = (test: (chain: SettledChain) => Promise<void>) => () => settled().isolated(() => test(settled()))();
  const addressOf = (name: string) => settled().devnet.account(name).address;

  describe("commonweight money, of a bounty", () => {
    it("itemises what a bounty owes, with the command that gets each", async () => {
      const { as, devnet } = settled();
      const sponsor = await as("sponsor", ["money", "owed", "--bounty", "1"]);
      assert.equal(
        sponsor.stdout,
        [
          `Account         ${addressOf("sponsor")}`,
          "Sponsor's bond  50 TUSD",
          "Due             50 TUSD: commonweight money credit 1",
          "Shares          100,000 shares: commonweight shares claim 1",
          "In the ledger   0 TUSD",
          "",
        ].join("\n"),
      );
      const operator = await as("operator", ["money", "owed", "--bounty", "1"]);
      // The pot of 1,002 less the protocol's hundredth, and the bond: both are in the ledger since the claim.
      const ledger = `In the ledger  1,011.98 TUSD, prizes included: commonweight money withdraw ${devnet.token}`;
      assert.ok(operator.stdout.endsWith(`Due            0 TUSD\n${ledger}\n`), operator.stdout);
    });

    it(
      "credits what is due, for anybody, once",
      isolated(async ({ as, sendingNothing, devnet, balanceOf }) => {
        const credited = await as("customer", ["money", "credit", "1", "--for", addressOf("sponsor")]);
        assert.equal(credited.code, 0);
        assert.match(
          credited.stdout,
          /^50 TUSD credited to 0x\w+ \(0x\w+\)\. Next: commonweight money withdraw 0x\w+\n$/,
        );
        const again = await sendingNothing("customer", ["money", "credit", "1", "--for", addressOf("sponsor")]);
        assert.match(again.stdout, /owes 0x\w+ nothing that is not in the ledger\. Nothing was sent\.\n$/);
        const owed = await as("sponsor", ["money", "owed", "--bounty", "1", "--json"]);
        const json = owed.json<{ due: string; ledger: string; items: Record<string, string> }>();
        assert.deepEqual([json.due, json.ledger], ["0", String(50n * DOLLAR)]);
        assert.deepEqual([json.items.sponsorBond, json.items.shares], ["0", String(100_000n * ONE_SHARE)]);
        const before = await balanceOf(devnet.token, "sponsor");
        assert.equal((await as("sponsor", ["money", "withdraw", devnet.token])).code, 0);
        assert.equal((await balanceOf(devnet.token, "sponsor")) - before, 50n * DOLLAR);
      }),
    );

    it("asks for a token or a bounty, that is there", async () => {
      const { as, devnet, unconfirmed } = settled();
      for (const args of [[], [devnet.token, "--bounty", "1"]]) {
        const ran = await as("backer", ["money", "owed", ...args]);
        assert.equal(ran.code, 2);
        assert.match(ran.stderr, /expected either <token> or --bounty/);
      }
      assert.equal((await as("backer", ["money", "owed", "--bounty", "9"])).code, 4);
      const declined = await unconfirmed("sponsor", ["money", "credit", "1"]);
      assert.equal(declined.code, 7);
    });
  });
}
