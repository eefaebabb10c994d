// SPDX-License-Identifier: MIT
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { InvalidFileError } from "../errors/InvalidFileError.ts";
import { readJsonFile } from "../utils/files.ts";
import { type AddressBook, type Deployment, parseDeployment } from "./deployment.ts";

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
