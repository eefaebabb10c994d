// SPDX-License-Identifier: MIT
// The folder of a development chain: what command lines need to meet it. All of it belongs to one run of the chain, secrets included, since a new
// chain has other bounties at the same addresses.
import { mkdir, readdir, readFile, rm, rmdir } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import type { Devnet } from "@commonweight/devnet";
import { InvalidFileError, writeFileAtomic } from "@commonweight/sdk";
import { stringify } from "yaml";
import { toJson } from "../output.ts";

/** Holds the number of the process that the folder belongs to, and is the sign that the rest may be removed. */
const LOCK = "devnet.pid";

/** Everything that a run and its command lines write. */
const ENTRIES = [
  "accounts.json",
  "artifacts",
  "config.yaml",
  "content",
  "deployments",
  "keystore",
  "proofs",
  "store",
  "uniswap.json",
  LOCK,
] as const;

/** Where the settings and keys are. */
export interface FolderPaths {
  config: string;
  accountsFile: string;
}

/**
 * Takes a folder for this process, and removes what a run that was killed left in it.
 *
 * @throws {@link InvalidFileError} where another run uses it, or it holds anything else: nothing was touched then
 */
export async function claimFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const entries = await readdir(folder);
  const holder = entries.includes(LOCK) ? Number(await readFile(join(folder, LOCK), "utf8")) : undefined;
  if (entries.length > 0 && holder === undefined) {
    const expected = "expected an empty folder, one that a development chain left, or none";
    throw new InvalidFileError(folder, `The folder holds ${entries.slice(0, 3).join(", ")}; ${expected}.`);
  }
  if (holder !== undefined && isRunning(holder)) {
    const expected = "expected a folder of its own for each";
    throw new InvalidFileError(folder, `The development chain of process ${holder} uses this folder; ${expected}.`);
  }
  await clearFolder(folder);
  await mkdir(folder, { recursive: true });
  await writeFileAtomic(join(folder, LOCK), `${process.pid}`);
}

/** Writes settings and keys beside what the chain itself has written: its deployment and artifacts. */
export async function writeFolder(folder: string, devnet: Devnet): Promise<FolderPaths> {
  const { url, accounts, artifacts, deploymentPath, uniswap } = devnet;
  const settings = {
    rpc: url,
    deployment: relative(folder, deploymentPath),
    artifacts: basename(artifacts),
    store: "store",
    plainStore: "yes",
    keystore: "keystore",
    content: "content",
    proofs: "proofs",
    ...(uniswap ? { uniswap: "uniswap.json" } : {}),
  };
  const note =
    "# Of a development chain, written by `commonweight devnet`, and removed with everything beside it when that ends.\n";
  const [config, accountsFile] = [join(folder, "config.yaml"), join(folder, "accounts.json")];
  if (uniswap) await writeFileAtomic(join(folder, "uniswap.json"), `${toJson(uniswap)}\n`);
  await writeFileAtomic(accountsFile, `${toJson({ warning: "These keys are published.", accounts })}\n`);
  await writeFileAtomic(config, `${note}${stringify(settings)}`);
  return { config, accountsFile };
}

/** Removes what belongs to a development chain, and the folder if nothing else is in it. */
export async function clearFolder(folder: string): Promise<void> {
  for (const entry of ENTRIES) await rm(join(folder, entry), { recursive: true, force: true });
  await rmdir(folder).catch((error: NodeJS.ErrnoException) => {
    // Somebody keeps files of their own there.
    if (error.code !== "ENOTEMPTY" && error.code !== "ENOENT") throw error;
  });
}

function isRunning(processId: number): boolean {
  if (processId === process.pid) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // Refused: it exists, and is another user's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
