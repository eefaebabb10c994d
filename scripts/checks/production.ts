// SPDX-License-Identifier: MIT
// The contracts compiled with the production profile, into a folder of their own, so that the artifacts that tests and
// scripts use stay as they are.
import { join } from "node:path";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import type { BuildProfilesSolidityUserConfig } from "hardhat/types/config";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { type Hex, size } from "viem";
import config from "../../hardhat.config.ts";

/** What the compiler makes of a library whose functions are all internal: nothing that is ever deployed. */
const EMPTY_LIBRARY = 100;

const root = join(import.meta.dirname, "../..");

/** Compiles what has changed since the last time, and returns an environment with the artifacts and a network. */
export async function buildForProduction(): Promise<HardhatRuntimeEnvironment> {
  const folder = join(root, "build/production");
  const { profiles } = config.solidity as BuildProfilesSolidityUserConfig;
  const hre = await createHardhatRuntimeEnvironment(
    {
      ...config,
      paths: { ...config.paths, artifacts: join(folder, "artifacts"), cache: join(folder, "cache") },
      // One job for all files: isolated ones give the same code, and compile every import again.
      solidity: { profiles: { ...profiles, production: { ...profiles.production!, isolated: false } } },
    },
    {},
    root,
  );
  const files = await hre.solidity.getRootFilePaths({ scope: "contracts" });
  const ours = files.filter((file) => file.startsWith(join(root, "contracts")));
  const result = await hre.solidity.build(ours, { buildProfile: "production", quiet: true });
  if (!(result instanceof Map)) throw new Error(`the production build did not start: ${result.formattedReason}`);
  for (const [file, { type }] of result) {
    if (type === "BUILD_FAILURE") throw new Error(`${file} does not compile with the production profile`);
  }
  return hre;
}

export interface DeployableContract {
  name: string;
  /** Bytes of its code. */
  bytes: number;
  /** Whether code on a chain is this contract's, whatever its immutables. */
  isCodeOf(code: Hex): boolean;
}

/** The contracts and libraries that are deployed somewhere, mocks left out, by name. */
export async function deployableContracts(hre: HardhatRuntimeEnvironment): Promise<DeployableContract[]> {
  const contracts: DeployableContract[] = [];
  for (const qualifiedName of (await hre.artifacts.getAllFullyQualifiedNames()).values()) {
    if (qualifiedName.startsWith("contracts/mocks/")) continue;
    const { deployedBytecode, contractName, immutableReferences } = await hre.artifacts.readArtifact(qualifiedName);
    const code = deployedBytecode as Hex;
    const bytes = size(code);
    if (bytes <= EMPTY_LIBRARY) continue;
    const places = Object.values(immutableReferences ?? {}).flat();
    const blank = (text: Hex) => {
      for (const { start, length } of places) {
        const [from, to] = [start, start + length].map((place) => "0x".length + 2 * place);
        text = `${text.slice(0, from)}${"0".repeat(2 * length)}${text.slice(to)}` as Hex;
      }
      return text;
    };
    contracts.push({ name: contractName, bytes, isCodeOf: (other) => size(other) === bytes && blank(other) === code });
  }
  return contracts.sort((a, b) => (a.name < b.name ? -1 : 1));
}
