// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import { BaseError } from "./BaseError.ts";
import { revertSentence } from "./revertSentences.ts";

/** Thrown when a call reverts with an error that the ABI knows: its message is a sentence, its name and arguments are at hand. */
export class ContractRevertError extends BaseError {
  /** Name of the Solidity error, such as `StatusMismatch`; `Error` and `Panic` are Solidity's own. */
  readonly errorName: string;
  /** Its arguments in order, decoded. */
  readonly args: readonly unknown[];
  readonly functionName: string;
  readonly address: Address | undefined;

  constructor(parameters: {
    errorName: string;
    args: readonly unknown[];
    functionName: string;
    address: Address | undefined;
    cause?: unknown;
  }) {
    const { errorName, args, functionName, address, cause } = parameters;
    super(revertSentence(errorName, args), {
      name: "ContractRevertError",
      cause,
      details: `${errorName}(${args.map(String).join(", ")})`,
      metaMessages: [`Function: ${functionName}`, ...(address ? [`Contract: ${address}`] : [])],
    });
    this.errorName = errorName;
    this.args = args;
    this.functionName = functionName;
    this.address = address;
  }
}

/** Thrown when a call reverts with data that the ABI does not know, or with none. */
export class UndecodedRevertError extends BaseError {
  readonly data: Hex | undefined;
  readonly functionName: string;

  constructor(parameters: {
    data: Hex | undefined;
    functionName: string;
    address: Address | undefined;
    cause?: unknown;
  }) {
    const { data, functionName, address, cause } = parameters;
    super(
      `${functionName} reverted ${data === undefined || data === "0x" ? "without a reason" : `with ${data}, which no ABI at hand explains`}.`,
      {
        name: "UndecodedRevertError",
        cause,
        ...(address ? { metaMessages: [`Contract: ${address}`] } : {}),
      },
    );
    this.data = data;
    this.functionName = functionName;
  }
}
