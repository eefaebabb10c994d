// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { DAY, DOLLAR, ONE_SHARE, type SettledChain } from "../../support/settledChain.ts";

/** `commonweight market offer` and `fill`. */
export function describeOffers(settled: () => SettledChain): void {
  const isolated = (test: (chain: SettledChain) => Promise<void>) => () => settled().isolated(() => test(settled()))();
  const addressOf = (name: string) => settled().devnet.account(name).address;
  let files = 0;

  /** The backer offers 100 shares for 25 dollars. @returns The file. */
  async function sign({ as }: SettledChain, ...options: string[]): Promise<string> {
    const file = `offer-${++files}.json`;
    const ran = await as("backer", ["market", "offer", "sell", "1", "100", "25", file, ...options]);
    assert.equal(ran.code, 0, ran.stderr);
    return file;
  }
  const show = async (file: string) =>
    (await settled().sendingNothing("customer", ["market", "offer", "show", file, "--json"])).json();

  describe("commonweight market offer", () => {
    it(
      "signs an offer into a file, which others fill in parts",
      isolated(async (chain) => {
        const { as, sendingNothing, folder, shares, devnet, balanceOf } = chain;
        const file = await sign(chain);
        const written = JSON.parse(await readFile(join(folder, file), "utf8"));
        assert.deepEqual(
          [written.kind, written.version, written.chainId, written.bounty],
          ["commonweight.shareOffer", "1", "31337", "1"],
        );
        assert.deepEqual(
          [written.offer.maker, written.offer.sellToken, written.offer.sellAmount, written.offer.buyAmount],
          [addressOf("backer"), shares, String(100n * ONE_SHARE), String(25n * DOLLAR)],
        );
        const before = await balanceOf(devnet.token, "backer");
        const part = await as("customer", ["market", "fill", file, "40"]);
        assert.match(part.stdout, /^40 shares taken for 10 TUSD \(0x[0-9a-f]{64}\)\.\n$/);
        const shown = await sendingNothing("customer", ["market", "offer", "show", file]);
        assert.match(shown.stdout, /^Status {3}Open\nSells {4}100 shares for 25 TUSD\nModel {4}of bounty 1\n/);
        assert.match(
          shown.stdout,
          /^Expires {2}2027-01-13 \d\d:00 \(in (7 d|6 d 23 h)\)\nFilled {3}40 shares\nLeft {5}60 shares\n$/m,
        );
        const rest = await as("customer", ["market", "fill", file, "--json"]);
        assert.deepEqual([rest.json().paid, rest.json().left], [String(15n * DOLLAR), "0"]);
        assert.equal(await balanceOf(shares, "customer"), 100n * ONE_SHARE);
        assert.equal((await balanceOf(devnet.token, "backer")) - before, 25n * DOLLAR);
        assert.equal((await show(file)).status, "Filled");
        const again = await sendingNothing("customer", ["market", "fill", file]);
        assert.equal(again.code, 3);
        assert.match(again.stderr, /at most what is left of the offer, 0 shares \(Filled\)/);
      }),
    );

    it(
      "buys shares as well, from one taker alone",
      isolated(async ({ as, sendingNothing, shares, balanceOf }) => {
        const sign = ["market", "offer", "buy", "1", "8", "2.5", "buy.json", "--taker", addressOf("operator")];
        assert.match((await as("customer", sign)).stdout, /^Offer to buy 8 shares for 2\.5 TUSD written to /);
        const other = await sendingNothing("backer", ["market", "fill", "buy.json"]);
        assert.equal(other.code, 4);
        const filled = await as("operator", ["market", "fill", "buy.json"]);
        assert.match(filled.stdout, /^2\.5 TUSD taken for 8 shares \(0x/);
        assert.equal(await balanceOf(shares, "customer"), 8n * ONE_SHARE);
      }),
    );

    it(
      "tells what an offer's maker cannot deliver, and that it expired",
      isolated(async (chain) => {
        const { sendingNothing, as, travel } = chain;
        const file = await sign(chain, "--no-approve", "--days", "1");
        const { stdout } = await sendingNothing("customer", ["market", "offer", "show", file]);
        assert.match(stdout, /^Deliverable {2}0 shares: the maker holds, or has approved, no more$/m);
        const fill = await as("customer", ["market", "fill", file, "1"]);
        assert.equal(fill.code, 4);
        await travel(DAY);
        assert.equal((await show(file)).status, "Expired");
      }),
    );

    it(
      "cancels one, or all",
      isolated(async (chain) => {
        const { as, sendingNothing } = chain;
        const [one, other] = [await sign(chain), await sign(chain)];
        const foreign = await sendingNothing("customer", ["market", "offer", "cancel", one]);
        assert.equal(foreign.code, 4);
        assert.match((await as("backer", ["market", "offer", "cancel", one])).stdout, /cancelled for ever/);
        assert.deepEqual([(await show(one)).status, (await show(other)).status], ["Cancelled", "Open"]);
        const all = await as("backer", ["market", "offer", "cancel", "--all", "--json"]);
        assert.equal(all.json().epoch, "1");
        assert.equal((await show(other)).status, "Cancelled");
        for (const args of [[], [one, "--all"]]) {
          assert.equal((await sendingNothing("backer", ["market", "offer", "cancel", ...args])).code, 2);
        }
      }),
    );

    it(
      "takes no file that was changed, is of other shares, or is none",
      isolated(async (chain) => {
        const { sendingNothing, folder, devnet } = chain;
        const file = await sign(chain);
        const written = JSON.parse(await readFile(join(folder, file), "utf8"));
        const cases: [object, RegExp][] = [
          [{ offer: { ...written.offer, buyAmount: "1" } }, /The signature is not that of 0x/],
          [
            { offer: { ...written.offer, sellToken: devnet.token } },
            /expected one of them to be 0x\w+, the shares of bounty 1/,
          ],
          [
            { offer: { ...written.offer, sellAmount: 5.5 } },
            /file\.offer\.sellAmount is "5\.5"; expected a whole number/,
          ],
          [{ chainId: "1" }, /expected.*1|chain/],
          [{ offers: devnet.token }, /The offer is for the contract 0x/],
          [{ version: "2" }, /file\.version is "2"; expected 1/],
          [{ more: "x" }, /file\.more is "x"; expected no such key/],
        ];
        for (const [change, message] of cases) {
          await writeFile(join(folder, "changed.json"), JSON.stringify({ ...written, ...change }));
          const ran = await sendingNothing("customer", ["market", "fill", "changed.json"]);
          assert.ok([3, 5].includes(ran.code), `${JSON.stringify(change)}: ${ran.code}`);
          assert.match(ran.stderr, message);
        }
        await writeFile(join(folder, "broken.json"), "{");
        const broken = await sendingNothing("customer", ["market", "offer", "show", "broken.json"]);
        assert.equal(broken.code, 3);
        assert.match(
          broken.stderr,
          /broken\.json:\d+: This is neither YAML nor JSON; expected a signed offer of shares/,
        );
      }),
    );

    it(
      "signs nothing that the maker does not have, that nobody confirmed, or over another file",
      isolated(async (chain) => {
        const { sendingNothing, unconfirmed, folder } = chain;
        const offer = (...args: string[]) => ["market", "offer", "sell", "1", ...args];
        const short = await sendingNothing("customer", offer("5", "1", "none.json"));
        assert.equal(short.code, 4);
        assert.match(short.stderr, /holds 0 shares; 5 shares are needed/);
        const declined = await unconfirmed("backer", offer("5", "1", "none.json"));
        assert.equal(declined.code, 7);
        assert.match(declined.stderr, /Sign an offer to sell 5 shares for 1 TUSD, for anybody to take until 2027-/);
        await assert.rejects(readFile(join(folder, "none.json")), { code: "ENOENT" });
        const file = await sign(chain);
        const over = await sendingNothing("backer", offer("5", "1", file, "--no-approve"));
        assert.equal(over.code, 3);
        assert.match(over.stderr, /exists and says something else; expected a name that is free/);
      }),
    );
  });
}
