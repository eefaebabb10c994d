// SPDX-License-Identifier: MIT
// Deploys contracts from artifacts, each after the libraries that it links, a library once however often it is linked.
import {
  type Account,
  type Address,
  type Chain,
  getAddress,
  getContractAddress,
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
  /** Deploys the escrow and its records, each with the address of the other. @param escrowArguments - of the escrow, the records left out */
  deployEscrow(escrowArguments: EscrowArguments): Promise<{ escrow: Address; records: Address }>;
  /** Libraries deployed so far, by qualified name. */
  libraries: ReadonlyMap<string, Address>;
}

/** Of the escrow's constructor, but for the address of its records. */
export interface EscrowArguments {
  owner: Address;
  registry: Address;
  beacon: Address;
  sharesImplementation: Address;
  governance: Address;
  protocolTreasury: Address;
  guardian: Address;
  /** Seconds. */
  minimumWindow: number;
  minimumSamples: number;
}

const ESCROW = "contracts/TrainingBounties.sol:TrainingBounties";
const RECORDS = "contracts/TrainingRecords.sol:TrainingRecords";

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

  async function deployLibraries(qualifiedName: string): Promise<ContractArtifact> {
    const artifact = await read(qualifiedName);
    for (const library of librariesOf(artifact)) {
      if (!libraries.has(library)) libraries.set(library, await deploy(library));
    }
    return artifact;
  }

  /** The address of a contract follows from who deploys it and after how many transactions, so the second's is known before the first. */
  async function deployEscrow(given: EscrowArguments): Promise<{ escrow: Address; records: Address }> {
    await deployLibraries(ESCROW);
    await deployLibraries(RECORDS);
    const from = walletClient.account.address;
    const nonce = BigInt(await publicClient.getTransactionCount({ address: from }));
    const escrow = await deploy(ESCROW, [
      given.owner,
      given.registry,
      given.beacon,
      given.sharesImplementation,
      given.governance,
      getContractAddress({ from, nonce: nonce + 1n }),
      given.protocolTreasury,
      given.guardian,
      given.minimumWindow,
      given.minimumSamples,
    ]);
    // Its constructor reverts unless it is the one that the escrow expects.
    return { escrow, records: await deploy(RECORDS, [escrow]) };
  }

  async function deploy(qualifiedName: string, constructorArguments: readonly unknown[] = []): Promise<Address> {
    const artifact = await deployLibraries(qualifiedName);
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

  return { deploy, deployEscrow, libraries };
}
