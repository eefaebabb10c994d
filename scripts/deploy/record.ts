// SPDX-License-Identifier: MIT
// deployments/<chainId>.json: where the contracts of a chain are, for everything that only reads.
import { join } from "node:path";
import { writeFileAtomic } from "@commonweight/sdk";
import type { Address, Hex } from "viem";

const DEPLOYMENTS = join(import.meta.dirname, "../../deployments");

/** What one deployment put on a chain. */
export interface Deployment {
  chainId: number;
  /** The first block with one of the contracts: where reading events starts. */
  fromBlock: bigint;
  trainingBounties: Address;
  architectureRegistry: Address;
  modelShares: Address;
  /** By qualified name. */
  libraries: Record<string, Address>;
  /** Ids by name. */
  tasks: Record<string, Hex>;
  architectures: Record<string, Hex>;
}

/**
 * Writes a deployment, in one step.
 * @param folder Where; the repository's `deployments` unless given.
 * @returns The file's path.
 */
export async function writeDeployment(deployment: Deployment, folder = DEPLOYMENTS): Promise<string> {
  const path = join(folder, `${deployment.chainId}.json`);
  const record = { ...deployment, fromBlock: Number(deployment.fromBlock) };
  await writeFileAtomic(path, `${JSON.stringify(record, null, 2)}\n`);
  return path;
}
