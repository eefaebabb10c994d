// SPDX-License-Identifier: MIT
import {
  type Address,
  type Hex,
  isAddressEqual,
  keccak256,
  type LocalAccount,
  parseTransaction,
  recoverTransactionAddress,
  type TransactionSerializable,
  type TransactionSerialized,
} from "viem";
import { getBlock, getChainId } from "viem/actions";
import { ChainMismatchError } from "../errors/chain.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { withTypedErrors } from "../errors/toTypedError.ts";
import { TransactionRevertedError } from "../errors/transactions.ts";
import type { WriteErrorType } from "../errors/types.ts";
import { estimateFees, type Fees, feePerGas, raiseFees } from "./internal/sending/fees.ts";
import { inTurn } from "./internal/sending/nonces.ts";
import { policyOf } from "./internal/sending/policy.ts";
import { bringHome, highestFee, isKnown, signOne } from "./internal/sending/sendSigned.ts";
import type { CommonweightClient, SentTransaction } from "./types.ts";

export interface ResendTransactionParameters {
  /** What `onSigned` of the client's policy was told. */
  rawTransaction: Hex;
  /** Whatever else was signed for the same nonce, with lower or higher fees: whichever is mined counts. */
  others?: readonly Hex[] | undefined;
  /** What it calls, for messages. */
  functionName?: string | undefined;
}
export type ResendTransactionReturnType = SentTransaction;
export type ResendTransactionErrorType = WriteErrorType;

/**
 * Sends a signed transaction that a process left behind, and waits until it is final, as the client's policy says. Whether it was mined
 * already, is pending or never left the machine: it is done at most once, where a new transaction could be a second one. Where it is
 * stuck, or the chain asks for more by now, the client's account signs it anew with the same nonce, if it is the one that signed it.
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
  const { functionName = "unknown" } = parameters;
  const [{ address, nonce, chainId, request }, signed] = await readAll(parameters);
  return withTypedErrors(async () => {
    const actual = await getChainId(client);
    if (chainId !== actual) throw new ChainMismatchError({ expected: chainId, actual });
    const policy = policyOf(client);
    const sender = { chainId, address };
    const account = keyOf(client, address);
    const sign =
      account && ((fees: Fees) => signOne(client, policy, { account, request: withFees(request, fees), functionName }));
    const receipt = await inTurn(sender, async () => {
      const [lowest, last] = [signed[0]!.fees, signed.at(-1)!.fees];
      const current = await estimateFees(client);
      const most = highestFee(policy, feePerGas(current) > feePerGas(lowest) ? current : lowest);
      const isOut = await isKnownOf(client, signed);
      const onTheWay = { sender, nonce, signed: [...signed], fees: last, most, sign, isOut };
      if (sign !== undefined && !isOut && (await isTooCheap(client, last))) {
        onTheWay.fees = raiseFees(last, current, most);
        onTheWay.signed.push({ ...(await sign(onTheWay.fees)), fees: onTheWay.fees });
      }
      return bringHome(client, policy, onTheWay);
    });
    const { blockNumber, transactionHash: hash } = receipt;
    if (receipt.status === "reverted") {
      throw new TransactionRevertedError({ functionName, hash, blockNumber, cause: undefined });
    }
    return { hash, receipt };
  });
}

async function isKnownOf(client: CommonweightClient, signed: readonly SignedBefore[]): Promise<boolean> {
  for (const { hash } of signed) if (await isKnown(client, hash)) return true;
  return false;
}

/** Whether no node would take it for what it pays. */
async function isTooCheap(client: CommonweightClient, fees: Fees): Promise<boolean> {
  const { baseFeePerGas } = await getBlock(client);
  return baseFeePerGas !== null && feePerGas(fees) < baseFeePerGas;
}

/** The key of the account that signed, where the client has it. */
function keyOf({ account }: CommonweightClient, address: Address): LocalAccount | undefined {
  return account?.type === "local" && isAddressEqual(account.address, address) ? account : undefined;
}

interface SignedBefore {
  hash: Hex;
  rawTransaction: Hex;
  fees: Fees;
}

/** All that was signed for the nonce, those with the highest fees last. */
async function readAll({ rawTransaction, others = [] }: ResendTransactionParameters) {
  const first = await read(rawTransaction, "rawTransaction");
  const signed = [toSigned(first)];
  for (const [i, raw] of others.entries()) {
    const other = await read(raw, `others[${i}]`);
    const isSame = (["address", "nonce", "chainId"] as const).every((key) => other[key] === first[key]);
    if (!isSame) {
      const expected = `a transaction of ${first.address} with the nonce ${first.nonce} on chain ${first.chainId}`;
      throw new InvalidValueError({ subject: `others[${i}]`, value: raw, expected });
    }
    if (raw !== rawTransaction) signed.push(toSigned(other));
  }
  signed.sort((one, other) => Number(feePerGas(one.fees) - feePerGas(other.fees)));
  // What is signed anew is what was signed last, which may be another call than the first.
  const last = await read(signed.at(-1)!.rawTransaction, "others");
  return [last, signed] as const;
}

function toSigned({ rawTransaction, fees }: Awaited<ReturnType<typeof read>>): SignedBefore {
  return { hash: keccak256(rawTransaction), rawTransaction, fees };
}

async function read(rawTransaction: Hex, subject: string) {
  try {
    const { r: _r, s: _s, v: _v, yParity: _yParity, ...request } = parseTransaction(rawTransaction);
    const { nonce = 0, chainId, maxFeePerGas, maxPriorityFeePerGas = 0n, gasPrice } = request;
    const serializedTransaction = rawTransaction as TransactionSerialized;
    const address = await recoverTransactionAddress({ serializedTransaction });
    if (chainId === undefined) throw new Error("It is of no chain.");
    const fees: Fees =
      maxFeePerGas === undefined
        ? { type: "legacy", gasPrice: gasPrice ?? 0n }
        : { type: "eip1559", maxFeePerGas, maxPriorityFeePerGas };
    return { address, nonce, chainId, fees, rawTransaction, request: request as TransactionSerializable };
  } catch (cause) {
    const expected = "a signed transaction of one chain";
    throw new InvalidValueError({ subject, value: rawTransaction, expected, cause });
  }
}

/** The same with other fees; nonce and chain stay what they were. */
function withFees(request: TransactionSerializable, fees: Fees) {
  const { maxFeePerGas: _most, maxPriorityFeePerGas: _tip, gasPrice: _price, ...rest } = request;
  const { nonce = 0, chainId = 0 } = rest;
  return { ...rest, ...fees, nonce, chainId } as TransactionSerializable & { nonce: number; chainId: number };
}
