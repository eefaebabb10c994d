// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import {
  addLiquidity,
  approveToken,
  BaseError,
  buyShares,
  createPool,
  DeadlinePassedError,
  getPool,
  getPriceHistory,
  LiquidityMissingError,
  ONE_SHARE,
  PoolPriceMismatchError,
  PositionMissingError,
  priceOf,
  quoteBuy,
  quoteSell,
  removeLiquidity,
  SlippageExceededError,
  sellShares,
  TransactionRevertedError,
} from "../../src/index.ts";
import { deployMarket, type Market } from "../support/market.ts";
import { overtaken } from "../support/overtaken.ts";

describe("the market refuses", () => {
  let market: Market;
  let position: bigint;

  before(async () => {
    market = await deployMarket({ sharesFirst: true, decimals: 6 });
    const { actors, at, one, price } = market;
    await createPool(actors.provider, { ...at, price });
    const amounts = { sharesAmount: 3_000n * ONE_SHARE, tokenAmount: 2_000n * one };
    ({ position } = await addLiquidity(actors.provider, { ...at, ...amounts }));
  });

  /** Asserts that an action is refused by a typed error, and that nobody sent anything. */
  async function refused(action: () => Promise<unknown>, name: string, message: RegExp): Promise<BaseError> {
    const { publicClient } = market;
    const block = await publicClient.getBlockNumber({ cacheTime: 0 });
    const error = await action().then(
      () => assert.fail("expected a refusal"),
      (caught: unknown) => caught,
    );
    assert.ok(error instanceof BaseError, `expected a typed error, got ${error}`);
    assert.equal(error.name, name, `${error}`);
    assert.match(error.shortMessage, message);
    assert.equal(await publicClient.getBlockNumber({ cacheTime: 0 }), block, "no transaction was sent");
    return error;
  }

  /** Asserts that an action whose transaction was overtaken failed on the chain, for the reason that its error says. */
  async function tooLate(action: Promise<unknown>): Promise<unknown> {
    const error = await action.then(
      () => assert.fail("expected a refusal"),
      (caught: unknown) => caught,
    );
    assert.ok(error instanceof BaseError, `${error}`);
    const mined = error.walk((cause) => cause instanceof TransactionRevertedError);
    assert.ok(mined instanceof TransactionRevertedError, "the transaction was mined, and reverted");
    return error;
  }

  const approved = async (role: "alice" | "bob", asset: "shares" | "token") => {
    const { actors, at } = market;
    await approveToken(actors[role], { token: at[asset], spender: at.uniswap.router, amount: 10n ** 30n });
  };
  const now = async () => BigInt(await market.networkHelpers.time.latest());

  describe("a pool", () => {
    it("at another price than it has, by both prices", async () => {
      const { actors, at, price } = market;
      const error = await refused(
        () => createPool(actors.alice, { ...at, price: 2n * price }),
        "PoolPriceMismatchError",
        /The pool 0x\w+ stands at the price 33333\d\.?\d* for one share, .*; wanted 66666\d\.?\d*\./,
      );
      assert.ok(error instanceof PoolPriceMismatchError && error.wanted > error.actual);
    });

    it("that somebody else has opened a moment before at another price", async () => {
      const { actors, at, price } = market;
      const fee = 3_000;
      const first = () => createPool(actors.bob, { ...at, fee, price: 3n * price });
      const late = overtaken(market, actors.alice.account, first);
      const error = await createPool(late, { ...at, fee, price }).then(
        () => assert.fail("expected a refusal"),
        (caught: unknown) => caught,
      );
      assert.ok(error instanceof PoolPriceMismatchError, `${error}`);
      assert.ok(error.actual > 2n * error.wanted);
    });

    it("that does not exist, whatever is asked of it", async () => {
      const { actors, at } = market;
      const missing = { ...at, fee: 500 } as const;
      const message =
        /The shares 0x\w+ have no pool with the token 0x\w+ and a fee of 500 millionths; create it first\./;
      const amounts = { sharesAmount: ONE_SHARE, tokenAmount: 1n };
      for (const action of [
        () => getPool(actors.alice, missing),
        () => getPriceHistory(actors.alice, missing),
        () => quoteBuy(actors.alice, { ...missing, tokenAmount: 1n }),
        () => sellShares(actors.alice, { ...missing, sharesAmount: 1n }),
        () => addLiquidity(actors.alice, { ...missing, ...amounts }),
      ]) {
        await refused(action, "PoolMissingError", message);
      }
    });

    it("of a fee that Uniswap does not have", async () => {
      const { actors, at, price } = market;
      const fee = 100 as never;
      await refused(() => createPool(actors.alice, { ...at, fee, price }), "InvalidValueError", /The fee is 100;/);
    });

    it("of a chain where Uniswap is not known", async () => {
      const { actors, at } = market;
      const { uniswap: _, ...unknown } = at;
      const missing = /on the chain 31337 no address is known for: factory, positionManager, quoter, router\./;
      await refused(() => getPool(actors.alice, unknown), "UniswapMissingError", missing);
    });
  });

  describe("a trade", () => {
    it("in a pool without liquidity, or of more than is there", async () => {
      const { actors, at, one } = market;
      const empty = { ...at, fee: 3_000 } as const;
      const nothing = /The pool 0x\w+ has too little liquidity to take 1000000000000000000 of the token 0x/;
      await refused(
        () => quoteSell(actors.alice, { ...empty, sharesAmount: ONE_SHARE }),
        "LiquidityMissingError",
        nothing,
      );
      await refused(
        () => sellShares(actors.alice, { ...empty, sharesAmount: ONE_SHARE }),
        "LiquidityMissingError",
        nothing,
      );
      const error = await refused(
        () => buyShares(actors.alice, { ...at, sharesAmount: 4_000n * ONE_SHARE }),
        "LiquidityMissingError",
        /too little liquidity to give 4000000000000000000000 of the token 0x/,
      );
      assert.ok(error instanceof LiquidityMissingError);
      assert.deepEqual([error.amount, error.token], [4_000n * ONE_SHARE, at.shares]);

      // A pool whose liquidity ends at a price takes a part of what it is given, which is not what was asked.
      const narrow = { ...at, fee: 500 } as const;
      await createPool(actors.provider, { ...narrow, price: market.price });
      const range = { lowest: market.price / 2n, highest: 2n * market.price };
      const amounts = { sharesAmount: 300n * ONE_SHARE, tokenAmount: 100n * one };
      await addLiquidity(actors.provider, { ...narrow, ...amounts, range });
      await refused(
        () => quoteBuy(actors.alice, { ...narrow, tokenAmount: 10_000n * one }),
        "LiquidityMissingError",
        /too little liquidity to take 10000000000 of the token/,
      );
    });

    it("of nothing, of less, of too little to bring anything, or of both sides at once", async () => {
      const { actors, at } = market;
      await refused(
        () => quoteSell(actors.alice, { ...at, sharesAmount: 0n }),
        "InvalidValueError",
        /The amount is 0;/,
      );
      await refused(
        () => sellShares(actors.alice, { ...at, sharesAmount: -1n }),
        "InvalidValueError",
        /The amount is -1;/,
      );
      await refused(
        () => sellShares(actors.alice, { ...at, sharesAmount: 1n }),
        "InvalidValueError",
        /The amount is 1; expected more: of the token 0x\w+ it would bring nothing\./,
      );
      const both = { ...at, tokenAmount: 1n, sharesAmount: 1n } as never;
      await refused(() => buyShares(actors.alice, both), "InvalidValueError", /What to buy is "both of them"/);
      await refused(() => quoteBuy(actors.alice, at as never), "InvalidValueError", /What to buy is "none of them"/);
      await refused(
        () => sellShares(actors.alice, { ...at, sharesAmount: ONE_SHARE, slippageBps: 10_000 }),
        "InvalidValueError",
        /The slippage is 10000; expected a whole number of bps from 0, below 10000\./,
      );
    });

    it("whose limit does not hold now, with the limit and what it would be", async () => {
      const { actors, at } = market;
      const { alice } = actors;
      const sell = { ...at, sharesAmount: 100n * ONE_SHARE };
      const sale = await quoteSell(alice, sell);
      const error = await refused(
        () => sellShares(alice, { ...sell, limit: sale.tokenAmount + 1n }),
        "SlippageExceededError",
        /At least \d+ of the token 0x\w+ were to move; now it would be \d+\./,
      );
      assert.ok(error instanceof SlippageExceededError);
      assert.deepEqual([error.limit, error.actual, error.token], [sale.tokenAmount + 1n, sale.tokenAmount, at.token]);
      const purchase = await quoteBuy(alice, sell);
      const limit = purchase.tokenAmount - 1n;
      await refused(() => buyShares(alice, { ...sell, limit }), "SlippageExceededError", /At most \d+ of the token/);
    });

    it("that is front-run beyond its slippage, and then moves nothing", async () => {
      const { actors, at, balanceOf, one } = market;
      await approved("alice", "token");
      await approved("alice", "shares");
      const account = actors.alice.account.address;
      const holdings = () => Promise.all([balanceOf(at.shares, account), balanceOf(at.token, account)]);
      const before = await holdings();

      const buyFirst = overtaken(market, actors.alice.account, () =>
        buyShares(actors.bob, { ...at, tokenAmount: 10n * one }),
      );
      for (const amount of [{ tokenAmount: 5n * one }, { sharesAmount: 10n * ONE_SHARE }]) {
        const error = await tooLate(buyShares(buyFirst, { ...at, ...amount }));
        assert.ok(error instanceof SlippageExceededError, `${error}`);
      }
      const sellFirst = overtaken(market, actors.alice.account, () =>
        sellShares(actors.bob, { ...at, sharesAmount: 30n * ONE_SHARE }),
      );
      const error = await tooLate(sellShares(sellFirst, { ...at, sharesAmount: 10n * ONE_SHARE }));
      assert.ok(error instanceof SlippageExceededError && error.token === at.token, `${error}`);
      assert.deepEqual(await holdings(), before);

      // Within its slippage it goes through, at the worse price.
      const slippageBps = 1_000;
      const { tokenAmount } = await quoteSell(actors.alice, { ...at, sharesAmount: 10n * ONE_SHARE });
      const sold = await sellShares(sellFirst, { ...at, sharesAmount: 10n * ONE_SHARE, slippageBps });
      assert.ok(sold.tokenAmount < tokenAmount && sold.tokenAmount > (tokenAmount * 9n) / 10n, `${sold.tokenAmount}`);
    });

    it("after its deadline, known or not when it was sent", async () => {
      const { actors, at, networkHelpers } = market;
      const sale = { ...at, sharesAmount: ONE_SHARE };
      const deadline = (await now()) - 1n;
      const passed = /The deadline, \d+, has passed; the chain's time is \d+\./;
      const error = await refused(() => sellShares(actors.alice, { ...sale, deadline }), "DeadlinePassedError", passed);
      assert.ok(error instanceof DeadlinePassedError && error.now === deadline + 1n && error.deadline === deadline);
      const amounts = { ...at, sharesAmount: ONE_SHARE, tokenAmount: 1n, deadline };
      await refused(() => addLiquidity(actors.alice, amounts), "DeadlinePassedError", passed);
      await refused(
        () => removeLiquidity(actors.provider, { ...at, position, deadline }),
        "DeadlinePassedError",
        passed,
      );

      const slow = overtaken(market, actors.alice.account, () => networkHelpers.time.increase(3_600));
      const late = await tooLate(sellShares(slow, sale));
      assert.ok(late instanceof DeadlinePassedError && late.now > late.deadline, `${late}`);
      const until = (await now()) + 10_000n;
      assert.ok((await sellShares(slow, { ...sale, deadline: until })).hash, "in time");
    });

    it("without the money for it, and then approves nothing", async () => {
      const { actors, at, one } = market;
      const short = /holds 0 of the token 0x\w+; 1000000000000000000 are needed, 1000000000000000000 are missing/;
      await refused(
        () => sellShares(actors.poor, { ...at, sharesAmount: ONE_SHARE }),
        "InsufficientBalanceError",
        short,
      );
      await refused(
        () => buyShares(actors.poor, { ...at, tokenAmount: one }),
        "InsufficientBalanceError",
        /1000000 are needed, 1000000 are missing/,
      );
      await refused(
        () => sellShares(actors.deployer, { ...at, sharesAmount: ONE_SHARE, approve: false }),
        "InsufficientAllowanceError",
        /to take 0 of the token 0x\w+; 1000000000000000000 are needed\./,
      );
    });
  });

  describe("liquidity", () => {
    it("of too little to count, or within a range that is none", async () => {
      const { actors, at, price } = market;
      const none = /What is to go into the pool is "0 and 5"; expected amounts of shares and token that give liquidity/;
      await refused(
        () => addLiquidity(actors.alice, { ...at, sharesAmount: 0n, tokenAmount: 5n }),
        "InvalidValueError",
        none,
      );
      const negative = { ...at, sharesAmount: -1n, tokenAmount: 5n };
      await refused(() => addLiquidity(actors.alice, negative), "InvalidValueError", /sharesAmount is -1;/);
      const amounts = { ...at, sharesAmount: ONE_SHARE, tokenAmount: 1_000_000n };
      const range = { lowest: price, highest: price };
      await refused(() => addLiquidity(actors.alice, { ...amounts, range }), "InvalidValueError", /range.lowest is/);
    });

    it("of which one side is not there, and then approves neither", async () => {
      const { actors, at, deploy, one } = market;
      const other = await deploy("contracts/mocks/TestShares.sol:TestShares");
      const price = priceOf({ tokenAmount: one, sharesAmount: ONE_SHARE });
      await createPool(actors.alice, { ...at, token: other, price });
      const amounts = { ...at, token: other, sharesAmount: ONE_SHARE, tokenAmount: one };
      await refused(() => addLiquidity(actors.alice, amounts), "InsufficientBalanceError", /holds 0 of the token/);
    });

    it("whose price has moved too far when it is mined", async () => {
      const { actors, at, one } = market;
      for (const asset of ["shares", "token"] as const) {
        const spender = at.uniswap.positionManager;
        await approveToken(actors.alice, { token: at[asset], spender, amount: 10n ** 30n });
      }
      const first = () => buyShares(actors.bob, { ...at, tokenAmount: 20n * one });
      const amounts = { ...at, sharesAmount: 100n * ONE_SHARE, tokenAmount: 100n * one };
      const adding = await tooLate(addLiquidity(overtaken(market, actors.alice.account, first), amounts));
      assert.ok(adding instanceof SlippageExceededError && adding.actual! < adding.limit, `${adding}`);
      const late = overtaken(market, actors.provider.account, first);
      const removing = await tooLate(removeLiquidity(late, { ...at, position }));
      assert.ok(removing instanceof SlippageExceededError && removing.token === at.shares, `${removing}`);
      assert.ok(removing.actual! < removing.limit);
    });

    it("that is another's, or nobody's, or of other shares", async () => {
      const { actors, at } = market;
      const theirs = /The position \d+ of liquidity is 0x\w+'s; expected one of 0x\w+\./;
      const error = await refused(
        () => removeLiquidity(actors.alice, { ...at, position }),
        "PositionMissingError",
        theirs,
      );
      assert.ok(error instanceof PositionMissingError);
      assert.equal(error.owner?.toLowerCase(), actors.provider.account.address);
      await refused(
        () => removeLiquidity(actors.alice, { ...at, position: 999n }),
        "PositionMissingError",
        /There is no position 999 of liquidity\./,
      );
      const shares = at.uniswap.factory;
      await refused(
        () => removeLiquidity(actors.provider, { ...at, shares, position }),
        "InvalidValueError",
        /shares is "0x\w+"; expected one of the tokens of position \d+, 0x\w+ or 0x\w+\./,
      );
      const partBps = 0;
      await refused(
        () => removeLiquidity(actors.provider, { ...at, position, partBps }),
        "InvalidValueError",
        /partBps is 0/,
      );
    });
  });
});
