// SPDX-License-Identifier: MIT
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  BaseError,
  type CircuitArtifacts,
  type ContractVerifyingKey,
  InvalidFileError,
  loadArtifacts,
  toContractVerifyingKey,
} from "@commonweight/sdk";
import { toJson } from "./output.ts";

/** Thrown where no built circuit has the key that the chain verifies proofs with. */
export class ArtifactsMissingError extends BaseError {
  constructor(parameters: { folder: string; name: string; others: readonly string[] }) {
    const { folder, name, others } = parameters;
    super(`${folder} holds no circuit ${name} with the key that is registered on this chain.`, {
      name: "ArtifactsMissingError",
      metaMessages: [
        others.length === 0 ? `There is no folder ${name} in it.` : `With other keys: ${others.join(", ")}`,
        "Give the folder of built circuits: --artifacts, COMMONWEIGHT_ARTIFACTS, or artifacts: in commonweight.yaml.",
      ],
    });
  }
}

/**
 * The one built circuit of a name.
 *
 * @throws {@link InvalidFileError} where the folder has none, or several
 */
export async function onlyArtifacts(folder: string, name: string): Promise<CircuitArtifacts> {
  const candidates = await candidatesOf(folder, name);
  if (candidates.length === 1) return loadArtifacts(join(folder, candidates[0]!));
  const found = candidates.length === 0 ? "no circuit" : `${candidates.join(", ")}`;
  throw new InvalidFileError(folder, `The folder has ${found} for ${name}; expected one.`);
}

/** Folders of builds of a circuit. */
async function candidatesOf(folder: string, name: string): Promise<string[]> {
  const entries = await readdir(folder).catch((cause: unknown) => {
    throw new InvalidFileError(folder, "The folder cannot be read; expected a folder of built circuits.", { cause });
  });
  // A build's folder ends in a hash of the circuit's source.
  return entries.filter((entry) => entry === name || entry.replace(/-[0-9a-f]{16}$/, "") === name).sort();
}

/**
 * The files of a built circuit whose key is the one that the chain verifies with: a proof by another key would be refused.
 *
 * @param folder - has a folder for each built circuit, which begins with the circuit's name
 * @throws {@link ArtifactsMissingError} where none has the key
 */
export async function findArtifacts(
  folder: string,
  name: string,
  key: ContractVerifyingKey,
): Promise<CircuitArtifacts> {
  const candidates = await candidatesOf(folder, name);
  for (const candidate of candidates) {
    const artifacts = await loadArtifacts(join(folder, candidate));
    if (toJson(toContractVerifyingKey(artifacts.verifyingKey)) === toJson(key)) return artifacts;
  }
  throw new ArtifactsMissingError({ folder, name, others: candidates });
}
