// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DAY, DOLLAR, ONE_SHARE, type SettledChain, settledBounty } from "../../support/settledChain.ts";

/** `commonweight shares`. */
export function describeShares(settled: () => SettledChain): void {
  const isolated = (test: (chain: SettledChain) => Promise<void>) => () => settled().isolated(() => test(settled()))();
  const addressOf = (name: string) => settled().devnet.account(name).address;

  describe("commonweight shares", () => {
    it("shows a model, and what the wallet has of it", async () => {
      const { as, shares } = settled();
      const { code, stdout } = await as("backer", ["shares", "show", "1"]);
      assert.equal(code, 0);
      assert.match(stdout, /^Model {5}Commonweight Model 1 \(CWM-1\), of bounty 1$/m);
      assert.match(stdout, new RegExp(`^Shares {4}${shares}$`, "m"));
      assert.match(stdout, /^Supply {4}1,000,000 shares$/m);
      assert.match(stdout, /^Settled {3}2027-01-06 \d\d:00 \(\d+ s ago\)$/m);
      assert.match(stdout, /^Revenue {3}0 TUSD paid so far, nothing streams now$/m);
      assert.match(stdout, new RegExp(`\\n\\nAccount {4}${addressOf("backer")}\\nBalance {4}375,000 shares\\n`));
      assert.match(stdout, /Delegated {2}to nobody: these shares do not vote\nClaimable {2}0 TUSD\n$/);
    });

    it("shows anybody's as JSON, in smallest units, and the model alone without a key", async () => {
      const { as, devnet, shares } = settled();
      const sponsor = addressOf("sponsor");
      const env = { COMMONWEIGHT_PRIVATE_KEY: "" };
      const ran = await as("backer", ["shares", "show", "1", "--account", sponsor, "--json"], { env });
      const json = ran.json<{ holding: unknown; token: unknown; supply: string; ancestors: unknown }>();
      assert.deepEqual(json.holding, {
        balance: "0",
        unclaimed: String(100_000n * ONE_SHARE),
        votes: "0",
        claimable: "0",
      });
      assert.deepEqual(json.token, { address: devnet.token, symbol: "TUSD", decimals: 6 });
      assert.deepEqual([json.supply, json.ancestors], [String(1_000_000n * ONE_SHARE), []]);
      const without = await as("backer", ["shares", "show", "1"], { env });
      assert.equal(without.code, 0);
      assert.match(
        without.stdout,
        new RegExp(
          `${shares}[\\s\\S]*\\n\\nAccount {2}not known\\. There is no key to sign with.*\\. Or give --account\\.\\n$`,
        ),
      );
    });

    it("names a bounty that is not settled, or not there", async () => {
      const unknown = await settled().as("backer", ["shares", "show", "7"]);
      assert.equal(unknown.code, 4);
      assert.match(unknown.stderr, /bounty 7/);
      const wrong = await settled().as("backer", ["shares", "show", "first"]);
      assert.equal(wrong.code, 2);
      assert.match(wrong.stderr, /It is first; expected a bounty's number, from 1/);
    });

    it(
      "claims for somebody else, and finds nothing the second time",
      isolated(async ({ as, sendingNothing, shares, balanceOf }) => {
        const args = ["shares", "claim", "1", "--for", addressOf("sponsor")];
        const { code, stdout } = await as("customer", args);
        assert.equal(code, 0);
        assert.match(stdout, new RegExp(`^${addressOf("sponsor")} got 100,000 shares \\(0x[0-9a-f]{64}\\)\\.\\n$`));
        assert.equal(await balanceOf(shares, "sponsor"), 100_000n * ONE_SHARE);
        const again = await sendingNothing("customer", [...args, "--json"]);
        assert.equal(again.json().amount, "0");
        assert.equal(again.json().hash, undefined);
      }),
    );

    it(
      "transfers, in shares",
      isolated(async ({ as, shares, balanceOf }) => {
        const { code, stdout } = await as("backer", ["shares", "transfer", "1", addressOf("customer"), "12.5"]);
        assert.equal(code, 0);
        assert.match(stdout, new RegExp(`^${addressOf("customer")} got 12\\.5 shares \\(0x`));
        assert.equal(await balanceOf(shares, "customer"), (25n * ONE_SHARE) / 2n);
        assert.equal(await balanceOf(shares, "backer"), 375_000n * ONE_SHARE - (25n * ONE_SHARE) / 2n);
      }),
    );

    it("sends no transfer of too much, of no amount, without a key, or that nobody has confirmed", async () => {
      const { sendingNothing, unconfirmed } = settled();
      const transfer = (amount: string) => ["shares", "transfer", "1", addressOf("customer"), amount];
      const short = await sendingNothing("backer2", transfer("125000.1"));
      assert.equal(short.code, 4);
      assert.match(short.stderr, / holds 125,000 CWM-1; 125,000\.1 CWM-1 are needed, 0\.1 CWM-1 are missing\.\n$/);
      const wrong = await sendingNothing("backer2", transfer("12,5"));
      assert.equal(wrong.code, 3);
      assert.match(wrong.stderr, /"12,5"; expected an amount of shares with at most 18 decimals/);
      const keyless = await sendingNothing("backer2", transfer("1"), { env: { COMMONWEIGHT_PRIVATE_KEY: "" } });
      assert.equal(keyless.code, 6);
      assert.match(keyless.stderr, /no key to sign with/);
      const declined = await unconfirmed("backer2", transfer("1"));
      assert.equal(declined.code, 7);
      assert.match(declined.stderr, /Send transfer to 0x[\s\S]*at most [\d.]+ ether[\s\S]*It was not done/);
    });

    it(
      "delegates to the wallet itself, or to another",
      isolated(async ({ as, sendingNothing }) => {
        const own = await as("backer", ["shares", "delegate", "1"]);
        assert.equal(own.code, 0);
        assert.match(own.stdout, /votes with your shares, and has 375,000 shares in votes\. \(0x/);
        const again = await sendingNothing("backer", ["shares", "delegate", "1"]);
        assert.match(again.stdout, /That was so already; nothing was sent\.\n$/);
        const ran = await as("backer2", ["shares", "delegate", "1", addressOf("backer"), "--json"]);
        assert.equal(ran.json().votes, String(500_000n * ONE_SHARE));
      }),
    );

    it(
      "pays revenue, which streams for a week, and claims it",
      isolated(async ({ as, sendingNothing, travel, balanceOf, devnet }) => {
        const none = await sendingNothing("backer", ["shares", "revenue", "1", "--claim"]);
        assert.equal(none.stdout, "There is nothing to claim. Nothing was sent.\n");
        const paid = await as("customer", ["shares", "revenue", "1", "--pay", "700"]);
        assert.equal(paid.code, 0);
        assert.match(
          paid.stdout,
          /^700 TUSD paid \(0x[0-9a-f]{64}\)\. All that is unstreamed reaches the holders within 7 d\.\n$/,
        );
        await travel(DAY);
        const look = await as("backer", ["shares", "revenue", "1"]);
        assert.match(look.stdout, /^Claimable {2}37\.5\d* TUSD$/m);
        assert.match(look.stdout, /^Revenue {4}700 TUSD paid so far, 600 TUSD of them stream over the next 6 d$/m);
        await travel(7 * DAY);

        const to = addressOf("owner");
        const before = await balanceOf(devnet.token, "owner");
        const claimed = await as("backer", ["shares", "revenue", "1", "--claim", "--to", to, "--json"]);
        const amount = BigInt(claimed.json<{ amount: string }>().amount);
        assert.ok(amount > 262n * DOLLAR && amount <= 263n * DOLLAR, `${amount}`);
        assert.equal((await balanceOf(devnet.token, "owner")) - before, amount);
        const other = await as("customer", ["shares", "revenue", "1", "--claim", "--for", addressOf("backer2")]);
        assert.match(other.stdout, new RegExp(`^87\\.\\d+ TUSD sent to ${addressOf("backer2")}`));
      }),
    );

    it(
      "passes the royalty of a child model on, and shows where it comes from",
      isolated(async (chain) => {
        const { as, sendingNothing, devnet } = chain;
        const child = String(await settledBounty(chain, { parent: 1n, royaltyBps: 1_000 }, 2));
        const paid = await as("customer", ["shares", "revenue", child, "--pay", "50"]);
        assert.match(paid.stdout, /^50 TUSD paid \(0x\w+\)\. 5 TUSD of them wait for its parent\. /);
        const shown = await sendingNothing("backer", ["shares", "show", child]);
        assert.match(shown.stdout, /^Made from {2}the model of bounty 1, which gets 10 % of what its child earns$/m);
        assert.match(shown.stdout, /^Royalty {4}5 TUSD wait for the parent model$/m);
        const json = (await sendingNothing("backer", ["shares", "show", child, "--json"])).json();
        assert.deepEqual(json.ancestors, [{ shares: chain.shares, royaltyBps: 1_000, bounty: "1" }]);
        const passed = await as("backer2", ["shares", "revenue", child, "--distribute"]);
        assert.match(passed.stdout, /^5 TUSD passed on to the parent model \(0x\w+\)\.\n$/);
        const parent = (await sendingNothing("backer", ["shares", "show", "1", "--json"])).json();
        assert.equal(parent.received, String(5n * DOLLAR));
        assert.deepEqual(parent.token, { address: devnet.token, symbol: "TUSD", decimals: 6 });
      }),
    );

    it("sends no revenue of too much, nor a royalty that there is not, nor options that do not go together", async () => {
      const { sendingNothing, unconfirmed } = settled();
      const revenue = (...args: string[]) => sendingNothing("customer", ["shares", "revenue", "1", ...args]);
      const short = await revenue("--pay", "10000.5");
      assert.equal(short.code, 4);
      assert.match(short.stderr, /holds 10,000 TUSD; 10,000\.5 TUSD are needed, 0\.5 TUSD are missing\.\n$/);
      assert.equal((await revenue("--distribute")).stdout, "No royalty waits. Nothing was sent.\n");
      assert.equal((await revenue("--pay", "1", "--claim")).code, 2);
      const alone = await revenue("--to", addressOf("owner"));
      assert.equal(alone.code, 2);
      assert.match(alone.stderr, /expected --claim with them/);
      const declined = await unconfirmed("customer", ["shares", "revenue", "1", "--pay", "5"]);
      assert.equal(declined.code, 7);
      assert.match(declined.stderr, /Pay 5 TUSD to the holders of the model of bounty 1\?/);
    });
  });
}
