// SPDX-License-Identifier: MIT
// What Hardhat built, read from the disk: deploying needs no Hardhat, only its artifacts.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Abi, Address, Hex } from "viem";

/** Where `npm run build` puts them. */
const ARTIFACTS = join(import.meta.dirname, "../../artifacts");

/** Hardhat puts this before the path of a project's source where the compiler sees it. */
const PROJECT_PREFIX = "project/";
const ADDRESS_DIGITS = 40;

/** Where the address of each library goes: by source, by library, byte offsets in the bytecode. */
export type LinkReferences = Record<string, Record<string, readonly { start: number; length: number }[]>>;

/** The parts of a Hardhat artifact that deploying needs. */
export interface ContractArtifact {
  contractName: string;
  sourceName: string;
  abi: Abi;
  bytecode: Hex;
  linkReferences: LinkReferences;
}

/** The contract was not built. */
export class ArtifactMissingError extends Error {
  override readonly name = "ArtifactMissingError";
  constructor(qualifiedName: string, path: string, cause: unknown) {
    super(`There is no artifact of ${qualifiedName} at ${path}; expected one after "npm run build".`, { cause });
  }
}

/**
 * Reads one artifact.
 * @param qualifiedName Source and contract, for example `contracts/TrainingBounties.sol:TrainingBounties`.
 * @param folder Where Hardhat put it; where `npm run build` does unless given.
 * @throws ArtifactMissingError where it was not built.
 */
export async function readArtifact(qualifiedName: string, folder = ARTIFACTS): Promise<ContractArtifact> {
  const [source, contract] = qualifiedName.split(":");
  const path = join(folder, source!, `${contract}.json`);
  try {
    return JSON.parse(await readFile(path, "utf8")) as ContractArtifact;
  } catch (cause) {
    throw new ArtifactMissingError(qualifiedName, path, cause);
  }
}

/** Qualified names of the libraries whose addresses an artifact's bytecode waits for. */
export function librariesOf({ linkReferences }: ContractArtifact): string[] {
  return Object.entries(linkReferences).flatMap(([source, libraries]) =>
    Object.keys(libraries).map((library) => qualify(source, library)),
  );
}

/**
 * Puts the addresses of libraries where the compiler left room for them.
 * @param libraries Addresses by qualified name, at least those of `librariesOf`.
 */
export function linkBytecode(artifact: ContractArtifact, libraries: ReadonlyMap<string, Address>): Hex {
  let digits = artifact.bytecode.slice(2);
  for (const [source, references] of Object.entries(artifact.linkReferences)) {
    for (const [library, places] of Object.entries(references)) {
      const name = qualify(source, library);
      const address = libraries.get(name);
      if (!address) throw new Error(`${artifact.contractName} needs the library ${name}, whose address was not given.`);
      for (const { start } of places) {
        digits = `${digits.slice(0, 2 * start)}${address.slice(2).toLowerCase()}${digits.slice(2 * start + ADDRESS_DIGITS)}`;
      }
    }
  }
  return `0x${digits}`;
}

function qualify(source: string, contract: string): string {
  return `${source.startsWith(PROJECT_PREFIX) ? source.slice(PROJECT_PREFIX.length) : source}:${contract}`;
}
