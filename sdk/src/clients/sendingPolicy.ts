// SPDX-License-Identifier: MIT
import type { SendingPolicy } from "../actions/internal/sending/policy.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";

/**
 * A decorator that says how a client sends transactions, and when they count as done. Extend a client with it before the actions, which
 * keep the client that they were given.
 *
 * @throws {@link InvalidValueError} where a number is out of its range
 * @example
 * const client = createWalletClient({ account, chain, transport: resilientTransport(urls) })
 *   .extend(sendingPolicy({ confirmations: 3, maximumFeePerGas: parseGwei("20") }))
 *   .extend(commonweightActions({ escrow, registry }));
 */
export function sendingPolicy(policy: SendingPolicy): () => { sending: SendingPolicy } {
  const { confirmations = 1, maximumFeePerGas = 1n, stuckAfterBlocks = 1 } = policy;
  assertAtLeastOne("confirmations", confirmations);
  assertAtLeastOne("stuckAfterBlocks", stuckAfterBlocks);
  if (maximumFeePerGas <= 0n) {
    throw new InvalidValueError({ subject: "maximumFeePerGas", value: maximumFeePerGas, expected: "more than 0 wei" });
  }
  return () => ({ sending: policy });
}

function assertAtLeastOne(subject: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 1) return;
  throw new InvalidValueError({ subject, value, expected: "a whole number of blocks, at least 1" });
}
