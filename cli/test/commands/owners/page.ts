// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { getGovernance } from "@commonweight/sdk";
import { commandLines, matchesPage, readBlocks, withVariables } from "../../support/page.ts";
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
        let written: string | undefined;
        let run = 0;
        for (const { language, options, text, line } of readBlocks(PAGE)) {
          const where = `docs/owners.md:${line}`;
          const content = withVariables(text, variables);
          if (options.file !== undefined) {
            await writeFile(join(cwd, options.file), content);
          } else if (language === "text") {
            assert.ok(
              written !== undefined && matchesPage(written, content),
              `${where}: the page differs from\n${written}`,
            );
          } else {
            assert.equal(language, "sh", where);
            if (options.after !== undefined) await travel(Number(options.after.replace("d", "")) * DAY);
            const lines = commandLines(content);
            for (const [i, args] of lines.entries()) {
              const ran = await runAs(options.as!, args);
              const expected = i === lines.length - 1 ? Number(options.code ?? 0) : 0;
              assert.equal(ran.code, expected, `${where}: ${args.join(" ")}\n${ran.stderr}`);
              written = ran.stdout;
              run++;
            }
          }
        }
        assert.ok(run > 30, `${run} command lines were run`);

        function runAs(account: string, args: readonly string[]) {
          if (account === "nobody") return as("owner", args, { cwd, env: { COMMONWEIGHT_PRIVATE_KEY: "" } });
          return as(account === "licensee" ? "customer" : account, args, { cwd });
        }
      }),
    );

    it("is held to what is written", () => {
      const page = "Account  …\n…\nBalance  5 shares\n";
      assert.ok(matchesPage("Account  0x1\nA\nB\nBalance  5 shares\nVotes  0\n", page));
      assert.ok(!matchesPage("Account  0x1\nA\nB\nBalance  6 shares\n", page));
      assert.ok(!matchesPage("Balance  5 shares\n", page));
      assert.throws(() => withVariables("$NOBODY", {}), /\$NOBODY/);
      assert.throws(() => commandLines("rm -r x\n"), /The page runs rm/);
      assert.deepEqual(commandLines("commonweight x \"a b\" 'c'\n"), [["x", "a b", "c"]]);
    });
  });
}
