// SPDX-License-Identifier: MIT
import { type CommonweightClient, InvalidValueError, withTypedErrors } from "@commonweight/sdk";
import { type Address, erc20Abi, formatUnits, parseUnits } from "viem";
import { readContract } from "viem/actions";

/** A token as people write its amounts. */
export interface Token {
  address: Address;
  symbol: string;
  decimals: number;
}

/** Symbol and decimals of a token, from the chain. */
export async function readToken(client: CommonweightClient, address: Address): Promise<Token> {
  const read = <name extends "symbol" | "decimals">(functionName: name) =>
    withTypedErrors(() => readContract(client, { address, abi: erc20Abi, functionName }));
  const [symbol, decimals] = await Promise.all([read("symbol"), read("decimals")]);
  return { address, symbol: symbol as string, decimals: decimals as number };
}

/** The share token of every model: 18 decimals, a million of them. */
export const SHARE: Pick<Token, "symbol" | "decimals"> = { symbol: "shares", decimals: 18 };

/** `1,234.5 USDC`. */
export function formatAmount(amount: bigint, { symbol, decimals }: Pick<Token, "symbol" | "decimals">): string {
  const [whole, fraction] = formatUnits(amount, decimals).split(".");
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${grouped}${fraction ? `.${fraction}` : ""} ${symbol}`;
}

/**
 * An amount in the token's units, such as `12.5`.
 *
 * @throws {@link InvalidValueError} where the text is no amount, is negative, or has more decimals than the token
 */
export function parseAmount(
  subject: string,
  text: string,
  { symbol, decimals }: Pick<Token, "symbol" | "decimals">,
): bigint {
  const expected = `an amount of ${symbol} with at most ${decimals} decimals, such as 12.5`;
  if (!/^\d+(\.\d+)?$/.test(text) || (text.split(".")[1]?.length ?? 0) > decimals) {
    throw new InvalidValueError({ subject, value: text, expected });
  }
  return parseUnits(text, decimals);
}

/** What an account holds of a token, or of shares, in the smallest unit. */
export async function readBalance(client: CommonweightClient, token: Address, account: Address): Promise<bigint> {
  const call = { address: token, abi: erc20Abi, functionName: "balanceOf", args: [account] } as const;
  return withTypedErrors(() => readContract(client, call));
}

/** How much of a token there is, in its smallest unit. */
export async function readSupply(client: CommonweightClient, token: Address): Promise<bigint> {
  return withTypedErrors(() => readContract(client, { address: token, abi: erc20Abi, functionName: "totalSupply" }));
}

/** What an account lets a spender take of a token, in the smallest unit. */
export async function readAllowance(
  client: CommonweightClient,
  { token, account, spender }: { token: Address; account: Address; spender: Address },
): Promise<bigint> {
  const call = { address: token, abi: erc20Abi, functionName: "allowance", args: [account, spender] } as const;
  return withTypedErrors(() => readContract(client, call));
}
