// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { BaseError } from "./BaseError.ts";

/** Thrown when nothing answers where the chain should be: no node, a wrong address, or no network. */
export class ChainUnreachableError extends BaseError {
  /** Where the client looked; undefined for transports without an address, such as a browser's wallet. */
  readonly url: string | undefined;

  constructor(parameters: { url: string | undefined; cause: unknown }) {
    const { url, cause } = parameters;
    super(`No chain answers at ${url ?? "the client's transport"}.`, {
      name: "ChainUnreachableError",
      cause,
      metaMessages: ["Expected: the JSON-RPC endpoint of a running node."],
    });
    this.url = url;
  }
}

/** Thrown when a node answers, but for another chain than the one the caller means. */
export class ChainMismatchError extends BaseError {
  readonly expected: number;
  readonly actual: number;

  constructor(parameters: { expected: number; actual: number; cause?: unknown }) {
    const { expected, actual, cause } = parameters;
    super(`The node is of the chain ${actual}; expected the chain ${expected}.`, { name: "ChainMismatchError", cause });
    this.expected = expected;
    this.actual = actual;
  }
}

/** Thrown when there is no contract at an address where one was expected. */
export class ContractMissingError extends BaseError {
  readonly address: Address;

  constructor(parameters: { address: Address; cause?: unknown }) {
    const { address, cause } = parameters;
    super(`There is no contract at ${address} on this chain.`, {
      name: "ContractMissingError",
      cause,
      metaMessages: [
        "Expected: the address of a deployment of this protocol on the chain that the client is connected to.",
      ],
    });
    this.address = address;
  }
}

/** Thrown when a chain has no deployment in the address book. */
export class DeploymentMissingError extends BaseError {
  readonly chainId: number;

  constructor(parameters: { chainId: number; known: readonly number[] }) {
    const { chainId, known } = parameters;
    super(`No deployment is known for the chain ${chainId}.`, {
      name: "DeploymentMissingError",
      metaMessages: [`Known chains: ${known.length === 0 ? "none" : known.join(", ")}`],
    });
    this.chainId = chainId;
  }
}
