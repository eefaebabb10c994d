// SPDX-License-Identifier: MIT
// Errors that speak of amounts, in the units of their tokens, as everything else that people read.
import {
  type BaseError,
  InsufficientBalanceError,
  LiquidityMissingError,
  PoolPriceMismatchError,
  SlippageExceededError,
} from "@commonweight/sdk";
import type { Context } from "./context.ts";
import { InsufficientMoneyError, InTokenUnitsError } from "./errors.ts";
import { formatSharePrice } from "./format/numbers.ts";
import { formatAmount, type Token } from "./token.ts";

/** The same error in token units, where it has amounts of a token that can be read; any other as it is. */
export async function inTokenUnits(context: Pick<Context, "token">, error: unknown): Promise<unknown> {
  if (error instanceof InsufficientBalanceError) {
    return withToken(context, error, (token) => new InsufficientMoneyError({ ...error, token, cause: error }));
  }
  if (error instanceof SlippageExceededError) {
    return withToken(context, error, (token) => {
      const { bound, limit, actual } = error;
      const now =
        actual === undefined ? "the price has moved beyond that" : `now it would be ${formatAmount(actual, token)}`;
      return said(error, `At ${bound} ${formatAmount(limit, token)} were to move; ${now}.`);
    });
  }
  if (error instanceof LiquidityMissingError) {
    return withToken(context, error, (token) => {
      const { pool, given, amount } = error;
      const what = `${given ? "take" : "give"} ${formatAmount(amount, token)}`;
      return said(error, `The pool ${pool} has too little liquidity to ${what}; trade less, or add liquidity first.`);
    });
  }
  if (error instanceof PoolPriceMismatchError) {
    return withToken(context, error, (token) => {
      const [stands, wanted] = [error.actual, error.wanted].map((price) => formatSharePrice(price, token));
      return said(error, `The pool ${error.pool} stands at the price ${stands}; wanted ${wanted}.`);
    });
  }
  return error;
}

async function withToken<error extends BaseError & { token: Token["address"] }>(
  context: Pick<Context, "token">,
  error: error,
  make: (token: Token) => Error,
): Promise<Error> {
  const token = await context.token(error.token).catch(() => undefined);
  return token === undefined ? error : make(token);
}

function said(cause: BaseError, problem: string): InTokenUnitsError {
  return new InTokenUnitsError(problem, cause);
}
