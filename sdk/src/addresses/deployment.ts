// SPDX-License-Identifier: MIT
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { type Address, getAddress, type Hex, isAddress } from "viem";
import { z } from "zod";
import { DeploymentMissingError } from "../errors/chain.ts";
import { InvalidFileError } from "../errors/InvalidFileError.ts";
import { readJsonFile } from "../utils/files.ts";
import { parseWith } from "../utils/parse.ts";

/** Where the contracts of one chain are. */
export interface Deployment {
  chainId: number;
  /** The first block with one of the contracts: where reading events starts. */
  fromBlock: bigint;
  /** The escrow. */
  trainingBounties: Address;
  /** The registry of tasks and architectures. */
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
  architectureRegistry: addressSchema,
  beacon: addressSchema,
  modelShares: addressSchema,
  modelGovernance: addressSchema,
  modelLicenses: addressSchema,
  shareOffers: addressSchema,
  libraries: z.record(z.string(), addressSchema),
  tasks: z.record(z.string(), idSchema),
  architectures: z.record(z.string(), idSchema),
});

/**
 * A deployment from its JSON.
 *
 * @throws {@link InvalidValueError} naming the first field that is wrong
 */
export function parseDeployment(json: unknown): Deployment {
  return parseWith<Deployment>(deploymentSchema, json, "deployment");
}

/**
 * Loads one deployment, `deployments/<chainId>.json`.
 *
 * @throws {@link InvalidFileError} naming the file where it is missing or cut short, a field is wrong, or the chain is not
 * the one that the file is named after
 */
export async function loadDeployment(path: string): Promise<Deployment> {
  const deployment = await readJsonFile(path, "record of a deployment", parseDeployment);
  const named = fileName.exec(basename(path))?.[1];
  if (named !== undefined && named !== String(deployment.chainId)) {
    const problem = `deployment.chainId is ${deployment.chainId}; expected ${named}, as the file is named.`;
    throw new InvalidFileError(path, problem);
  }
  return deployment;
}

/** Files of an address book are named after their chain. */
const fileName = /^(\d+)\.json$/;

/**
 * Loads every deployment of a folder.
 *
 * @throws {@link InvalidFileError} naming the folder where it cannot be read, or the first file that is wrong
 * @example
 * const { trainingBounties } = deploymentOf(await loadAddressBook("deployments"), 31_337);
 */
export async function loadAddressBook(folder: string): Promise<AddressBook> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new InvalidFileError(folder, "The folder cannot be read; expected a folder of deployments.", { cause });
  });
  const files = names.filter((name) => fileName.test(name));
  const deployments = await Promise.all(files.map((file) => loadDeployment(join(folder, file))));
  return new Map(deployments.map((deployment) => [deployment.chainId, deployment]));
}

/** @throws {@link DeploymentMissingError} where the book has none for the chain */
export function deploymentOf(book: AddressBook, chainId: number): Deployment {
  const deployment = book.get(chainId);
  if (deployment === undefined) throw new DeploymentMissingError({ chainId, known: [...book.keys()] });
  return deployment;
}
