// SPDX-License-Identifier: MIT
// Deploys contracts from artifacts, each after the libraries that it links, a library once however often it is linked.
import {
  type Account,
  type Address,
  type Chain,
  getAddress,
  type Hash,
  type PublicClient,
  type Transport,
  type WalletClient,
} from "viem";
import { type ContractArtifact, librariesOf, linkBytecode, readArtifact } from "./artifacts.ts";

/** A client that signs: with an account and a chain of its own. */
export type DeployerWallet = WalletClient<Transport, Chain, Account>;

/** A contract that now exists. */
export interface DeployedContract {
  name: string;
  address: Address;
  gasUsed: bigint;
  /** Of the transaction that created it. */
  hash: Hash;
}

export interface ContractDeployer {
  /** Deploys a contract by its qualified name, libraries first. */
  deploy(qualifiedName: string, constructorArguments?: readonly unknown[]): Promise<Address>;
  /** Libraries deployed so far, by qualified name. */
  libraries: ReadonlyMap<string, Address>;
}

/** The transaction was mined, and failed. */
export class TransactionFailedError extends Error {
  override readonly name = "TransactionFailedError";
  constructor(what: string, hash: Hash) {
    super(`The transaction ${hash} (${what}) failed; expected it to succeed.`);
  }
}

/**
 * @param onDeployed Called after each contract, libraries included.
 * @param read Finds an artifact by its qualified name; among those that Hardhat built unless given.
 */
export function createContractDeployer(parameters: {
  walletClient: DeployerWallet;
  publicClient: PublicClient;
  onDeployed?: (contract: DeployedContract) => void;
  read?: (qualifiedName: string) => Promise<ContractArtifact>;
}): ContractDeployer {
  const { walletClient, publicClient, onDeployed, read = readArtifact } = parameters;
  const libraries = new Map<string, Address>();

  async function deploy(qualifiedName: string, constructorArguments: readonly unknown[] = []): Promise<Address> {
    const artifact = await read(qualifiedName);
    for (const library of librariesOf(artifact)) {
      if (!libraries.has(library)) libraries.set(library, await deploy(library));
    }
    const hash = await walletClient.deployContract({
      abi: artifact.abi,
      bytecode: linkBytecode(artifact, libraries),
      args: constructorArguments,
    });
    const receipt = await publicClient.waitForTransactionReceipt({ hash });
    if (receipt.status !== "success" || !receipt.contractAddress) throw new TransactionFailedError(qualifiedName, hash);
    const address = getAddress(receipt.contractAddress);
    onDeployed?.({ name: artifact.contractName, address, gasUsed: receipt.gasUsed, hash });
    return address;
  }

  return { deploy, libraries };
}
