// SPDX-License-Identifier: MIT
import * as sdk from "@commonweight/sdk";
import { type Abi, decodeFunctionData, erc20Abi, type Hex } from "viem";

/** Every contract that a command may call. */
export const KNOWN_ABIS: readonly Abi[] = [
  ...Object.entries(sdk)
    .filter(([name]) => name.endsWith("Abi"))
    .map(([, abi]) => abi as Abi),
  erc20Abi,
];

/** The name of the function that data call, for people; the selector where no contract of ours has it. */
export function functionNameOf(data: Hex | undefined): string {
  if (data === undefined || data === "0x") return "a payment";
  for (const abi of KNOWN_ABIS) {
    try {
      return decodeFunctionData({ abi, data }).functionName;
    } catch {
      // Another ABI may know it.
    }
  }
  return `a call of ${data.slice(0, 10)}`;
}
