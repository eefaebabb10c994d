// SPDX-License-Identifier: MIT
import {
  concat,
  encodeFunctionData,
  type Hex,
  keccak256,
  type LocalAccount,
  type SerializeTransactionFn,
  type TransactionReceipt,
} from "viem";
import { getBlockNumber, getChainId, getTransaction, getTransactionCount, sendRawTransaction } from "viem/actions";
import { TransactionReplacedError } from "../../../errors/sending.ts";
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
 * @throws `FeeTooHighError`, `TransactionPendingError`, {@link TransactionReplacedError}, and what the node refuses it for
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
    const signed: SignedTransaction[] = [];

    const sign = async (fees: Fees): Promise<SignedTransaction> => {
      const request = { to: call.address, data: dataOf(client, call), gas, nonce, chainId, ...fees };
      const serializer = client.chain?.serializers?.transaction as SerializeTransactionFn | undefined;
      const rawTransaction = await account.signTransaction(request, serializer ? { serializer } : {});
      const { functionName } = call;
      const transaction = {
        chainId,
        account: address,
        nonce,
        hash: keccak256(rawTransaction),
        rawTransaction,
        functionName,
      };
      await policy.onSigned(transaction);
      return transaction;
    };

    const current = await estimateFees(client);
    assertAffordable(current, policy.maximumFeePerGas);
    const most = policy.maximumFeePerGas ?? MOST_RAISE * feePerGas(current);
    let fees = exceed === undefined ? current : raiseFees(exceed, current, most);
    const first = await sign(fees);
    signed.push(first);
    begin(sender, nonce, fees);
    policy.onProgress({ kind: "sent", hash: first.hash });
    await broadcast(client, first).catch((error: unknown) => {
      finish(sender);
      throw error;
    });

    let since = { block: await blockNumber(client), time: policy.clock.now() };
    let canRaise = true;
    const raise = async () => {
      try {
        const higher = raiseFees(fees, await estimateFees(client), most);
        const transaction = await sign(higher);
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
    }).catch((error: unknown) => {
      if (error instanceof TransactionReplacedError) finish(sender);
      throw error;
    });
    finish(sender);
    return receipt;
  });
}

/**
 * Hands a signed transaction to the chain. Silence is no failure, since it may have arrived: the wait goes on as if it had. A
 * refusal is one, unless the chain knows the transaction, or its nonce is used, which the wait will explain.
 *
 * @throws what it was refused for
 */
export async function broadcast(
  client: CommonweightClient,
  { rawTransaction, hash, account, nonce }: Pick<SignedTransaction, "rawTransaction" | "hash" | "account" | "nonce">,
): Promise<void> {
  try {
    await sendRawTransaction(client, { serializedTransaction: rawTransaction });
  } catch (error) {
    if (!isAnswer(error)) return;
    if ((await getTransaction(client, { hash }).catch(() => undefined)) !== undefined) return;
    if ((await getTransactionCount(client, { address: account })) <= nonce) throw error;
  }
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
