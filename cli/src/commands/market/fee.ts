// SPDX-License-Identifier: MIT
import type { FeeTier } from "@commonweight/sdk";
import { InvalidArgumentError } from "commander";

/** Fees of pools, as people write them, in millionths. */
const FEES = new Map<string, FeeTier>([
  ["0.05", 500],
  ["0.3", 3_000],
  ["1", 10_000],
]);

/** Which pool, by its fee in per cent. */
export function parseFee(text: string): FeeTier {
  const fee = FEES.get(text);
  if (fee === undefined) {
    throw new InvalidArgumentError(`It is ${text}; expected ${[...FEES.keys()].join(", or ")}.`);
  }
  return fee;
}
