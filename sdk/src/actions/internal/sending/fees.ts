// SPDX-License-Identifier: MIT
import { Eip1559FeesNotSupportedError, BaseError as ViemBaseError } from "viem";
import { estimateFeesPerGas } from "viem/actions";
import { FeeTooHighError } from "../../../errors/sending.ts";
import type { CommonweightClient } from "../../types.ts";

/** What is paid for gas, in wei: with a tip on chains with EIP-1559, as one price on others. */
export type Fees =
  | { type: "eip1559"; maxFeePerGas: bigint; maxPriorityFeePerGas: bigint }
  | { type: "legacy"; gasPrice: bigint };

/** The most that a unit of gas costs. */
export function feePerGas(fees: Fees): bigint {
  return fees.type === "eip1559" ? fees.maxFeePerGas : fees.gasPrice;
}

/** What the chain asks for at this time. */
export async function estimateFees(client: CommonweightClient): Promise<Fees> {
  try {
    const { maxFeePerGas, maxPriorityFeePerGas } = await estimateFeesPerGas(client, { chain: client.chain });
    return { type: "eip1559", maxFeePerGas, maxPriorityFeePerGas };
  } catch (error) {
    if (!(error instanceof ViemBaseError)) throw error;
    if (error.walk((cause) => cause instanceof Eip1559FeesNotSupportedError) === null) throw error;
    const { gasPrice } = await estimateFeesPerGas(client, { type: "legacy", chain: client.chain });
    return { type: "legacy", gasPrice };
  }
}

/** @throws {@link FeeTooHighError} */
export function assertAffordable(fees: Fees, maximumFeePerGas: bigint | undefined): void {
  if (maximumFeePerGas === undefined || feePerGas(fees) <= maximumFeePerGas) return;
  throw new FeeTooHighError({ feePerGas: feePerGas(fees), maximumFeePerGas });
}

/** Nodes take a replacement that pays a tenth more, some of them an eighth: of both the fee and the tip. */
const raised = (fee: bigint): bigint => {
  const eighthMore = (fee * 9n + 7n) / 8n;
  return eighthMore > fee ? eighthMore : fee + 1n;
};

/**
 * Fees for a replacement: an eighth more than before, or what the chain asks for by now, if that is more.
 *
 * @throws {@link FeeTooHighError} where an eighth more is above the maximum
 */
export function raiseFees(before: Fees, current: Fees, maximumFeePerGas: bigint): Fees {
  if (before.type === "legacy") {
    const least = { type: "legacy", gasPrice: raised(before.gasPrice) } as const;
    assertAffordable(least, maximumFeePerGas);
    return { type: "legacy", gasPrice: between(least.gasPrice, feePerGas(current), maximumFeePerGas) };
  }
  const least = {
    type: "eip1559",
    maxFeePerGas: raised(before.maxFeePerGas),
    maxPriorityFeePerGas: raised(before.maxPriorityFeePerGas),
  } as const;
  assertAffordable(least, maximumFeePerGas);
  const tip = current.type === "eip1559" ? current.maxPriorityFeePerGas : 0n;
  const maxFeePerGas = between(least.maxFeePerGas, feePerGas(current), maximumFeePerGas);
  return {
    type: "eip1559",
    maxFeePerGas,
    maxPriorityFeePerGas: between(least.maxPriorityFeePerGas, tip, maxFeePerGas),
  };
}

function between(least: bigint, wanted: bigint, most: bigint): bigint {
  if (wanted < least) return least;
  return wanted > most ? most : wanted;
}
