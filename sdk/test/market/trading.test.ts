// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import {
  addLiquidity,
  buyShares,
  createPool,
  DEFAULT_FEE,
  getPool,
  getPriceHistory,
  marketActions,
  ONE_SHARE,
  PRICE_SCALE,
  quoteBuy,
  quoteSell,
  removeLiquidity,
  sellShares,
  uniswapPoolAbi,
} from "../../src/index.ts";
import { priceOfSqrtRatio } from "../../src/market/price.ts";
import { assertClose, deployMarket, type Market, marketCases, tradeExactly } from "../support/market.ts";

for (const marketCase of marketCases) {
  const { sharesFirst, decimals } = marketCase;
  describe(`a market of shares that sort ${sharesFirst ? "before" : "after"} a token of ${decimals} decimals`, () => {
    let market: Market;
    let position: bigint;

    before(async () => {
      market = await deployMarket(marketCase);
    });

    /** Raw state of the pool. */
    async function poolState(): Promise<{ liquidity: bigint; sqrtRatio: bigint }> {
      const { at, publicClient } = market;
      const { address } = await getPool(publicClient, at);
      const pool = { abi: uniswapPoolAbi, address } as const;
      const [sqrtRatio] = await publicClient.readContract({ ...pool, functionName: "slot0" });
      return { sqrtRatio, liquidity: await publicClient.readContract({ ...pool, functionName: "liquidity" }) };
    }

    /** Balances of the shares and the token. */
    async function holdings(role: keyof Market["actors"]): Promise<[shares: bigint, token: bigint]> {
      const { actors, at, balanceOf } = market;
      const { address } = actors[role].account;
      return [await balanceOf(at.shares, address), await balanceOf(at.token, address)];
    }

    it("opens at the price that is asked for, once", async () => {
      const { actors, at, price, publicClient } = market;
      const { hash, pool } = await createPool(actors.provider, { ...at, price });
      assert.ok(hash);
      const state = await getPool(publicClient, at);
      assert.deepEqual([state.address, state.fee, state.liquidity], [pool, DEFAULT_FEE, 0n]);
      assertClose(state.price, price, "the price");
      const again = await createPool(actors.provider, { ...at, price });
      assert.deepEqual(again, { hash: undefined, receipt: undefined, pool });
    });

    it("takes liquidity over all prices, with the most that may go in approved first", async () => {
      const { actors, allowanceOf, at, one, publicClient } = market;
      const [sharesBefore, tokenBefore] = await holdings("provider");
      const most = { sharesAmount: 30_000n * ONE_SHARE, tokenAmount: 20_000n * one };
      const added = await addLiquidity(actors.provider, { ...at, ...most });
      position = added.position;
      assert.equal(added.approvals.length, 2);
      assertClose(added.sharesAmount, most.sharesAmount, "shares are what is short");
      const [sharesAfter, tokenAfter] = await holdings("provider");
      assert.deepEqual(
        [sharesBefore - sharesAfter, tokenBefore - tokenAfter],
        [added.sharesAmount, added.tokenAmount],
        "what went in",
      );
      assert.equal((await getPool(publicClient, at)).liquidity, added.liquidity);
      // A third of the token, and a bit, for each share: 10,000 and a little more.
      assert.ok(added.tokenAmount >= 10_000n * one && added.tokenAmount < 10_001n * one, `${added.tokenAmount}`);
      const [owner, spender] = [actors.provider.account.address, at.uniswap.positionManager];
      assert.equal(await allowanceOf(at.shares, owner, spender), most.sharesAmount - added.sharesAmount);
      // Of the token half a percent more was allowed than is needed, for a price that moves.
      assert.equal(await allowanceOf(at.token, owner, spender), (added.tokenAmount * 50n) / 10_000n);
    });

    it("sells shares at the exact price of the pool, fee included", async () => {
      const { actors, allowanceOf, at, publicClient } = market;
      const sharesAmount = 123n * ONE_SHARE + 457n;
      const before = await poolState();
      const expected = tradeExactly(before, { amountIn: sharesAmount, fee: DEFAULT_FEE, zeroForOne: sharesFirst });
      const priceAfter = priceOfSqrtRatio(expected.sqrtRatio, sharesFirst);
      const quote = await quoteSell(publicClient, { ...at, sharesAmount });
      const price = (expected.amountOut * ONE_SHARE * PRICE_SCALE) / sharesAmount;
      assert.deepEqual(quote, { sharesAmount, tokenAmount: expected.amountOut, price, priceAfter });

      const [sharesBefore, tokenBefore] = await holdings("alice");
      const sold = await sellShares(actors.alice, { ...at, sharesAmount });
      assert.deepEqual([sold.sharesAmount, sold.tokenAmount], [sharesAmount, expected.amountOut]);
      assert.deepEqual(await holdings("alice"), [sharesBefore - sharesAmount, tokenBefore + expected.amountOut]);
      assert.ok(sold.approval);
      assert.equal(await allowanceOf(at.shares, actors.alice.account.address, at.uniswap.router), 0n);
      assert.equal((await poolState()).sqrtRatio, expected.sqrtRatio);
      assert.equal((await getPool(publicClient, at)).price, priceAfter);
    });

    it("buys shares for an exact payment, for another account", async () => {
      const { actors, allowanceOf, at, one, publicClient } = market;
      const tokenAmount = 77n * one + 1n;
      const expected = tradeExactly(await poolState(), {
        amountIn: tokenAmount,
        fee: DEFAULT_FEE,
        zeroForOne: !sharesFirst,
      });
      const quote = await quoteBuy(publicClient, { ...at, tokenAmount });
      assert.deepEqual([quote.tokenAmount, quote.sharesAmount], [tokenAmount, expected.amountOut]);
      const [, tokenBefore] = await holdings("bob");
      const [sharesBefore] = await holdings("alice");
      const recipient = actors.alice.account.address;
      const bought = await buyShares(actors.bob, { ...at, tokenAmount, limit: expected.amountOut, recipient });
      assert.deepEqual([bought.sharesAmount, bought.tokenAmount], [expected.amountOut, tokenAmount]);
      assert.equal((await holdings("bob"))[1], tokenBefore - tokenAmount);
      assert.equal((await holdings("alice"))[0], sharesBefore + expected.amountOut);
      assert.equal(await allowanceOf(at.token, actors.bob.account.address, at.uniswap.router), 0n);
    });

    it("buys an exact number of shares, and takes no more than their quote", async () => {
      const { actors, at, publicClient } = market;
      const sharesAmount = 100n * ONE_SHARE;
      const quote = await quoteBuy(publicClient, { ...at, sharesAmount });
      // The least payment that buys them: what it buys is enough, and one unit less would buy too few.
      const state = await poolState();
      const trade = { fee: DEFAULT_FEE, zeroForOne: !sharesFirst };
      const { amountOut } = tradeExactly(state, { ...trade, amountIn: quote.tokenAmount });
      assert.ok(amountOut >= sharesAmount, `${quote.tokenAmount} buys ${amountOut}`);
      const cheaper = tradeExactly(state, { ...trade, amountIn: quote.tokenAmount - 2n });
      assert.ok(cheaper.amountOut < sharesAmount, `${quote.tokenAmount - 2n} would buy ${cheaper.amountOut}`);

      const [sharesBefore, tokenBefore] = await holdings("bob");
      const bought = await buyShares(actors.bob, { ...at, sharesAmount });
      assert.deepEqual([bought.sharesAmount, bought.tokenAmount], [sharesAmount, quote.tokenAmount]);
      assert.deepEqual(await holdings("bob"), [sharesBefore + sharesAmount, tokenBefore - quote.tokenAmount]);
    });

    it("tells the history of its price, over ranges of blocks", async () => {
      const { actors, at, publicClient } = market;
      const trades = await getPriceHistory(publicClient, at);
      assert.deepEqual(
        trades.map(({ side }) => side),
        ["sell", "buy", "buy"],
      );
      assert.deepEqual([trades[0]!.sharesAmount, trades[2]!.sharesAmount], [123n * ONE_SHARE + 457n, 100n * ONE_SHARE]);
      assert.equal(trades.at(-1)!.price, (await getPool(publicClient, at)).price);
      for (const { blockNumber, time, transactionHash, tokenAmount } of trades) {
        const block = await publicClient.getBlock({ blockNumber });
        assert.deepEqual([time, block.transactions.includes(transactionHash)], [block.timestamp, true]);
        assert.ok(tokenAmount > 0n);
      }
      const latest = await publicClient.getBlockNumber({ cacheTime: 0 });
      const progress: [bigint, bigint][] = [];
      const client = actors.alice.extend(marketActions({ uniswap: at.uniswap, fromBlock: 0n }));
      const paged = await client.getPriceHistory({
        shares: at.shares,
        token: at.token,
        blocksPerRequest: 7n,
        onProgress: (done, total) => progress.push([done, total]),
      });
      assert.deepEqual(paged, trades);
      assert.deepEqual(
        [progress[0], progress.at(-1)],
        [
          [7n, latest + 1n],
          [latest + 1n, latest + 1n],
        ],
      );
      const [, second] = trades;
      const search = { fromBlock: second!.blockNumber, toBlock: second!.blockNumber };
      assert.deepEqual(await getPriceHistory(publicClient, { ...at, ...search }), [second]);
    });

    it("takes a position within two prices, of which only one side goes in", async () => {
      const { actors, at, publicClient } = market;
      const { price, liquidity } = await getPool(publicClient, at);
      const range = { lowest: 2n * price, highest: 3n * price };
      const amounts = { sharesAmount: ONE_SHARE, tokenAmount: 0n };
      const added = await addLiquidity(actors.provider, { ...at, ...amounts, range });
      assertClose(added.sharesAmount, ONE_SHARE, "shares that went in");
      assert.equal(added.tokenAmount, 0n);
      assert.equal((await getPool(publicClient, at)).liquidity, liquidity, "the range does not hold the price");
      const removed = await removeLiquidity(actors.provider, { ...at, position: added.position });
      assert.deepEqual(
        [removed.sharesAmount, removed.tokenAmount, removed.liquidity],
        [added.sharesAmount - 1n, 0n, 0n],
        "all but what rounding keeps",
      );
    });

    it("gives liquidity back in parts, with the fees, until nothing is left", async () => {
      const { actors, at, balanceOf, publicClient } = market;
      const { address: pool, liquidity } = await getPool(publicClient, at);
      const before = await holdings("provider");
      const half = await removeLiquidity(actors.provider, { ...at, position, partBps: 5_000 });
      assert.equal(half.liquidity, liquidity - liquidity / 2n);
      assert.equal((await getPool(publicClient, at)).liquidity, half.liquidity);
      const recipient = actors.provider.account.address;
      const rest = await removeLiquidity(actors.provider, { ...at, position, recipient });
      assert.equal(rest.liquidity, 0n);
      assert.deepEqual(
        await holdings("provider"),
        [before[0] + half.sharesAmount + rest.sharesAmount, before[1] + half.tokenAmount + rest.tokenAmount],
        "what came out",
      );
      assert.equal((await getPool(publicClient, at)).liquidity, 0n);
      // Only what was rounded in favour of the pool.
      assert.ok((await balanceOf(at.shares, pool)) < ONE_SHARE / 1_000_000_000n, "shares left in the pool");
      assert.ok((await balanceOf(at.token, pool)) < 10n, "tokens left in the pool");
      await assert.rejects(removeLiquidity(actors.provider, { ...at, position }), { name: "PositionMissingError" });
    });
  });
}
