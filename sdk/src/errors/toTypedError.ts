// SPDX-License-Identifier: MIT
import {
  type Address,
  ContractFunctionExecutionError,
  ContractFunctionRevertedError,
  ContractFunctionZeroDataError,
  HttpRequestError,
  SocketClosedError,
  TimeoutError,
  BaseError as ViemBaseError,
  WebSocketRequestError,
} from "viem";
import { BaseError } from "./BaseError.ts";
import { ChainUnreachableError, ContractMissingError } from "./chain.ts";
import { ContractRevertError, UndecodedRevertError } from "./contract.ts";

/**
 * Turns an error of viem into one of this package where it means something to a caller: a revert is decoded by ABI, a silent
 * node is named by its address, an address without code is named. Everything else comes back as it is.
 *
 * @param error - what was caught
 */
export function toTypedError(error: unknown): unknown {
  if (error instanceof BaseError || !(error instanceof ViemBaseError)) return error;

  // A transport of ours, such as the one over ethers, may have said already what is wrong.
  const own = error.walk((cause) => cause instanceof BaseError);
  if (own !== null) return own;

  const silence = error.walk(isSilence);
  if (silence !== null) return new ChainUnreachableError({ url: urlOf(silence), cause: error });

  const execution = error.walk((cause) => cause instanceof ContractFunctionExecutionError);
  const { contractAddress, functionName } = executionContext(execution);
  const zeroData = error.walk((cause) => cause instanceof ContractFunctionZeroDataError);
  if (zeroData !== null && contractAddress !== undefined) {
    return new ContractMissingError({ address: contractAddress, cause: error });
  }

  const revert = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  if (revert instanceof ContractFunctionRevertedError) {
    const { data, raw } = revert;
    const context = { functionName, address: contractAddress, cause: error };
    if (data === undefined) return new UndecodedRevertError({ data: raw, ...context });
    return new ContractRevertError({ errorName: data.errorName, args: data.args ?? [], ...context });
  }
  return error;
}

/** A response with a status is an answer; these are none. */
function isSilence(error: unknown): boolean {
  return (
    (error instanceof HttpRequestError && error.status === undefined) ||
    error instanceof TimeoutError ||
    error instanceof WebSocketRequestError ||
    error instanceof SocketClosedError
  );
}

function urlOf(error: unknown): string | undefined {
  return error instanceof Error && "url" in error && typeof error.url === "string" ? error.url : undefined;
}

function executionContext(error: unknown): { contractAddress: Address | undefined; functionName: string } {
  if (!(error instanceof ContractFunctionExecutionError))
    return { contractAddress: undefined, functionName: "The call" };
  return { contractAddress: error.contractAddress, functionName: error.functionName };
}

/**
 * Runs a call of viem and throws its errors as typed ones.
 *
 * @throws what {@link toTypedError} makes of what the call throws
 */
export async function withTypedErrors<result>(call: () => Promise<result>): Promise<result> {
  try {
    return await call();
  } catch (error) {
    throw toTypedError(error);
  }
}
