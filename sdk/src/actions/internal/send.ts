// SPDX-License-Identifier: MIT
import type {
  Abi,
  Account,
  Address,
  ContractFunctionArgs,
  ContractFunctionName,
  ContractFunctionReturnType,
  Hash,
  SimulateContractParameters,
  TransactionReceipt,
} from "viem";
import { InsufficientFundsError, BaseError as ViemBaseError, WaitForTransactionReceiptTimeoutError } from "viem";
import { parseAccount } from "viem/accounts";
import {
  estimateContractGas,
  getBalance,
  getChainId,
  getCode,
  getGasPrice,
  simulateContract,
  waitForTransactionReceipt,
  writeContract,
} from "viem/actions";
import { getNodeError } from "viem/utils";
import { ChainMismatchError, ContractMissingError } from "../../errors/chain.ts";
import { InsufficientEtherError } from "../../errors/funds.ts";
import { TransactionPendingError, TransactionRefusedError, TransactionReplacedError } from "../../errors/sending.ts";
import { toTypedError, withTypedErrors } from "../../errors/toTypedError.ts";
import { AccountMissingError, TransactionRevertedError } from "../../errors/transactions.ts";
import type { CommonweightClient, SentTransaction } from "../types.ts";
import { untilFinal } from "./sending/finality.ts";
import { type DecidedPolicy, policyOf } from "./sending/policy.ts";
import { sendSigned } from "./sending/sendSigned.ts";

/** Functions that a transaction can call, with or without ether; none here sends any. */
export type Sendable = "nonpayable" | "payable";

/** A call that changes state: which function of which contract, with what, from whom. */
export interface ContractCall<
  abi extends Abi = Abi,
  functionName extends ContractFunctionName<abi, Sendable> = ContractFunctionName<abi, Sendable>,
> {
  abi: abi;
  address: Address;
  functionName: functionName;
  args: ContractFunctionArgs<abi, Sendable, functionName>;
  account: Account;
}

type CallResult<abi extends Abi, functionName extends ContractFunctionName<abi, Sendable>> = ContractFunctionReturnType<
  abi,
  Sendable,
  functionName
>;

/**
 * The account that sends.
 *
 * @throws {@link AccountMissingError} where neither the parameters nor the client have one
 */
export function senderOf(
  client: CommonweightClient,
  parameters: { account?: Account | Address | undefined },
  action: string,
): Account {
  const account = parameters.account ?? client.account;
  if (account === undefined) throw new AccountMissingError({ action });
  return parseAccount(account);
}

/**
 * Runs a call on the node without sending it.
 *
 * @returns what the function would return
 * @throws {@link ChainMismatchError} where the node is of another chain than the client
 * @throws {@link ContractMissingError} where the address holds no code, which would accept any call
 * @throws the decoded revert
 */
export async function simulate<const abi extends Abi, functionName extends ContractFunctionName<abi, Sendable>>(
  client: CommonweightClient,
  call: ContractCall<abi, functionName>,
): Promise<CallResult<abi, functionName>> {
  return withTypedErrors(async () => {
    const [chainId, code] = await Promise.all([getChainId(client), getCode(client, { address: call.address })]);
    if (client.chain && client.chain.id !== chainId) {
      throw new ChainMismatchError({ expected: client.chain.id, actual: chainId });
    }
    if (code === undefined || code === "0x") throw new ContractMissingError({ address: call.address });
    const { result } = await simulateContract(client, call as unknown as SimulateContractParameters);
    return result as CallResult<abi, functionName>;
  });
}

/** Of the gas estimate; a fifth covers what others may change before the transaction is mined. */
const GAS_MARGIN = { numerator: 6n, denominator: 5n };

/**
 * Simulates a call, sends it and waits until it is mined, as deep as the client's policy asks for. Nothing is sent where the simulation
 * reverts, or where the account cannot pay for the gas.
 *
 * @returns the transaction that was mined, its receipt, and what the function returned in the simulation
 * @throws the decoded revert, {@link InsufficientEtherError}, {@link TransactionRevertedError}, {@link TransactionReplacedError}, {@link TransactionPendingError}
 */
export async function send<const abi extends Abi, functionName extends ContractFunctionName<abi, Sendable>>(
  client: CommonweightClient,
  call: ContractCall<abi, functionName>,
): Promise<SentTransaction & { result: CallResult<abi, functionName> }> {
  const result = await simulate(client, call);
  return { ...(await sendSimulated(client, call)), result };
}

/** The second half of {@link send}, for callers that have simulated the call already. */
export async function sendSimulated<const abi extends Abi, functionName extends ContractFunctionName<abi, Sendable>>(
  client: CommonweightClient,
  call: ContractCall<abi, functionName>,
): Promise<SentTransaction> {
  const request = call as unknown as SimulateContractParameters;
  const gas = await affordableGas(client, request, call.account);
  const receipt = await withTypedErrors(() => deliver(client, call as unknown as ContractCall, gas));
  const hash = receipt.transactionHash;
  if (receipt.status === "reverted") {
    const { blockNumber } = receipt;
    const cause = await simulateContract(client, { ...request, blockNumber } as never).then(
      () => undefined,
      toTypedError,
    );
    throw new TransactionRevertedError({ functionName: call.functionName, hash, blockNumber, cause });
  }
  return { hash, receipt };
}

/**
 * Sends a call, and waits until its transaction is final: see `sendingPolicy`. A key at hand signs here, so that a stuck transaction can
 * be replaced; a wallet or node that keeps its keys chooses nonce and fees itself.
 */
async function deliver(client: CommonweightClient, call: ContractCall, gas: bigint): Promise<TransactionReceipt> {
  const policy = policyOf(client);
  const { account } = call;
  try {
    if (account.type === "local") return await sendSigned(client, policy, { call, account, gas });
    const hash = await writeContract(client, { ...call, gas, chain: client.chain ?? null } as never);
    policy.onProgress({ kind: "sent", hash });
    return await waitForWallet(client, policy, { hash, address: account.address });
  } catch (error) {
    throw await orInsufficientEther(client, account, error);
  }
}

/** A wallet may replace what it sent: by the same with another fee, which counts, or by something else, which does not. */
async function waitForWallet(
  client: CommonweightClient,
  policy: DecidedPolicy,
  { hash, address }: { hash: Hash; address: Address },
): Promise<TransactionReceipt> {
  let mined = hash;
  let replaced: TransactionReplacedError | undefined;
  await waitForTransactionReceipt(client, {
    hash,
    pollingInterval: policy.pollingIntervalMs,
    timeout: policy.timeoutMs,
    onReplaced: ({ reason, transaction }) => {
      mined = transaction.hash;
      if (reason === "repriced") return;
      const { nonce } = transaction;
      replaced = new TransactionReplacedError({ account: address, nonce, hashes: [hash], replacement: mined });
    },
  }).catch((cause: unknown) => {
    if (!(cause instanceof WaitForTransactionReceiptTimeoutError)) throw cause;
    throw new TransactionPendingError({ nonce: undefined, hashes: [hash], cause });
  });
  if (replaced) throw replaced as TransactionReplacedError;
  const keepGoing = async () => {};
  return untilFinal(client, policy, { address, nonce: undefined, hashes: () => [mined], keepGoing });
}

/** Gas limit of a call, with its margin, once the account is known to hold enough ether for it. */
async function affordableGas(
  client: CommonweightClient,
  request: SimulateContractParameters,
  account: Account,
): Promise<bigint> {
  return withTypedErrors(async () => {
    const [estimate, gasPrice, balance] = await Promise.all([
      estimateContractGas(client, request as never),
      getGasPrice(client),
      getBalance(client, { address: account.address }),
    ]).catch(async (error: unknown) => {
      throw await orInsufficientEther(client, account, error);
    });
    const gas = (estimate * GAS_MARGIN.numerator) / GAS_MARGIN.denominator;
    const needed = gas * gasPrice;
    if (balance < needed) throw new InsufficientEtherError({ account: account.address, needed, balance });
    return gas;
  });
}

/** Nodes refuse what an account cannot pay for with an error of their own, which viem knows. */
async function orInsufficientEther(client: CommonweightClient, account: Account, error: unknown): Promise<unknown> {
  const answer = error instanceof TransactionRefusedError ? error.cause : error;
  if (!(answer instanceof ViemBaseError)) return error;
  const isShort = answer.walk((cause) => cause instanceof InsufficientFundsError) !== null;
  if (!isShort && !(getNodeError(answer, {}) instanceof InsufficientFundsError)) return error;
  const balance = await getBalance(client, { address: account.address });
  return new InsufficientEtherError({ account: account.address, needed: undefined, balance, cause: error });
}
