// SPDX-License-Identifier: MIT
import { type Address, type Hash, type TransactionReceipt, TransactionReceiptNotFoundError } from "viem";
import { getBlock, getBlockNumber, getTransactionCount, getTransactionReceipt } from "viem/actions";
import { EndpointsDisagreeError, InvalidResponseError } from "../../../errors/endpoints.ts";
import { TransactionPendingError, TransactionReplacedError } from "../../../errors/sending.ts";
import { toTypedError } from "../../../errors/toTypedError.ts";
import type { ResilientTransportValue } from "../../../transports/resilientTransport.ts";
import type { CommonweightClient } from "../../types.ts";
import type { DecidedPolicy } from "./policy.ts";

/** A transaction that is waited for: everything that was signed for one nonce. */
export interface Awaited {
  address: Address;
  /** Undefined for transactions whose nonce a wallet has chosen. */
  nonce: number | undefined;
  hashes: () => readonly Hash[];
  /** Runs at each look that finds nothing mined, but for the first. */
  keepGoing: () => Promise<void>;
}

/** How often in a row a used nonce without a receipt is seen before it is believed: endpoints are not equally far. */
const BELIEVED_AFTER = 3;

/**
 * Waits until a transaction is mined and as many blocks deep as the policy asks for, still on the chain, and known to every endpoint that
 * answers. A receipt whose block has left the chain counts for nothing.
 *
 * @throws {@link TransactionReplacedError}, {@link TransactionPendingError}, {@link EndpointsDisagreeError}
 */
export async function untilFinal(
  client: CommonweightClient,
  policy: DecidedPolicy,
  awaited: Awaited,
): Promise<TransactionReceipt> {
  const { clock, confirmations, onProgress, pollingIntervalMs, timeoutMs } = policy;
  const started = clock.now();
  let seen: TransactionReceipt | undefined;
  let timesUsed = 0;
  let trouble: unknown;
  for (let look = 0; ; look++) {
    try {
      const receipt = await findMined(client, awaited);
      if (seen !== undefined && receipt?.blockHash !== seen.blockHash) {
        onProgress({ kind: "reorganised", hash: seen.transactionHash });
      }
      if (receipt !== undefined && receipt.blockHash !== seen?.blockHash) {
        onProgress({ kind: "mined", hash: receipt.transactionHash, blockNumber: receipt.blockNumber });
      }
      seen = receipt;
      trouble = undefined;
      if (receipt !== undefined) {
        timesUsed = 0;
        if (await isDeep(client, receipt, confirmations)) {
          await assertAgreed(client, receipt);
          return receipt;
        }
      } else {
        timesUsed = (await isUsed(client, awaited)) ? timesUsed + 1 : 0;
        if (timesUsed >= BELIEVED_AFTER) {
          await assertNowhere(client, awaited.hashes());
          throw new TransactionReplacedError({
            account: awaited.address,
            nonce: awaited.nonce,
            hashes: awaited.hashes(),
          });
        }
        if (timesUsed === 0 && look > 0) await awaited.keepGoing();
      }
    } catch (error) {
      if (error instanceof TransactionReplacedError) throw error;
      trouble = toTypedError(error);
      onProgress({ kind: "trouble", error: trouble });
    }
    if (clock.now() - started >= timeoutMs) {
      if (trouble instanceof EndpointsDisagreeError) throw trouble;
      throw new TransactionPendingError({ nonce: awaited.nonce, hashes: awaited.hashes(), cause: trouble });
    }
    await clock.wait(pollingIntervalMs);
  }
}

/**
 * The receipt of the one that is mined, if one is.
 *
 * @throws {@link InvalidResponseError} where the block that it names does not hold the transaction, or is not of the chain
 */
async function findMined(
  client: CommonweightClient,
  { address, hashes }: Awaited,
): Promise<TransactionReceipt | undefined> {
  for (const hash of hashes()) {
    const receipt = await receiptOf(client, hash);
    if (receipt === undefined) continue;
    const block = await getBlock(client, { blockNumber: receipt.blockNumber });
    const isHeld = block.hash === receipt.blockHash && block.transactions.includes(hash);
    const isOurs = receipt.from.toLowerCase() === address.toLowerCase();
    if (isHeld && isOurs) return receipt;
    const problem = isHeld
      ? `the transaction is said to be of ${receipt.from}`
      : `the chain's block ${receipt.blockNumber} is ${block.hash}, and the transaction is said to be in ${receipt.blockHash}`;
    throw new InvalidResponseError({ endpoint: "The node", method: "eth_getTransactionReceipt", problem });
  }
  return undefined;
}

async function receiptOf(client: CommonweightClient, hash: Hash): Promise<TransactionReceipt | undefined> {
  try {
    return await getTransactionReceipt(client, { hash });
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return undefined;
    throw error;
  }
}

async function isUsed(client: CommonweightClient, { address, nonce }: Awaited): Promise<boolean> {
  if (nonce === undefined) return false;
  return (await getTransactionCount(client, { address, blockTag: "latest" })) > nonce;
}

async function isDeep(
  client: CommonweightClient,
  receipt: TransactionReceipt,
  confirmations: number,
): Promise<boolean> {
  if (confirmations <= 1) return true;
  const head = await getBlockNumber(client, { cacheTime: 0 });
  return head - receipt.blockNumber + 1n >= BigInt(confirmations);
}

/** With several endpoints, one alone is not believed: every other that answers has to have the same receipt. */
async function assertAgreed(client: CommonweightClient, receipt: TransactionReceipt): Promise<void> {
  const own = `${receipt.status} in ${receipt.blockHash}`;
  await assertAll(client, receipt.transactionHash, own);
}

/** Nor is it believed that nothing of a transaction was mined where another endpoint has a receipt. */
async function assertNowhere(client: CommonweightClient, hashes: readonly Hash[]): Promise<void> {
  for (const hash of hashes) await assertAll(client, hash, NOT_MINED);
}

const NOT_MINED = "not mined";

async function assertAll(client: CommonweightClient, hash: Hash, expected: string): Promise<void> {
  const { askAll, endpoints = [] } = client.transport as Partial<ResilientTransportValue>;
  if (askAll === undefined || endpoints.length < 2) return;
  const answers = await askAll({ method: "eth_getTransactionReceipt", params: [hash] });
  const told = answers
    .filter(({ error }) => error === undefined)
    .map(({ endpoint, result }) => ({ endpoint, said: outcomeOf(result) }));
  if (told.every(({ said }) => said === expected)) return;
  throw new EndpointsDisagreeError({
    subject: `the transaction ${hash}`,
    answers: told.map(({ endpoint, said }) => `${endpoint}: ${said}`),
  });
}

function outcomeOf(result: unknown): string {
  if (result === null) return NOT_MINED;
  const { status, blockHash } = result as { status: string; blockHash: string };
  return `${status === "0x1" ? "success" : "reverted"} in ${blockHash}`;
}
