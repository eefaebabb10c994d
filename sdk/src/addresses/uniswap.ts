// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { UniswapMissingError } from "../errors/market.ts";

/** Where Uniswap v3 is on one chain. */
export interface UniswapContracts {
  /** `UniswapV3Factory`. */
  factory: Address;
  /** `NonfungiblePositionManager`. */
  positionManager: Address;
  /** `QuoterV2`. */
  quoter: Address;
  /** `SwapRouter02`: the one router that Uniswap has deployed on every chain. */
  router: Address;
}

/** What is known of Uniswap v3, by chain id. */
export type UniswapBook = Readonly<Record<number, Partial<UniswapContracts>>>;

const names = ["factory", "positionManager", "quoter", "router"] as const satisfies (keyof UniswapContracts)[];

/** Addresses as Uniswap publishes them in its package `@uniswap/sdk-core`. */
export const uniswapBook: UniswapBook = {
  // ZKsync Era
  324: {
    factory: "0x8FdA5a7a8dCA67BBcDd10F02Fa0649A937215422",
    positionManager: "0x0616e5762c1E7Dc3723c50663dF10a162D690a86",
    quoter: "0x8Cb537fc92E26d8EBBb760E632c95484b6Ea3e28",
    router: "0x99c56385daBCE3E81d8499d0b8d0257aBC07E8A3",
  },
  // Linea
  59144: {
    factory: "0x31FAfd4889FA1269F7a13A66eE0fB458f27D72A9",
    positionManager: "0x4615C383F85D0a2BbED973d83ccecf5CB7121463",
    quoter: "0x42bE4D6527829FeFA1493e1fb9F3676d2425C3C1",
    router: "0x3d4e44Eb1374240CE5F1B871ab261CD16335B76a",
  },
};

/**
 * Uniswap v3 on a chain.
 *
 * @param book - what is known; the addresses that Uniswap publishes unless given
 * @throws {@link UniswapMissingError} naming the chain, and the contracts that are not known there
 * @example
 * const uniswap = uniswapOf(59_144);
 */
export function uniswapOf(chainId: number, book: UniswapBook = uniswapBook): UniswapContracts {
  const contracts = book[chainId] ?? {};
  const missing = names.filter((name) => contracts[name] === undefined);
  if (missing.length > 0) throw new UniswapMissingError({ chainId, missing, known: Object.keys(book).map(Number) });
  return contracts as UniswapContracts;
}
