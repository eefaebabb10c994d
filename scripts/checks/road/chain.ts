// SPDX-License-Identifier: MIT
// The chain that the road is played on: a node in this process, with the contracts of the production build.
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import {
  type Abi,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  createPublicClient,
  createWalletClient,
  custom,
  getAddress,
  type Hash,
  type Hex,
  type PublicClient,
  type TransactionReceipt,
} from "viem";
import { hardhat } from "viem/chains";
import { readArtifact } from "../../deploy/artifacts.ts";
import {
  createContractDeployer,
  type DeployedContract,
  type DeployerWallet,
  type EscrowArguments,
} from "../../deploy/contracts.ts";
import { buildForProduction } from "../production.ts";

/** A transaction of the road, mined. */
export interface PlayedTransaction {
  /** What it stands for; none where it only leads to the next, or is one of many alike. */
  name: string | undefined;
  /** Function that it calls, or contract that it deploys. */
  action: string;
  input: Hex;
  receipt: TransactionReceipt;
}

export interface RoadChain {
  hre: HardhatRuntimeEnvironment;
  client: PublicClient;
  /** Signs for the first account. */
  wallet: DeployerWallet;
  accounts: readonly Address[];
  /** The node itself, for what only it can say. */
  request(method: string, params: readonly unknown[]): Promise<unknown>;
  /** Deploys a contract of the production build, after the libraries that it links. */
  deploy(qualifiedName: string, constructorArguments?: readonly unknown[]): Promise<Address>;
  /** Deploys the escrow and its records. */
  deployEscrow(escrowArguments: EscrowArguments): Promise<{ escrow: Address; records: Address }>;
  /** Sends a transaction under a name, if it stands for something, and fails if it reverted. */
  send<const abi extends Abi, name extends ContractFunctionName<abi, "nonpayable">>(
    name: string | undefined,
    from: Address,
    address: Address,
    abi: abi,
    functionName: name,
    args: ContractFunctionArgs<abi, "nonpayable", name>,
  ): Promise<TransactionReceipt>;
  /** Takes up a transaction that was sent by other means, under a name if it stands for something. */
  record(name: string | undefined, action: string, hash: Hash): Promise<TransactionReceipt>;
  /** Mines a block at a time that lies ahead. */
  travelTo(time: bigint): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param hardfork Rules of the EVM; those of the project's own network unless given.
 * @param onTransaction Called with each transaction, in order, before the next is sent.
 */
export async function openChain(parameters: {
  hardfork?: string;
  onTransaction: (transaction: PlayedTransaction) => Promise<void> | void;
}): Promise<RoadChain> {
  const { hardfork, onTransaction } = parameters;
  const hre = await buildForProduction();
  const { provider } = await hre.network.connect({
    override: hardfork === undefined ? {} : { hardfork },
  });
  const request = (method: string, params: readonly unknown[]) => provider.request({ method, params: [...params] });

  const transport = custom(provider);
  const client = createPublicClient({ chain: hardhat, transport, pollingInterval: 1, cacheTime: 0 });
  const accounts = ((await request("eth_accounts", [])) as Address[]).map((account) => getAddress(account));
  const wallet = createWalletClient({ chain: hardhat, transport, account: accounts[0]! });

  async function note(name: string | undefined, action: string, hash: Hash): Promise<TransactionReceipt> {
    const receipt = await client.waitForTransactionReceipt({ hash });
    if (receipt.status !== "success") throw new Error(`${action} reverted in ${hash}`);
    const { input } = await client.getTransaction({ hash });
    await onTransaction({ name, action, input, receipt });
    return receipt;
  }

  const deployed: DeployedContract[] = [];
  const deployer = createContractDeployer({
    walletClient: wallet,
    publicClient: client,
    read: (name) => readArtifact(name, hre.config.paths.artifacts),
    onDeployed: (contract) => deployed.push(contract),
  });

  /** Takes up what a deployment sent. */
  async function noted<result>(deployment: Promise<result>): Promise<result> {
    const result = await deployment;
    for (const { name, hash } of deployed.splice(0)) await note(undefined, `deploy ${name}`, hash);
    return result;
  }

  return {
    hre,
    client,
    wallet,
    accounts,
    request,
    deploy: (qualifiedName, constructorArguments) => noted(deployer.deploy(qualifiedName, constructorArguments)),
    deployEscrow: (escrowArguments) => noted(deployer.deployEscrow(escrowArguments)),
    send: async (name, from, address, abi, functionName, args) => {
      const call = { address, abi: abi as Abi, functionName: functionName as string, args: args as readonly unknown[] };
      const { request } = await client.simulateContract({ ...call, account: from });
      return note(name, functionName, await wallet.writeContract(request));
    },
    record: note,
    travelTo: async (time) => {
      await request("evm_setNextBlockTimestamp", [Number(time)]);
      await request("evm_mine", []);
    },
    close: () => provider.close(),
  };
}
