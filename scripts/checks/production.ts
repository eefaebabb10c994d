// SPDX-License-Identifier: MIT
// The contracts compiled with the production profile, into a folder of their own, so that the artifacts that tests and
// scripts use stay as they are.
import { join } from "node:path";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import type { BuildProfilesSolidityUserConfig } from "hardhat/types/config";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
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

/** The contracts and libraries that are deployed somewhere, mocks left out, with the bytes of their code; by name. */
export async function deployableContracts(hre: HardhatRuntimeEnvironment): Promise<{ name: string; bytes: number }[]> {
  const contracts: { name: string; bytes: number }[] = [];
  for (const qualifiedName of (await hre.artifacts.getAllFullyQualifiedNames()).values()) {
    if (qualifiedName.startsWith("contracts/mocks/")) continue;
    const { deployedBytecode, contractName } = await hre.artifacts.readArtifact(qualifiedName);
    const bytes = (deployedBytecode.length - "0x".length) / 2;
    if (bytes > EMPTY_LIBRARY) contracts.push({ name: contractName, bytes });
  }
  return contracts.sort((a, b) => (a.name < b.name ? -1 : 1));
}
