// SPDX-License-Identifier: MIT
import { type Hex, keccak256, parseTransaction, recoverTransactionAddress, type TransactionSerialized } from "viem";
import { getChainId } from "viem/actions";
import { ChainMismatchError } from "../errors/chain.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { withTypedErrors } from "../errors/toTypedError.ts";
import { TransactionRevertedError } from "../errors/transactions.ts";
import type { WriteErrorType } from "../errors/types.ts";
import { untilFinal } from "./internal/sending/finality.ts";
import { inTurn } from "./internal/sending/nonces.ts";
import { policyOf } from "./internal/sending/policy.ts";
import { broadcast } from "./internal/sending/sendSigned.ts";
import type { CommonweightClient, SentTransaction } from "./types.ts";

export interface ResendTransactionParameters {
  /** What `onSigned` of the client's policy was told. */
  rawTransaction: Hex;
}
export type ResendTransactionReturnType = SentTransaction;
export type ResendTransactionErrorType = WriteErrorType;

/**
 * Sends a signed transaction that a process left behind, and waits until it is final, as the client's policy says. Whether it was mined
 * already, is pending or never left the machine: it is done at most once, where a new transaction could be a second one.
 *
 * @throws {@link TransactionReplacedError} where its nonce was used by another one: then it never happens
 * @throws {@link InvalidValueError}, {@link ChainMismatchError}, {@link TransactionRevertedError}, {@link TransactionPendingError}
 * @example
 * const { receipt } = await resendTransaction(client, { rawTransaction });
 */
export async function resendTransaction(
  client: CommonweightClient,
  parameters: ResendTransactionParameters,
): Promise<ResendTransactionReturnType> {
  const { rawTransaction } = parameters;
  const { address, nonce, chainId } = await read(rawTransaction);
  return withTypedErrors(async () => {
    const actual = await getChainId(client);
    if (chainId !== actual) throw new ChainMismatchError({ expected: chainId, actual });
    const transaction = { rawTransaction, hash: keccak256(rawTransaction), account: address, nonce };
    const receipt = await inTurn({ chainId, address }, async () => {
      await broadcast(client, transaction);
      return untilFinal(client, policyOf(client), {
        address,
        nonce,
        hashes: () => [transaction.hash],
        keepGoing: () => broadcast(client, transaction),
      });
    });
    const { blockNumber, transactionHash: hash } = receipt;
    if (receipt.status === "reverted") {
      throw new TransactionRevertedError({ functionName: "unknown", hash, blockNumber, cause: undefined });
    }
    return { hash, receipt };
  });
}

async function read(rawTransaction: Hex) {
  try {
    const { nonce = 0, chainId } = parseTransaction(rawTransaction);
    const serializedTransaction = rawTransaction as TransactionSerialized;
    const address = await recoverTransactionAddress({ serializedTransaction });
    if (chainId === undefined) throw new Error("It is of no chain.");
    return { address, nonce, chainId };
  } catch (cause) {
    const expected = "a signed transaction of one chain";
    throw new InvalidValueError({ subject: "rawTransaction", value: rawTransaction, expected, cause });
  }
}
