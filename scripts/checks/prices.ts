// SPDX-License-Identifier: MIT
// What transactions cost: the gas price at which each costs a cent, and its cost at a given price. Data fees, which an L2 charges by
// bytes, come on top, and are said in bytes.
import { parseArgs } from "node:util";

/** Gwei that a cent buys where ether costs one dollar. */
const CENT_IN_GWEI = 0.01 * 1e9;
const DEFAULT_ETH_USD = "3000";

export interface Prices {
  /** Price of one ether in dollars. */
  ethUsd: number;
  /** Gas price at which costs are wanted. */
  gwei: number | undefined;
}

export interface Transaction {
  name: string;
  gas: number;
  /** Bytes of its data. */
  bytes: number;
}

/**
 * Takes `--eth-usd` and `--gwei` out of the command line.
 *
 * @returns the prices, and the other arguments
 * @throws Error naming an option whose value is no positive number
 */
export function takePrices(argv: readonly string[]): { prices: Prices; rest: string[] } {
  const options = { "eth-usd": { type: "string", default: DEFAULT_ETH_USD }, gwei: { type: "string" } } as const;
  const { values, tokens } = parseArgs({
    args: [...argv],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const rest = tokens.flatMap((token) =>
    token.kind === "option" && !(token.name in options)
      ? [token.rawName]
      : token.kind === "positional"
        ? [token.value]
        : [],
  );
  const gwei = values.gwei === undefined ? undefined : positive("--gwei", values.gwei);
  return { prices: { ethUsd: positive("--eth-usd", values["eth-usd"]), gwei }, rest };
}

function positive(option: string, value: string | boolean | undefined): number {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
  if (number > 0 && Number.isFinite(number)) return number;
  throw new Error(`${option} is ${value}; expected a positive number.`);
}

/** The gas price, in gwei, at which so much gas costs one cent. */
export function centAt(gas: number, ethUsd: number): number {
  return CENT_IN_GWEI / ethUsd / gas;
}

/** The table of costs. */
export function priceTable(transactions: readonly Transaction[], { ethUsd, gwei }: Prices): string {
  const width = Math.max(...transactions.map(({ name }) => name.length));
  const cost = gwei === undefined ? "" : `  ${`cents at ${gwei} gwei`.padStart(20)}`;
  const lines = [`${"".padEnd(width)}  ${"a cent at, gwei".padStart(15)}${cost}  ${"bytes of data".padStart(13)}`];
  for (const { name, gas, bytes } of transactions) {
    const price = centAt(gas, ethUsd);
    const cents = gwei === undefined ? "" : `  ${(gwei / price).toFixed(2).padStart(20)}`;
    lines.push(`${name.padEnd(width)}  ${price.toFixed(4).padStart(15)}${cents}  ${String(bytes).padStart(13)}`);
  }
  return lines.join("\n");
}
