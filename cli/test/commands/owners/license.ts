// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { tokenAbi } from "@commonweight/sdk";
import { keccak256, stringToHex } from "viem";
import { DAY, DOLLAR, RESEARCH_TERMS, type SettledChain } from "../../support/settledChain.ts";

/** `commonweight license`. */
export function describeLicense(settled: () => SettledChain): void {
  const isolated = (test: (chain: SettledChain) => Promise<void>) => () => settled().isolated(() => test(settled()))();
  const addressOf = (name: string) => settled().devnet.account(name).address;
  const verify = (...args: string[]) =>
    settled().as("owner", ["license", "verify", "1", addressOf("customer"), ...args], {
      env: { COMMONWEIGHT_PRIVATE_KEY: "" },
    });

  describe("commonweight license", () => {
    it("shows the tiers on sale, with the hash of each text", async () => {
      const { stdout } = await settled().as("customer", ["license", "tiers", "1"]);
      const [head, research, products] = stdout.split("\n");
      assert.match(head!, /^Tier +30 days {2}Text +Its keccak256$/);
      assert.equal(research!.split(/ {2,}/)[1], "10 TUSD");
      assert.ok(research!.endsWith(keccak256(stringToHex(RESEARCH_TERMS))));
      assert.match(products!, /^1 +250 TUSD {2}ipfs:\/\/products {2}0x[0-9a-f]{64}$/);
      const ran = await settled().as("customer", ["license", "tiers", "1", "--json"]);
      const { tiers } = ran.json<{ tiers: { tier: string; price: string }[] }>();
      assert.deepEqual(
        tiers.map(({ tier, price }) => [tier, price]),
        [
          ["0", String(10n * DOLLAR)],
          ["1", String(250n * DOLLAR)],
        ],
      );
    });

    it(
      "sells one, which verify finds until it expires, by its text as well",
      isolated(async ({ as, travel, folder, balanceOf, devnet }) => {
        const none = await verify();
        assert.equal(none.code, 8);
        assert.equal(none.stdout, `${addressOf("customer")} is not licensed to use the model of bounty 1.\n`);
        const bought = await as("customer", ["license", "buy", "1", "0", "--periods", "3"]);
        assert.equal(bought.code, 0);
        assert.match(
          bought.stdout,
          new RegExp(
            `^Licence 1 for 30 TUSD: ${addressOf("customer")} is licensed until 2027-04-06 \\d\\d:00 \\(in 90 d\\) \\(0x`,
          ),
        );
        assert.equal(await balanceOf(devnet.token, "customer"), 9_970n * DOLLAR);

        await writeFile(join(folder, "research.md"), RESEARCH_TERMS);
        await writeFile(join(folder, "changed.md"), `${RESEARCH_TERMS}And more.\n`);
        const found = await verify("--terms", "research.md");
        assert.equal(found.code, 0);
        assert.match(
          found.stdout,
          /^0x\w+ is licensed to use the model of bounty 1 under the text whose keccak256 is 0x/,
        );
        assert.match(
          found.stdout,
          /\n1 +0 {2}until 2027-04-06 \d\d:00 \(in 90 d\) {2}ipfs:\/\/research {2}0x[0-9a-f]{64} {2}this text\n$/,
        );
        const other = await verify("--terms", "changed.md", "--json");
        assert.equal(other.code, 8);
        const { isLicensed, licenses } = other.json<{ isLicensed: boolean; licenses: object[] }>();
        assert.equal(isLicensed, false);
        assert.equal(licenses.length, 1);
        assert.equal((licenses[0] as { isOfTerms: boolean }).isOfTerms, false);

        await travel(90 * DAY);
        const expired = await verify();
        assert.equal(expired.code, 8);
        assert.match(expired.stdout, /is not licensed[\s\S]*\n1 +0 {2}expired 2027-04-06/);
      }),
    );

    it(
      "sells one to somebody else with a permit, in one transaction",
      isolated(async ({ as, devnet }) => {
        const before = await devnet.publicClient.getBlockNumber();
        const args = ["license", "buy", "1", "1", "--permit", "--recipient", addressOf("customer"), "--json"];
        const ran = await as("backer", [...args, "--max-price", "300"]);
        assert.equal(ran.json().price, String(250n * DOLLAR));
        assert.equal(ran.json().recipient, addressOf("customer"));
        assert.equal(await devnet.publicClient.getBlockNumber(), before + 1n);
        assert.equal((await verify()).code, 0);
      }),
    );

    it(
      "renews one from its end on, by whoever pays, and an expired one from now on",
      isolated(async ({ as, travel, balanceOf, devnet }) => {
        assert.equal((await as("customer", ["license", "buy", "1", "0"])).code, 0);
        await travel(10 * DAY);
        const renewed = await as("backer", ["license", "renew", "1", "1", "--periods", "2", "--max-price", "20"]);
        assert.equal(renewed.code, 0, renewed.stderr);
        assert.match(
          renewed.stdout,
          new RegExp(`^Licence 1 for 20 TUSD: ${addressOf("customer")} is licensed until .*\\(in (79|80) d.*\\) \\(0x`),
        );
        assert.equal(await balanceOf(devnet.token, "customer"), 9_990n * DOLLAR);
        const { licenses } = (await verify("--json")).json<{ licenses: { expiry: number }[] }>();
        assert.equal(licenses.length, 1, "the same licence");

        await travel(100 * DAY);
        assert.equal((await verify()).code, 8);
        const ran = await as("customer", ["license", "renew", "1", "1", "--json"]);
        const { before, expiry, price } = ran.json<{ before: number; expiry: string; price: string }>();
        assert.deepEqual([before, price], [licenses[0]!.expiry, String(10n * DOLLAR)]);
        assert.equal(Number(expiry), Number(await devnet.now()) + 30 * DAY);
        assert.equal((await verify()).code, 0);
      }),
    );

    it(
      "renews none that is not there, for too long, too dear, or unconfirmed",
      isolated(async ({ as, sendingNothing, unconfirmed }) => {
        const renew = (...args: string[]) => sendingNothing("customer", ["license", "renew", ...args]);
        assert.match((await renew("1", "1")).stderr, /licence|license|token/i);
        assert.equal((await as("customer", ["license", "buy", "1", "0", "--periods", "12"])).code, 0);
        const long = await renew("1", "1");
        assert.equal(long.code, 4);
        assert.equal((await renew("1", "1", "--periods", "13")).stderr, "--periods is 13; expected 1 to 12.\n");
        const dear = await renew("1", "1", "--max-price", "9");
        assert.match(dear.stderr, /^--max-price is "9 TUSD"; expected at least the price, 10 TUSD\.\n$/);
        assert.equal((await renew("7", "1")).code, 4);
        const declined = await unconfirmed("customer", ["license", "renew", "1", "1"]);
        assert.equal(declined.code, 7);
        assert.match(
          declined.stderr,
          /Renew licence 1 of 0x\w+, which holds until .*, by 30 days of tier 0, under ipfs:\/\/research, for 10 TUSD\?/,
        );
      }),
    );

    it("sells none of an unknown tier, for too long, above the highest price, unconfirmed, or without a key", async () => {
      const { sendingNothing, unconfirmed } = settled();
      const buy = (...args: string[]) => sendingNothing("customer", ["license", "buy", "1", ...args]);
      const unknown = await buy("2");
      assert.equal(unknown.code, 3);
      assert.equal(unknown.stderr, "The tier is 2; expected one on sale: 0, 1.\n");
      assert.equal((await buy("0", "--periods", "13")).stderr, "--periods is 13; expected 1 to 12.\n");
      const dear = await buy("0", "--periods", "2", "--max-price", "19.99");
      assert.equal(dear.code, 3);
      assert.match(dear.stderr, /^--max-price is "19\.99 TUSD"; expected at least the price, 20 TUSD\.\n$/);
      assert.match((await buy("0", "--max-price", "a lot")).stderr, /"a lot"; expected an amount of TUSD/);
      const declined = await unconfirmed("customer", ["license", "buy", "1", "0"]);
      assert.equal(declined.code, 7);
      assert.match(
        declined.stderr,
        /Buy a licence for 0x\w+, 30 days of tier 0, under ipfs:\/\/research, for 10 TUSD\?/,
      );
      const keyless = await sendingNothing("customer", ["license", "buy", "1", "0"], {
        env: { COMMONWEIGHT_PRIVATE_KEY: "" },
      });
      assert.equal(keyless.code, 6);
    });

    it("sells none to who has too little", async () => {
      const { sendingNothing, devnet } = settled();
      await settled().isolated(async () => {
        const { token } = devnet;
        const to = addressOf("owner");
        const args = [to, 9_995n * DOLLAR] as const;
        await devnet
          .wallet("customer")
          .writeContract({ abi: tokenAbi, address: token, functionName: "transfer", args });
        for (const permit of [[], ["--permit"]]) {
          const ran = await sendingNothing("customer", ["license", "buy", "1", "0", ...permit]);
          assert.equal(ran.code, 4);
          assert.match(ran.stderr, /holds 5 TUSD; 10 TUSD are needed, 5 TUSD are missing/);
        }
      })();
    });

    it("verifies nothing against a text that is not there", async () => {
      const ran = await verify("--terms", "absent.md");
      assert.equal(ran.code, 3);
      assert.match(ran.stderr, /absent\.md: The file cannot be read; expected the text of a licence/);
    });
  });
}
