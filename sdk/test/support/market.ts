// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import hre from "hardhat";
import { type Address, parseAbi } from "viem";
import { createContractDeployer } from "../../../scripts/deploy/contracts.ts";
import { deployUniswap } from "../../../scripts/deploy/uniswap.ts";
import { ONE_SHARE, type PoolParameters, priceOf, tokenAbi } from "../../src/index.ts";

const mintAbi = parseAbi(["function mint(address account, uint256 amount)"]);
const roles = ["deployer", "provider", "alice", "bob", "poor"] as const;

/** How shares and token sort, and how fine the token is. */
export interface MarketCase {
  sharesFirst: boolean;
  decimals: 6 | 18;
}

export const marketCases: readonly MarketCase[] = [
  { sharesFirst: true, decimals: 6 },
  { sharesFirst: false, decimals: 6 },
  { sharesFirst: true, decimals: 18 },
  { sharesFirst: false, decimals: 18 },
];

/**
 * Uniswap's own contracts on a chain in this process, with shares and a token in the order that is asked for; every account but `poor`
 * has 100,000 of both.
 */
export async function deployMarket({ sharesFirst, decimals }: MarketCase) {
  const { viem, provider, networkHelpers } = await hre.network.connect();
  const publicClient = await viem.getPublicClient();
  const wallets = await viem.getWalletClients();
  const actors = Object.fromEntries(roles.map((role, i) => [role, wallets[i]!])) as Record<
    (typeof roles)[number],
    (typeof wallets)[number]
  >;
  const { deployer } = actors;
  const uniswap = await deployUniswap({ walletClient: deployer, publicClient });
  const { deploy } = createContractDeployer({ walletClient: deployer, publicClient });
  const deployShares = () => deploy("contracts/mocks/TestShares.sol:TestShares");
  const token = await (decimals === 6 ? deploy("contracts/mocks/TestToken.sol:TestToken") : deployShares());
  let shares = await deployShares();
  while (BigInt(shares) < BigInt(token) !== sharesFirst) shares = await deployShares();

  /** One of the token, in its smallest unit. */
  const one = 10n ** BigInt(decimals);
  for (const role of roles) {
    if (role === "poor") continue;
    for (const [address, unit] of [
      [shares, ONE_SHARE],
      [token, one],
    ] as const) {
      const args = [actors[role].account.address, 100_000n * unit] as const;
      await deployer.writeContract({ abi: mintAbi, address, functionName: "mint", args });
    }
  }
  const at = { uniswap, shares, token } satisfies PoolParameters;
  const balanceOf = (asset: Address, account: Address) =>
    publicClient.readContract({ abi: tokenAbi, address: asset, functionName: "balanceOf", args: [account] });
  const allowanceOf = (asset: Address, owner: Address, spender: Address) =>
    publicClient.readContract({ abi: tokenAbi, address: asset, functionName: "allowance", args: [owner, spender] });
  /** A price that is no round number in either order: a third of the token, and a bit, for one share. */
  const price = priceOf({ tokenAmount: one / 3n + 1n, sharesAmount: ONE_SHARE });
  return {
    actors,
    allowanceOf,
    at,
    balanceOf,
    deploy,
    networkHelpers,
    one,
    price,
    provider,
    publicClient,
    sharesFirst,
  };
}

export type Market = Awaited<ReturnType<typeof deployMarket>>;

const Q96 = 1n << 96n;
const MILLION = 1_000_000n;

/**
 * What a trade of an exact input does within one range of liquidity, written down from Uniswap v3's whitepaper (6.2.3) with the roundings of its
 * contracts, independently of what the SDK computes.
 */
export function tradeExactly(
  { liquidity, sqrtRatio }: { liquidity: bigint; sqrtRatio: bigint },
  trade: { amountIn: bigint; fee: number; zeroForOne: boolean },
): { amountOut: bigint; sqrtRatio: bigint } {
  const input = (trade.amountIn * (MILLION - BigInt(trade.fee))) / MILLION;
  if (trade.zeroForOne) {
    const numerator = liquidity * Q96;
    const denominator = numerator + input * sqrtRatio;
    const next = (numerator * sqrtRatio + denominator - 1n) / denominator;
    return { amountOut: (liquidity * (sqrtRatio - next)) / Q96, sqrtRatio: next };
  }
  const next = sqrtRatio + (input * Q96) / liquidity;
  return { amountOut: (liquidity * Q96 * (next - sqrtRatio)) / next / sqrtRatio, sqrtRatio: next };
}

/** Equal but for what the pools' fixed-point numbers round off: less than a billionth. */
export function assertClose(actual: bigint, expected: bigint, what: string): void {
  const difference = actual > expected ? actual - expected : expected - actual;
  assert.ok(difference * 1_000_000_000n < expected, `${what}: ${actual}; expected about ${expected}`);
}
