// SPDX-License-Identifier: MIT
import type { Account, Address } from "viem";
import { encodeFunctionData } from "viem";
import { simulateContract } from "viem/actions";
import { uniswapPoolAbi } from "../../abis/uniswapPool.ts";
import { uniswapQuoterAbi } from "../../abis/uniswapQuoter.ts";
import { uniswapRouterAbi } from "../../abis/uniswapRouter.ts";
import { ContractRevertError, UndecodedRevertError } from "../../errors/contract.ts";
import { InvalidValueError } from "../../errors/InvalidValueError.ts";
import { LiquidityMissingError, SlippageExceededError } from "../../errors/market.ts";
import { withTypedErrors } from "../../errors/toTypedError.ts";
import { sidesOf } from "../../market/mint.ts";
import { priceOf, priceOfSqrtRatio } from "../../market/price.ts";
import { DEFAULT_SLIPPAGE_BPS, leastOf, mostOf } from "../../market/slippage.ts";
import { MAX_SQRT_RATIO, MIN_SQRT_RATIO } from "../../market/ticks.ts";
import type { CommonweightClient, DeadlineParameters } from "../types.ts";
import { checkedCall } from "./checkedCall.ts";
import { eventOf } from "./events.ts";
import { type ContractCall, send } from "./send.ts";
import { allowSpending, type SpendParameters, type Spent } from "./spend.ts";
import { deadlineOf, type Pool, withMarketErrors } from "./uniswap.ts";

/** A trade in one pool, by the amount that is fixed: what goes in, or what comes out. */
export interface Swap {
  pool: Pool;
  side: "buy" | "sell";
  fixed: "input" | "output";
  /** Of what is fixed, in its smallest unit. */
  amount: bigint;
}

/** What a trade moves, and what it does to the price. */
export interface Quote {
  sharesAmount: bigint;
  tokenAmount: bigint;
  /** What one share costs in this trade, fee included; the pool's price is another before it and after it. */
  price: bigint;
  /** The pool's price after the trade. */
  priceAfter: bigint;
}

/** For actions that trade. */
export interface TradeParameters extends DeadlineParameters {
  /** The least to get where the input is fixed, the most to give where the output is; what is quoted now, with slippage, unless given. */
  limit?: bigint | undefined;
  /** How much worse than quoted the trade may be where no limit is given, in bps; 50 unless given. */
  slippageBps?: number | undefined;
  /** Who receives what comes out; the sender unless given. */
  recipient?: Address | undefined;
}

/**
 * Asks the quoter what a trade would move now.
 *
 * @throws {@link InvalidValueError} where the amount is not positive, or too small to bring anything
 * @throws {@link LiquidityMissingError} where the pool cannot trade all of it
 */
export async function quoteSwap(client: CommonweightClient, swap: Swap): Promise<Quote> {
  const { pool, fixed, amount } = swap;
  const [tokenIn, tokenOut] = tokensOf(swap);
  const givenToken = fixed === "input" ? tokenIn : tokenOut;
  if (amount <= 0n) throw new InvalidValueError({ subject: "The amount", value: amount, expected: "more than 0" });
  const short = (cause?: unknown) =>
    new LiquidityMissingError({ pool: pool.address, amount, token: givenToken, given: fixed === "input", cause });

  const quoter = { abi: uniswapQuoterAbi, address: pool.uniswap.quoter } as const;
  const pair = { tokenIn, tokenOut, fee: pool.fee, sqrtPriceLimitX96: 0n };
  const exactInput = () =>
    simulateContract(
      client,
      checkedCall({ ...quoter, functionName: "quoteExactInputSingle", args: [{ ...pair, amountIn: amount }] } as const),
    );
  const exactOutput = () =>
    simulateContract(
      client,
      checkedCall({ ...quoter, functionName: "quoteExactOutputSingle", args: [{ ...pair, amount }] } as const),
    );
  const { result } = await withTypedErrors<{ result: readonly [bigint, bigint, number, bigint] }>(
    fixed === "input" ? exactInput : exactOutput,
  ).catch((error: unknown) => {
    // The pool exists: where it cannot trade, the quoter reverts without saying more.
    if (error instanceof ContractRevertError || error instanceof UndecodedRevertError) throw short(error);
    throw error;
  });
  const [other, sqrtRatio] = result;
  // Where the price has reached its end, the pool has taken only a part of the input.
  if (sqrtRatio <= MIN_SQRT_RATIO + 1n || sqrtRatio >= MAX_SQRT_RATIO - 1n) throw short();
  if (other === 0n) {
    const expected = `more: of the token ${tokenOut} it would bring nothing`;
    throw new InvalidValueError({ subject: "The amount", value: amount, expected });
  }
  const [amountIn, amountOut] = fixed === "input" ? [amount, other] : [other, amount];
  const amounts = amountsOf(swap, amountIn, amountOut);
  return { ...amounts, price: priceOf(amounts), priceAfter: priceOfSqrtRatio(sqrtRatio, pool.sharesFirst) };
}

/**
 * Trades through the router, after an approval where the allowance is short. Nothing is sent where a limit would not hold now.
 *
 * @throws {@link LiquidityMissingError}, {@link SlippageExceededError}, {@link DeadlinePassedError}
 */
export async function sendSwap(
  client: CommonweightClient,
  swap: Swap,
  parameters: TradeParameters & SpendParameters & { account: Account },
): Promise<Spent & { sharesAmount: bigint; tokenAmount: bigint }> {
  const { pool, fixed, amount } = swap;
  const { account, approve = true, slippageBps = DEFAULT_SLIPPAGE_BPS, recipient = account.address } = parameters;
  const [tokenIn, tokenOut] = tokensOf(swap);
  const deadline = await deadlineOf(client, parameters);

  const quote = await quoteSwap(client, swap);
  const [quotedIn, quotedOut] =
    swap.side === "buy" ? [quote.tokenAmount, quote.sharesAmount] : [quote.sharesAmount, quote.tokenAmount];
  const limit =
    parameters.limit ?? (fixed === "input" ? leastOf(quotedOut, slippageBps) : mostOf(quotedIn, slippageBps));
  const slipped = (actual: bigint | undefined, cause?: unknown) =>
    fixed === "input"
      ? new SlippageExceededError({ token: tokenOut, limit, actual, bound: "least", cause })
      : new SlippageExceededError({ token: tokenIn, limit, actual, bound: "most", cause });
  if (fixed === "input" && quotedOut < limit) throw slipped(quotedOut);
  if (fixed === "output" && quotedIn > limit) throw slipped(quotedIn);

  const call = routerCall(swap, { limit, deadline, recipient, account });
  const [approval] = await allowSpending(client, { account, spender: pool.uniswap.router, approve }, [
    { token: tokenIn, needed: quotedIn, allowance: fixed === "input" ? amount : limit },
  ]);
  const { hash, receipt } = await withMarketErrors(
    client,
    deadline,
    (cause) => slipped(undefined, cause),
    () => send(client, call),
  );
  const event = { abi: uniswapPoolAbi, address: pool.address, eventName: "Swap" } as const;
  const { sharesAmount, tokenAmount } = tradeOf(pool, eventOf({ hash, receipt }, event).args);
  return { hash, receipt, approval, sharesAmount, tokenAmount };
}

/** What a `Swap` event of a pool says, of shares and token; what comes out of the pool is negative there. */
export function tradeOf(
  { sharesFirst }: Pick<Pool, "sharesFirst">,
  { amount0, amount1 }: { amount0: bigint; amount1: bigint },
): { side: Swap["side"]; sharesAmount: bigint; tokenAmount: bigint } {
  const { sharesAmount: ofShares, tokenAmount: ofToken } = sidesOf({ amount0, amount1 }, sharesFirst);
  return ofShares < 0n
    ? { side: "buy", sharesAmount: -ofShares, tokenAmount: ofToken }
    : { side: "sell", sharesAmount: ofShares, tokenAmount: -ofToken };
}

/** `SwapRouter02` takes the deadline around the call, not in it. */
function routerCall(
  swap: Swap,
  terms: { limit: bigint; deadline: bigint; recipient: Address; account: Account },
): ContractCall<typeof uniswapRouterAbi, "multicall"> {
  const { pool, fixed, amount } = swap;
  const { limit, deadline, recipient, account } = terms;
  const [tokenIn, tokenOut] = tokensOf(swap);
  const router = { abi: uniswapRouterAbi, address: pool.uniswap.router } as const;
  const pair = { tokenIn, tokenOut, fee: pool.fee, recipient, sqrtPriceLimitX96: 0n };
  const data =
    fixed === "input"
      ? encodeFunctionData(
          checkedCall({
            ...router,
            functionName: "exactInputSingle",
            args: [{ ...pair, amountIn: amount, amountOutMinimum: limit }],
          } as const),
        )
      : encodeFunctionData(
          checkedCall({
            ...router,
            functionName: "exactOutputSingle",
            args: [{ ...pair, amountOut: amount, amountInMaximum: limit }],
          } as const),
        );
  return checkedCall({ ...router, functionName: "multicall", args: [deadline, [data]], account } as const);
}

function tokensOf({ pool, side }: Swap): [tokenIn: Address, tokenOut: Address] {
  return side === "buy" ? [pool.token, pool.shares] : [pool.shares, pool.token];
}

function amountsOf({ side }: Swap, amountIn: bigint, amountOut: bigint) {
  return side === "buy"
    ? { tokenAmount: amountIn, sharesAmount: amountOut }
    : { sharesAmount: amountIn, tokenAmount: amountOut };
}
