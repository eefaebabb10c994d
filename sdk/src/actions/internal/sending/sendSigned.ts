// SPDX-License-Identifier: MIT
import {
  concat,
  encodeFunctionData,
  type Hash,
  type Hex,
  keccak256,
  type LocalAccount,
  type SerializeTransactionFn,
  type TransactionReceipt,
  type TransactionSerializable,
} from "viem";
import { getBlockNumber, getChainId, getTransaction, getTransactionCount, sendRawTransaction } from "viem/actions";
import { TransactionRefusedError, TransactionReplacedError } from "../../../errors/sending.ts";
import { isAnswer } from "../../../transports/failures.ts";
import type { CommonweightClient } from "../../types.ts";
import type { ContractCall } from "../send.ts";
import { assertAffordable, estimateFees, type Fees, feePerGas, raiseFees } from "./fees.ts";
import { untilFinal } from "./finality.ts";
import { begin, finish, inTurn, nextNonce, type Sender } from "./nonces.ts";
import type { DecidedPolicy, SignedTransaction } from "./policy.ts";

/** Without a maximum of the caller's, a replacement pays at most this many times what the first try did. */
const MOST_RAISE = 4n;

/**
 * Signs a call, sends it and waits until it is final. It keeps one nonce: where it is stuck, it is signed again with higher fees, and
 * whichever is mined counts. What was signed is sent anew at each look, since a node may have lost it.
 *
 * @returns the receipt, which may be of a transaction that reverted
 * @throws `FeeTooHighError`, `TransactionPendingError`, {@link TransactionReplacedError}, {@link TransactionRefusedError}
 */
export async function sendSigned(
  client: CommonweightClient,
  policy: DecidedPolicy,
  { call, account, gas }: { call: ContractCall; account: LocalAccount; gas: bigint },
): Promise<TransactionReceipt> {
  const { address } = account;
  const chainId = client.chain?.id ?? (await getChainId(client));
  const sender: Sender = { chainId, address };

  return inTurn(sender, async () => {
    const { nonce, exceed } = await nextNonce(client, sender);
    const request = { to: call.address, data: dataOf(client, call), gas, nonce, chainId };
    const { functionName } = call;
    const sign = (fees: Fees) => signOne(client, policy, { account, request: { ...request, ...fees }, functionName });

    const current = await estimateFees(client);
    assertAffordable(current, policy.maximumFeePerGas);
    const most = highestFee(policy, current);
    const fees = exceed === undefined ? current : raiseFees(exceed, current, most);
    const signed = [await sign(fees)];
    policy.onProgress({ kind: "sent", hash: signed[0]!.hash });
    return bringHome(client, policy, { sender, nonce, signed, fees, most, sign });
  });
}

/** Without a maximum of the caller's, what a replacement pays at most is told by what the first try did. */
export function highestFee({ maximumFeePerGas }: DecidedPolicy, first: Fees): bigint {
  return maximumFeePerGas ?? MOST_RAISE * feePerGas(first);
}

/** Signs what a call is with its nonce and fees, and tells the policy before anybody else hears of it. */
export async function signOne(
  client: CommonweightClient,
  policy: DecidedPolicy,
  {
    account,
    request,
    functionName,
  }: {
    account: LocalAccount;
    request: TransactionSerializable & { nonce: number; chainId: number };
    functionName: string;
  },
): Promise<SignedTransaction> {
  const serializer = client.chain?.serializers?.transaction as SerializeTransactionFn | undefined;
  const rawTransaction = await account.signTransaction(request, serializer ? { serializer } : {});
  const { chainId, nonce } = request;
  const hash = keccak256(rawTransaction);
  const transaction = { chainId, account: account.address, nonce, hash, rawTransaction, functionName };
  await policy.onSigned(transaction);
  return transaction;
}

/** Everything that was signed for one nonce. */
export interface OnTheWay {
  sender: Sender;
  nonce: number;
  /** At least one, with rising fees. */
  signed: Pick<SignedTransaction, "hash" | "rawTransaction">[];
  /** Of the last of them. */
  fees: Fees;
  /** The highest fee per gas of a replacement, in wei. */
  most: bigint;
  /** Signs the same call with other fees; undefined where the key is not at hand, and nothing can be raised. */
  sign: ((fees: Fees) => Promise<SignedTransaction>) | undefined;
  /** Whether the chain has some of it already: then it is only waited for at first. */
  isOut?: boolean | undefined;
}

/**
 * Sends what was signed, the last of it first, and waits until one of it is final; where it is stuck, it is signed anew with higher fees.
 *
 * @throws `TransactionPendingError`, {@link TransactionReplacedError}, {@link TransactionRefusedError}
 */
export async function bringHome(
  client: CommonweightClient,
  policy: DecidedPolicy,
  { sender, nonce, signed, most, sign, isOut = false, ...onTheWay }: OnTheWay,
): Promise<TransactionReceipt> {
  const { address } = sender;
  let { fees } = onTheWay;
  begin(sender, nonce, fees);
  const close = async (): Promise<void> => {
    finish(sender);
    await Promise.resolve({ chainId: sender.chainId, account: address, nonce })
      .then(policy.onClosed)
      // What is done is done: whoever keeps books finds it out when they are next read.
      .catch((error: unknown) => policy.onProgress({ kind: "trouble", error }));
  };

  if (!isOut) {
    await broadcast(client, { signed, account: address, nonce }).catch(async (error: unknown) => {
      await close();
      throw error;
    });
  }

  let since = { block: await blockNumber(client), time: policy.clock.now() };
  let canRaise = sign !== undefined;
  const raise = async () => {
    try {
      const higher = raiseFees(fees, await estimateFees(client), most);
      const transaction = await sign!(higher);
      // Kept before it is sent: its answer may be lost.
      signed.push(transaction);
      fees = higher;
      begin(sender, nonce, fees);
      policy.onProgress({ kind: "raised", hash: transaction.hash, feePerGas: feePerGas(fees) });
    } catch (error) {
      canRaise = false;
      policy.onProgress({ kind: "notRaised", error });
    }
    since = { block: await blockNumber(client), time: policy.clock.now() };
  };

  const isStuck = async (): Promise<boolean> => {
    if (!canRaise || policy.clock.now() - since.time < policy.stuckAfterMs) return false;
    since.block ??= await blockNumber(client);
    const head = await blockNumber(client);
    return head !== undefined && since.block !== undefined && head - since.block >= BigInt(policy.stuckAfterBlocks);
  };

  const keepGoing = async () => {
    if (await isStuck()) await raise();
    // A node that has lost it, or one that never had it. What a node says to one that it has means nothing here.
    await sendRawTransaction(client, { serializedTransaction: signed.at(-1)!.rawTransaction }).catch(() => undefined);
  };

  const receipt = await untilFinal(client, policy, {
    address,
    nonce,
    hashes: () => signed.map(({ hash }) => hash),
    keepGoing,
  }).catch(async (error: unknown) => {
    if (error instanceof TransactionReplacedError) await close();
    throw error;
  });
  await close();
  return receipt;
}

/**
 * Hands the last that was signed to the chain. Silence is no failure, since it may have arrived: the wait goes on as if it had. A
 * refusal is one, unless the chain knows it, or one from before it, or its nonce is used, which the wait will explain.
 *
 * @throws {@link TransactionRefusedError}
 */
async function broadcast(
  client: CommonweightClient,
  { signed, account, nonce }: Pick<OnTheWay, "signed"> & Pick<SignedTransaction, "account" | "nonce">,
): Promise<void> {
  try {
    await sendRawTransaction(client, { serializedTransaction: signed.at(-1)!.rawTransaction });
  } catch (error) {
    if (!isAnswer(error)) return;
    for (const { hash } of signed) if (await isKnown(client, hash)) return;
    if ((await getTransactionCount(client, { address: account })) > nonce) return;
    throw new TransactionRefusedError({ hash: signed.at(-1)!.hash, cause: error });
  }
}

/** Whether the chain, or the pool before it, has a transaction. */
export async function isKnown(client: CommonweightClient, hash: Hash): Promise<boolean> {
  return (await getTransaction(client, { hash }).catch(() => undefined)) !== undefined;
}

/** Undefined where the chain does not say: then nothing counts as stuck yet. */
async function blockNumber(client: CommonweightClient): Promise<bigint | undefined> {
  return getBlockNumber(client, { cacheTime: 0 }).catch(() => undefined);
}

function dataOf(client: CommonweightClient, { abi, functionName, args }: ContractCall): Hex {
  const data = encodeFunctionData({ abi, functionName, args } as never);
  const { dataSuffix } = client;
  const suffix = typeof dataSuffix === "string" ? dataSuffix : dataSuffix?.value;
  return suffix === undefined ? data : concat([data, suffix]);
}
