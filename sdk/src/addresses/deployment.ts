// SPDX-License-Identifier: MIT
import { type Address, getAddress, type Hex, isAddress } from "viem";
import { z } from "zod";
import { DeploymentMissingError } from "../errors/chain.ts";
import { parseWith } from "../utils/parse.ts";

/** Where the contracts of one chain are. */
export interface Deployment {
  chainId: number;
  /** The first block with one of the contracts: where reading events starts. */
  fromBlock: bigint;
  /** The escrow. */
  trainingBounties: Address;
  /** Records of training. */
  trainingRecords: Address;
  /** The registry of tasks, architectures and recipes. */
  architectureRegistry: Address;
  /** The beacon whose rounds draw chunks. */
  beacon: Address;
  /** The implementation that every model's shares are clones of. */
  modelShares: Address;
  /** What creates the governors and treasuries of models. */
  modelGovernance: Address;
  /** Sells licences of models. */
  modelLicenses: Address;
  /** Fills signed offers of shares. */
  shareOffers: Address;
  /** Libraries, by qualified name. */
  libraries: Record<string, Address>;
  /** TaskIds, by the names of tasks. */
  tasks: Record<string, Hex>;
  /** ArchitectureIds, by the names of architectures. */
  architectures: Record<string, Hex>;
  /** RecipeIds, by the names of recipes. */
  recipes: Record<string, Hex>;
}

/** Deployments by chain id. */
export type AddressBook = ReadonlyMap<number, Deployment>;

const addressSchema = z
  .custom<string>((value) => typeof value === "string" && isAddress(value), { error: "an address" })
  .transform((value) => getAddress(value));
const idSchema = z.custom<Hex>((value) => typeof value === "string" && /^0x[0-9a-f]{64}$/.test(value), {
  error: "32 bytes in hexadecimal",
});
const deploymentSchema = z.object({
  chainId: z.int({ error: "a chain id" }).positive({ error: "a chain id" }),
  fromBlock: z.int({ error: "a block number" }).nonnegative({ error: "a block number" }).transform(BigInt),
  trainingBounties: addressSchema,
  trainingRecords: addressSchema,
  architectureRegistry: addressSchema,
  beacon: addressSchema,
  modelShares: addressSchema,
  modelGovernance: addressSchema,
  modelLicenses: addressSchema,
  shareOffers: addressSchema,
  libraries: z.record(z.string(), addressSchema),
  tasks: z.record(z.string(), idSchema),
  architectures: z.record(z.string(), idSchema),
  recipes: z.record(z.string(), idSchema),
});

/**
 * A deployment from its JSON.
 *
 * @throws {@link InvalidValueError} naming the first field that is wrong
 */
export function parseDeployment(json: unknown): Deployment {
  return parseWith<Deployment>(deploymentSchema, json, "deployment");
}

/** @throws {@link DeploymentMissingError} where the book has none for the chain */
export function deploymentOf(book: AddressBook, chainId: number): Deployment {
  const deployment = book.get(chainId);
  if (deployment === undefined) throw new DeploymentMissingError({ chainId, known: [...book.keys()] });
  return deployment;
}

/**
 * The addresses of a deployment, as the actions take them.
 *
 * @example
 * const client = createWalletClient({ account, chain, transport: http() }).extend(commonweightActions(contractsOf(deployment)));
 */
export function contractsOf(deployment: Deployment) {
  return {
    escrow: deployment.trainingBounties,
    records: deployment.trainingRecords,
    registry: deployment.architectureRegistry,
    licenses: deployment.modelLicenses,
    offers: deployment.shareOffers,
    beacon: deployment.beacon,
    fromBlock: deployment.fromBlock,
  };
}
