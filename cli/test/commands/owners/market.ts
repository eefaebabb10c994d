// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DOLLAR, ONE_SHARE, type SettledChain } from "../../support/settledChain.ts";

/** `commonweight market`, on Uniswap. */
export function describeMarket(settled: () => SettledChain): void {
  const isolated = (test: (chain: SettledChain) => Promise<void>) => () => settled().isolated(() => test(settled()))();

  /** The operator opens a pool at a quarter of a dollar, and puts 40,000 shares and 10,000 dollars into it. */
  async function openMarket({ as }: SettledChain): Promise<bigint> {
    assert.equal((await as("operator", ["market", "pool", "1", "--create", "0.25"])).code, 0);
    const added = await as("operator", ["market", "liquidity", "add", "1", "38000", "9500", "--json"]);
    return BigInt(added.json<{ position: string }>().position);
  }

  describe("commonweight market", () => {
    it(
      "opens a pool, shows it, and excludes it from revenue",
      isolated(async (chain) => {
        const { as, sendingNothing, devnet } = chain;
        const missing = await sendingNothing("operator", ["market", "quote", "1", "buy", "10"]);
        assert.equal(missing.code, 4);
        assert.match(missing.stderr, /have no pool with the token/);
        await openMarket(chain);
        const { stdout } = await sendingNothing("customer", ["market", "pool", "1"]);
        assert.match(stdout, /^Price {2}0\.25 TUSD a share$/m);
        assert.match(stdout, /^Fee {4}1 % of each trade$/m);
        assert.match(stdout, /^Holds {2}(38,000|37,999\.9+\d*) shares, (9,500|9,499\.\d+) TUSD$/m);
        const again = await as("operator", ["market", "pool", "1", "--create", "0.3"]);
        assert.equal(again.code, 4);
        assert.match(again.stderr, /stands at the price 0\.25 TUSD a share; wanted 0\.3 TUSD a share\./);
        const excluded = await as("customer", ["market", "pool", "1", "--exclude", "--json"]);
        assert.equal(excluded.json<{ hashes: string[] }>().hashes.length, 1);
        assert.equal(excluded.json<{ token: { address: string } }>().token.address, devnet.token);
        assert.equal((await sendingNothing("customer", ["market", "pool", "1", "--exclude"])).code, 0);
      }),
    );

    it(
      "quotes, buys and sells within limits, and tells every trade",
      isolated(async (chain) => {
        const { as, sendingNothing, shares, devnet, balanceOf } = chain;
        await openMarket(chain);
        const quote = await sendingNothing("customer", ["market", "quote", "1", "buy", "100", "--json"]);
        const { tokenAmount } = quote.json<{ tokenAmount: string }>();
        assert.ok(BigInt(tokenAmount) > 25n * DOLLAR && BigInt(tokenAmount) < 26n * DOLLAR, tokenAmount);
        const text = await sendingNothing("customer", ["market", "quote", "1", "buy", "100"]);
        assert.match(
          text.stdout,
          /^Side {8}buy\nShares {6}100 shares\nToken {7}25\.\d+ TUSD, the pool's fee included\n/,
        );

        const bought = await as("customer", ["market", "buy", "1", "100", "--limit", "26"]);
        assert.equal(bought.code, 0);
        assert.match(bought.stdout, /^100 shares bought for 25\.\d+ TUSD \(0x[0-9a-f]{64}\)\.\n$/);
        assert.equal(await balanceOf(shares, "customer"), 100n * ONE_SHARE);
        assert.equal(await balanceOf(devnet.token, "customer"), 10_000n * DOLLAR - BigInt(tokenAmount));
        const spent = await as("customer", ["market", "buy", "1", "--spend", "25", "--json"]);
        assert.equal(spent.json().tokenAmount, String(25n * DOLLAR));
        const sold = await as("customer", ["market", "sell", "1", "50", "--slippage", "1", "--json"]);
        const { limit, tokenAmount: got } = sold.json<{ limit: string; tokenAmount: string }>();
        assert.ok(BigInt(limit) < BigInt(got), "the limit is below what came out");

        const history = await sendingNothing("owner", ["market", "history", "1", "--json"]);
        const { trades } = history.json<{ trades: { side: string }[] }>();
        assert.deepEqual(
          trades.map(({ side }) => side),
          ["buy", "buy", "sell"],
        );
        assert.match(
          (await sendingNothing("owner", ["market", "history", "1"])).stdout,
          /^Time .*Price after\n2027-.* buy +100 shares /,
        );
      }),
    );

    it(
      "shows quote, limit and deadline before it trades, and trades nothing beyond them",
      isolated(async (chain) => {
        const { sendingNothing, unconfirmed } = chain;
        await openMarket(chain);
        const declined = await unconfirmed("customer", ["market", "buy", "1", "100", "--minutes", "30"]);
        assert.equal(declined.code, 7);
        assert.match(
          declined.stderr,
          /Buy 100 shares for 25\.\d+ TUSD, at most 25\.\d+ TUSD, by 2027-01-06 \d\d:30 \(in 30 min\)\?/,
        );
        const sale = await unconfirmed("operator", ["market", "sell", "1", "100"]);
        assert.match(sale.stderr, /Sell 100 shares for 24\.\d+ TUSD, at least 24\.\d+ TUSD, by /);
        const dear = await sendingNothing("customer", ["market", "buy", "1", "100", "--limit", "20"]);
        assert.equal(dear.code, 4);
        assert.match(dear.stderr, /^At most 20 TUSD were to move; now it would be 25\.\d+ TUSD\.\n$/);
        const cheap = await sendingNothing("operator", ["market", "sell", "1", "100", "--limit", "26"]);
        assert.equal(cheap.code, 4);
        assert.match(cheap.stderr, /^At least 26 TUSD were to move; now it would be 24\.\d+ TUSD\.\n$/);
        const json = await sendingNothing("operator", ["market", "sell", "1", "100", "--limit", "26", "--json"]);
        assert.equal(JSON.parse(json.stderr).error.name, "SlippageExceededError");
        const poor = await sendingNothing("customer", ["market", "sell", "1", "1"]);
        assert.equal(poor.code, 4);
        assert.match(poor.stderr, /holds 0 CWM-1; 1 CWM-1 are needed/);
        const all = await sendingNothing("customer", ["market", "quote", "1", "buy", "38001"]);
        assert.equal(all.code, 4);
        assert.match(
          all.stderr,
          /^The pool 0x\w+ has too little liquidity to give 38,001 CWM-1; trade less, or add liquidity first\.\n/,
        );
      }),
    );

    it(
      "takes liquidity out, in part and whole",
      isolated(async (chain) => {
        const { as, sendingNothing } = chain;
        const position = String(await openMarket(chain));
        const foreign = await sendingNothing("customer", ["market", "liquidity", "remove", "1", position]);
        assert.equal(foreign.code, 4);
        assert.match(foreign.stderr, /expected one of 0x/);
        const half = await as("operator", ["market", "liquidity", "remove", "1", position, "--part", "50"]);
        assert.match(
          half.stdout,
          /^(19,000|18,999\.\d+) shares and 4,\d{3}\.?\d* TUSD came out \(0x\w+\)\. \d+ of its liquidity stay\.\n$/,
        );
        const rest = await as("operator", ["market", "liquidity", "remove", "1", position]);
        assert.match(rest.stdout, /The position is gone\.\n$/);
      }),
    );

    it("reads what is asked for before anything else", async () => {
      const { sendingNothing } = settled();
      const cases: [string[], number, RegExp][] = [
        [["buy", "1"], 2, /expected either \[shares\] or --spend/],
        [["buy", "1", "10", "--spend", "5"], 2, /expected either \[shares\] or --spend/],
        [["quote", "1", "sell", "--spend", "5"], 2, /A sale is of a number of shares/],
        [["quote", "1", "swap", "5"], 2, /It is swap; expected buy, or sell/],
        [["buy", "1", "0"], 3, /The amount of shares is "0"; expected more than 0/],
        [["sell", "1", "-1"], 3, /"-1"; expected an amount of shares/],
        [["buy", "1", "10", "--slippage", "200"], 2, /expected per cent from 0 to 100/],
        [["buy", "1", "10", "--fee", "2"], 2, /It is 2; expected 0\.05, or 0\.3, or 1/],
        [["pool", "1", "--create", "0"], 3, /The price is "0"; expected a price above 0 in TUSD/],
      ];
      for (const [args, code, message] of cases) {
        const ran = await sendingNothing("customer", ["market", ...args]);
        assert.equal(ran.code, code, args.join(" "));
        assert.match(ran.stderr, message);
      }
    });

    it("says how Uniswap can be named where it is not known", async () => {
      const ran = await settled().sendingNothing("customer", ["market", "quote", "1", "buy", "1"], {
        env: { COMMONWEIGHT_UNISWAP: "" },
      });
      assert.equal(ran.code, 2);
      assert.match(ran.stderr, /Of Uniswap v3 on the chain 31337 no address is known/);
      const wrong = await settled().sendingNothing("customer", ["market", "quote", "1", "buy", "1"], {
        env: { COMMONWEIGHT_UNISWAP: settled().devnet.deploymentPath },
      });
      assert.equal(wrong.code, 3);
      assert.match(wrong.stderr, /31337\.json: file\.factory is missing; expected an address/);
    });
  });
}
