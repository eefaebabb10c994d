// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { before, describe, it } from "node:test";
import { type Abi, type Address, getAddress, type Hex, parseAbi, zeroAddress, zeroHash } from "viem";
import {
  addLiquidity,
  createPool,
  encodeInitialLiquidity,
  getPool,
  ONE_SHARE,
  quoteSell,
  sellShares,
  uniswapPositionManagerAbi,
} from "../../src/index.ts";
import { assertThrows } from "../fixtures.ts";
import { assertClose, deployMarket, type Market, type MarketCase } from "../support/market.ts";

const erc20Abi = parseAbi(["function transfer(address to, uint256 amount)"]);
const timelockAbi = parseAbi([
  "function scheduleBatch(address[] targets, uint256[] values, bytes[] payloads, bytes32 predecessor, bytes32 salt, uint256 delay)",
  "function executeBatch(address[] targets, uint256[] values, bytes[] payloads, bytes32 predecessor, bytes32 salt) payable",
]);
const TWO_DAYS = 172_800n;

describe("initial liquidity from a treasury", () => {
  for (const marketCase of [
    { sharesFirst: true, decimals: 6 },
    { sharesFirst: false, decimals: 18 },
  ] satisfies MarketCase[]) {
    describe(`of shares that sort ${marketCase.sharesFirst ? "before" : "after"} the token`, () => {
      let market: Market;
      let treasury: Address;

      before(async () => {
        market = await deployMarket(marketCase);
        treasury = await fundedTimelock(market);
      });

      it("opens the pool and fills it, in one batch that anybody executes", async () => {
        const { allowanceOf, at, balanceOf, publicClient } = market;
        const [shares, token] = [await balanceOf(at.shares, treasury), await balanceOf(at.token, treasury)];
        const calls = encodeInitialLiquidity({ ...(await proposal(market, treasury)), ...at });
        assert.deepEqual(
          calls.map(({ target, value }) => [target, value]),
          [at.shares, at.token, at.uniswap.positionManager, at.uniswap.positionManager].map((target) => [target, 0n]),
        );
        const execute = await scheduled(market, treasury, calls);
        await execute();
        const { price, liquidity } = await getPool(publicClient, at);
        assert.ok(liquidity > 0n);
        assertClose(price, market.price, "the price");
        const position = { abi: uniswapPositionManagerAbi, address: at.uniswap.positionManager, args: [1n] } as const;
        const owner = await publicClient.readContract({ ...position, functionName: "ownerOf" });
        assert.equal(owner, getAddress(treasury));
        const [, , , , , , , held] = await publicClient.readContract({ ...position, functionName: "positions" });
        assert.equal(held, liquidity);
        const spentShares = shares - (await balanceOf(at.shares, treasury));
        const spentTokens = token - (await balanceOf(at.token, treasury));
        const offered = await proposal(market, treasury);
        assertClose(spentShares, offered.sharesAmount, "shares that went in");
        assert.ok(spentTokens <= offered.tokenAmount, "no more than offered");
        assert.ok(spentTokens > (offered.tokenAmount * 999n) / 1_000n, `${spentTokens} of the token went in`);
        const left = await allowanceOf(at.shares, treasury, at.uniswap.positionManager);
        assert.equal(left, offered.sharesAmount - spentShares);
      });
    });
  }

  describe("where somebody has opened the pool before, at another price", () => {
    let market: Market;
    let treasury: Address;

    before(async () => {
      market = await deployMarket({ sharesFirst: true, decimals: 6 });
      treasury = await fundedTimelock(market);
    });

    it("moves nothing, until the price is back", async () => {
      const { actors, at, balanceOf, one, price, publicClient } = market;
      const execute = await scheduled(
        market,
        treasury,
        encodeInitialLiquidity({ ...(await proposal(market, treasury)), ...at }),
      );
      await createPool(actors.bob, { ...at, price: 2n * price });
      const before = await balanceOf(at.shares, treasury);
      await assert.rejects(execute(), /Price slippage check/);
      assert.equal(await balanceOf(at.shares, treasury), before);

      // A speck of liquidity to trade against, and the sale that brings the price back: found by its quotes.
      await addLiquidity(actors.alice, { ...at, sharesAmount: ONE_SHARE, tokenAmount: one });
      let [low, high] = [0n, ONE_SHARE];
      while (high - low > 1_000n) {
        const middle = (low + high) / 2n;
        const { priceAfter } = await quoteSell(publicClient, { ...at, sharesAmount: middle });
        if (priceAfter > price) low = middle;
        else high = middle;
      }
      await sellShares(actors.alice, { ...at, sharesAmount: high });
      await execute();
      assert.ok((await balanceOf(at.shares, treasury)) < before);
    });
  });

  it("is refused at a price that no pool can have, and of nothing", async () => {
    const market = await deployMarket({ sharesFirst: true, decimals: 6 });
    const parameters = { ...(await proposal(market, zeroAddress)), ...market.at };
    assertThrows(() => encodeInitialLiquidity({ ...parameters, price: 0n }), "InvalidValueError", /The price is 0;/);
    const nothing = { ...parameters, sharesAmount: 0n, tokenAmount: 0n };
    assertThrows(
      () => encodeInitialLiquidity(nothing),
      "InvalidValueError",
      /What is to go into the pool is "0 and 0"/,
    );
  });
});

/** What a proposal offers: 3,000 shares and what they are worth, at the market's price. */
async function proposal({ one, price, networkHelpers }: Market, recipient: Address) {
  const deadline = BigInt(await networkHelpers.time.latest()) + 30n * 86_400n;
  return { price, sharesAmount: 3_000n * ONE_SHARE, tokenAmount: 1_000n * one + 3_000n, recipient, deadline };
}

/** OpenZeppelin's timelock as a model's treasury is: proposals by one account, execution by anybody; with 10,000 of shares and token. */
async function fundedTimelock({ actors, at, one, publicClient }: Market): Promise<Address> {
  const { deployer, provider } = actors;
  const path = createRequire(import.meta.url).resolve(
    "@openzeppelin/contracts/build/contracts/TimelockController.json",
  );
  const { abi, bytecode } = JSON.parse(await readFile(path, "utf8")) as { abi: Abi; bytecode: Hex };
  const args = [TWO_DAYS, [provider.account.address], [zeroAddress], zeroAddress];
  const hash = await deployer.deployContract({ abi, bytecode, args });
  const { contractAddress } = await publicClient.waitForTransactionReceipt({ hash });
  for (const [address, unit] of [
    [at.shares, ONE_SHARE],
    [at.token, one],
  ] as const) {
    const transfer = [contractAddress!, 10_000n * unit] as const;
    await deployer.writeContract({ abi: erc20Abi, address, functionName: "transfer", args: transfer });
  }
  return contractAddress!;
}

/** Schedules a batch, and waits until it may be executed. @returns the execution, by somebody without a part in it */
async function scheduled(
  { actors, networkHelpers }: Market,
  timelock: Address,
  calls: ReturnType<typeof encodeInitialLiquidity>,
): Promise<() => Promise<Hex>> {
  const batch = [
    calls.map(({ target }) => target),
    calls.map(({ value }) => value),
    calls.map(({ data }) => data),
  ] as const;
  const contract = { abi: timelockAbi, address: timelock } as const;
  const args = [...batch, zeroHash, zeroHash] as const;
  await actors.provider.writeContract({ ...contract, functionName: "scheduleBatch", args: [...args, TWO_DAYS] });
  await networkHelpers.time.increase(TWO_DAYS);
  return () => actors.poor.writeContract({ ...contract, functionName: "executeBatch", args });
}
