// SPDX-License-Identifier: MIT
import * as sdk from "@commonweight/sdk";
import { type Abi, erc20Abi } from "viem";

/** Every contract that a command may call. */
export const KNOWN_ABIS: readonly Abi[] = [
  ...Object.entries(sdk)
    .filter(([name]) => name.endsWith("Abi"))
    .map(([, abi]) => abi as Abi),
  erc20Abi,
];
