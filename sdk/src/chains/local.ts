// SPDX-License-Identifier: MIT
import type { Chain } from "viem";

/** A chain on this machine, as Hardhat and Anvil run it: one of the local chains, on which alone development keys may be deployed. */
export const localChain = {
  id: 31_337,
  name: "Local chain",
  nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
  rpcUrls: { default: { http: ["http://127.0.0.1:8545"] } },
  testnet: true,
} as const satisfies Chain;
