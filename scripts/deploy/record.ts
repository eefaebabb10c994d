// SPDX-License-Identifier: MIT
// deployments/<chainId>.json: where the contracts of a chain are, for everything that only reads.
import { join } from "node:path";
import { type Deployment, writeFileAtomic } from "@commonweight/sdk";

const DEPLOYMENTS = join(import.meta.dirname, "../../deployments");

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
