// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { getGovernance } from "@commonweight/sdk";
import { assertPrinted, commandLines, playPage, withVariables } from "../../support/page.ts";
import { DAY, type SettledChain } from "../../support/settledChain.ts";

const PAGE = join(import.meta.dirname, "../../../../docs/owners.md");

/** `docs/owners.md`. */
export function describePage(settled: () => SettledChain): void {
  const isolated = (test: (chain: SettledChain) => Promise<void>) => () => settled().isolated(() => test(settled()))();

  describe("docs/owners.md", () => {
    it(
      "does what it says, block after block",
      isolated(async ({ as, devnet, folder, bounty, travel }) => {
        const accounts = Object.fromEntries(devnet.accounts.map(({ name, address }) => [name.toUpperCase(), address]));
        const escrow = devnet.deployment.trainingBounties;
        const { treasury } = await getGovernance(devnet.publicClient, { escrow, bounty });
        const variables = { ...accounts, LICENSEE: accounts.CUSTOMER!, TOKEN: devnet.token, TREASURY: treasury };
        const cwd = join(folder, "page");
        await mkdir(cwd);
        const run = await playPage(PAGE, {
          folder: cwd,
          variables,
          run: (account, args) => {
            if (account === "nobody") return as("owner", args, { cwd, env: { COMMONWEIGHT_PRIVATE_KEY: "" } });
            return as(account === "licensee" ? "customer" : account, args, { cwd });
          },
          remark: (text) => {
            const days = /^travel (\d+)d$/.exec(text)?.[1];
            assert.ok(days, `The page has an unknown remark: ${text}`);
            return travel(Number(days) * DAY);
          },
        });
        assert.ok(run > 30, `${run} command lines were run`);
      }),
    );

    it("is held to what is written", () => {
      const page = "Account  …\n…\nBalance  5 shares\n";
      assertPrinted("Account  0x1\nA\nB\nBalance 5 shares\nVotes  0\n", page, "page:1");
      const problem = /page:1: the page says that this is printed:\nBalance 5 shares/;
      assert.throws(() => assertPrinted("Account  0x1\nA\nB\nBalance  6 shares\n", page, "page:1"), problem);
      assert.throws(() => assertPrinted("Balance  5 shares\nAccount 0x1\n", page, "page:1"), problem);
      assert.throws(() => withVariables("$NOBODY", {}), /\$NOBODY/);
      assert.throws(() => commandLines("rm -r x\n"), /The page runs rm/);
      assert.deepEqual(commandLines("commonweight x \"a b\" 'c'\n"), [["x", "a b", "c"]]);
    });
  });
}
