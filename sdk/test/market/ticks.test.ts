// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import hre from "hardhat";
import { pad, toHex } from "viem";
import { deployUniswap } from "../../../scripts/deploy/uniswap.ts";
import { uniswapFactoryAbi, uniswapPoolAbi, uniswapPositionManagerAbi } from "../../src/index.ts";
import { priceOfSqrtRatio, sqrtRatioOfPrice } from "../../src/market/price.ts";
import {
  fullRange,
  MAX_SQRT_RATIO,
  MAX_TICK,
  MIN_SQRT_RATIO,
  MIN_TICK,
  sqrtRatioAtTick,
  tickAtSqrtRatio,
} from "../../src/market/ticks.ts";
import { assertThrows, integerBelow, seededRandom } from "../fixtures.ts";

/** Every power of two, so that every factor counts, on both sides; and some that mix them. */
function someTicks(): number[] {
  const random = seededRandom(20);
  const powers = Array.from({ length: 20 }, (_, i) => 2 ** i);
  const mixed = Array.from({ length: 8 }, () => integerBelow(random, MAX_TICK));
  return [...powers, ...mixed].flatMap((tick) => [tick, -tick]);
}

describe("ticks", () => {
  it("begin exactly where the pools say that they begin", async () => {
    const { viem } = await hre.network.connect();
    const publicClient = await viem.getPublicClient();
    const [walletClient] = await viem.getWalletClients();
    const { factory, positionManager } = await deployUniswap({ walletClient: walletClient!, publicClient });
    const address = (number: number) => pad(toHex(number), { size: 20 });
    let pools = 0;
    /** The tick of a fresh pool that is initialised with a square root. */
    const tickOf = async (sqrtRatio: bigint) => {
      pools += 1;
      const pair = [address(pools), address(10_000), 500] as const;
      await walletClient!.writeContract({
        abi: uniswapPositionManagerAbi,
        address: positionManager,
        functionName: "createAndInitializePoolIfNecessary",
        args: [...pair, sqrtRatio],
      });
      const pool = await publicClient.readContract({
        abi: uniswapFactoryAbi,
        address: factory,
        functionName: "getPool",
        args: pair,
      });
      const [, tick] = await publicClient.readContract({ abi: uniswapPoolAbi, address: pool, functionName: "slot0" });
      return tick;
    };
    for (const tick of [0, ...someTicks()]) {
      const ratio = sqrtRatioAtTick(tick);
      assert.equal(await tickOf(ratio), tick, `at the beginning of tick ${tick}`);
      assert.equal(await tickOf(ratio - 1n), tick - 1, `before the beginning of tick ${tick}`);
    }
    assert.equal(await tickOf(MIN_SQRT_RATIO), MIN_TICK);
    assert.equal(await tickOf(MAX_SQRT_RATIO - 1n), MAX_TICK - 1);
  });

  it("reach from the lowest price to the highest", () => {
    assert.equal(sqrtRatioAtTick(MIN_TICK), MIN_SQRT_RATIO);
    assert.equal(sqrtRatioAtTick(MAX_TICK), MAX_SQRT_RATIO);
    for (const tick of [MIN_TICK - 1, MAX_TICK + 1, 0.5]) {
      assertThrows(() => sqrtRatioAtTick(tick), "InvalidValueError", /The tick is .*; expected -887272 to 887272\./);
    }
  });

  it("are found from a price", () => {
    for (const tick of [MIN_TICK, MAX_TICK, 0, ...someTicks()]) {
      assert.equal(tickAtSqrtRatio(sqrtRatioAtTick(tick)), tick);
      if (tick > MIN_TICK) assert.equal(tickAtSqrtRatio(sqrtRatioAtTick(tick) - 1n), tick - 1);
    }
  });

  it("span the full range of each fee", () => {
    assert.deepEqual(fullRange(500), { lower: -887_270, upper: 887_270 });
    assert.deepEqual(fullRange(3_000), { lower: -887_220, upper: 887_220 });
    assert.deepEqual(fullRange(10_000), { lower: -887_200, upper: 887_200 });
    assertThrows(
      () => fullRange(100 as never),
      "InvalidValueError",
      /The fee is 100; expected 500, or 3000, or 10000\./,
    );
  });
});

describe("prices", () => {
  it("become the largest square roots that are not above them", () => {
    const random = seededRandom(21);
    const Q192 = 1n << 192n;
    const parts = 10n ** 36n;
    for (let i = 0; i < 200; i++) {
      // From the price of nearly nothing to that of nearly everything: 10^4 to 10^44.
      const price = BigInt(1 + integerBelow(random, 2 ** 31)) * 10n ** BigInt(integerBelow(random, 35));
      const first = sqrtRatioOfPrice(price, true);
      assert.ok(first * first * parts <= price * Q192 && (first + 1n) ** 2n * parts > price * Q192, `${price}`);
      const second = sqrtRatioOfPrice(price, false);
      assert.ok(second ** 2n * price <= parts * Q192 && (second + 1n) ** 2n * price > parts * Q192, `${price}`);
    }
  });

  it("come back from square roots, rounded down", () => {
    assert.equal(priceOfSqrtRatio(1n << 96n, true), 10n ** 36n);
    assert.equal(priceOfSqrtRatio(1n << 96n, false), 10n ** 36n);
    assert.equal(priceOfSqrtRatio(1n << 97n, true), 4n * 10n ** 36n);
    assert.equal(priceOfSqrtRatio(1n << 97n, false), 10n ** 36n / 4n);
    assert.equal(priceOfSqrtRatio(3n << 96n, false), 10n ** 36n / 9n);
  });

  it("are refused where no pool can hold them", () => {
    for (const price of [-1n, 0n, 10n ** 80n]) {
      for (const first of [true, false]) {
        assertThrows(() => sqrtRatioOfPrice(price, first), "InvalidValueError", /The price is /);
      }
    }
  });
});
