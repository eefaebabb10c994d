// SPDX-License-Identifier: MIT
import type {
  Abi,
  Address,
  ContractFunctionArgs,
  ContractFunctionName,
  ContractFunctionReturnType,
  ReadContractParameters,
} from "viem";
import { zeroAddress } from "viem";
import { getBlock, getChainId, readContract } from "viem/actions";
import { uniswapFactoryAbi } from "../../abis/uniswapFactory.ts";
import { uniswapPoolAbi } from "../../abis/uniswapPool.ts";
import { type UniswapContracts, uniswapOf } from "../../addresses/uniswap.ts";
import { BaseError } from "../../errors/BaseError.ts";
import { ContractRevertError } from "../../errors/contract.ts";
import { DeadlinePassedError, PoolMissingError } from "../../errors/market.ts";
import { withTypedErrors } from "../../errors/toTypedError.ts";
import { sharesSortFirst } from "../../market/price.ts";
import { DEFAULT_FEE, type FeeTier, tickSpacingOf } from "../../market/ticks.ts";
import type { CommonweightClient, DeadlineParameters, PoolParameters, UniswapParameters } from "../types.ts";
import { checkedCall } from "./checkedCall.ts";

/** A pool that has a price. */
export interface Pool {
  uniswap: UniswapContracts;
  address: Address;
  shares: Address;
  token: Address;
  fee: FeeTier;
  /** Whether the shares are the pool's token 0. */
  sharesFirst: boolean;
  /** Square root of the raw price, with 96 fractional bits. */
  sqrtRatio: bigint;
}

/** What a view of a contract returns. */
export async function readView<const abi extends Abi, functionName extends ContractFunctionName<abi, "view">>(
  client: CommonweightClient,
  call: {
    abi: abi;
    address: Address;
    functionName: functionName;
    args: ContractFunctionArgs<abi, "view", functionName>;
  },
): Promise<ContractFunctionReturnType<abi, "view", functionName>> {
  const request = checkedCall(call) as unknown as ReadContractParameters;
  const result: unknown = await withTypedErrors(() => readContract(client, request));
  return result as ContractFunctionReturnType<abi, "view", functionName>;
}

/** Uniswap's contracts: those given, or those known for the client's chain. */
export async function contractsOf(
  client: CommonweightClient,
  { uniswap }: UniswapParameters,
): Promise<UniswapContracts> {
  return uniswap ?? uniswapOf(await withTypedErrors(() => getChainId(client)));
}

/** The pool of shares with a token, with or without a price; undefined where there is none. */
export async function findPool(
  client: CommonweightClient,
  parameters: PoolParameters,
): Promise<{ uniswap: UniswapContracts; fee: FeeTier; pool: Pool | undefined }> {
  const { shares, token, fee = DEFAULT_FEE } = parameters;
  tickSpacingOf(fee);
  const uniswap = await contractsOf(client, parameters);
  const address = await readView(client, {
    abi: uniswapFactoryAbi,
    address: uniswap.factory,
    functionName: "getPool",
    args: [shares, token, fee],
  });
  if (address === zeroAddress) return { uniswap, fee, pool: undefined };
  const [sqrtRatio] = await readView(client, { abi: uniswapPoolAbi, address, functionName: "slot0", args: [] });
  const sharesFirst = sharesSortFirst({ shares, token });
  return { uniswap, fee, pool: { uniswap, address, shares, token, fee, sharesFirst, sqrtRatio } };
}

/**
 * The pool of shares with a token.
 *
 * @throws {@link PoolMissingError} where there is none, or it has no price
 */
export async function poolOf(client: CommonweightClient, parameters: PoolParameters): Promise<Pool> {
  const { fee, pool } = await findPool(client, parameters);
  if (pool === undefined || pool.sqrtRatio === 0n) {
    const { shares, token } = parameters;
    throw new PoolMissingError({ shares, token, fee, pool: pool?.address });
  }
  return pool;
}

/** A pair of values, of the shares and of the token, in the order of a pool's tokens. */
export function inOrder<value>(
  { sharesFirst }: { sharesFirst: boolean },
  ofShares: value,
  ofToken: value,
): [value, value] {
  return sharesFirst ? [ofShares, ofToken] : [ofToken, ofShares];
}

const TWENTY_MINUTES = 1_200n;

/**
 * The deadline of a transaction.
 *
 * @throws {@link DeadlinePassedError} where it is over
 */
export async function deadlineOf(client: CommonweightClient, parameters: DeadlineParameters): Promise<bigint> {
  const { timestamp: now } = await withTypedErrors(() => getBlock(client));
  const { deadline = now + TWENTY_MINUTES } = parameters;
  if (deadline < now) throw new DeadlinePassedError({ deadline, now });
  return deadline;
}

/** Words with which Uniswap v3 reverts, since it knows no custom errors, for what a caller may meet in good faith. */
const SLIPPAGE = ["Too little received", "Too much requested", "Price slippage check"];
const TOO_LATE = "Transaction too old";

/**
 * Runs what sends a transaction to Uniswap, and makes typed errors of its words.
 *
 * @param onSlippage - the error where the price has moved too far
 */
export async function withMarketErrors<result>(
  client: CommonweightClient,
  deadline: bigint,
  onSlippage: (cause: unknown) => Error | Promise<Error>,
  run: () => Promise<result>,
): Promise<result> {
  try {
    return await run();
  } catch (error) {
    const word = wordOf(error);
    if (word !== undefined && SLIPPAGE.includes(word)) throw await onSlippage(error);
    if (word === TOO_LATE) {
      const { timestamp: now } = await withTypedErrors(() => getBlock(client));
      throw new DeadlinePassedError({ deadline, now, cause: error });
    }
    throw error;
  }
}

/** What a contract said in the end, before or after the transaction was mined. */
function wordOf(error: unknown): string | undefined {
  if (!(error instanceof BaseError)) return undefined;
  const revert = error.walk((cause) => cause instanceof ContractRevertError);
  if (!(revert instanceof ContractRevertError) || revert.errorName !== "Error") return undefined;
  return String(revert.args[0]);
}
