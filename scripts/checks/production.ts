// SPDX-License-Identifier: MIT
// The contracts compiled with the production profile, into a folder of their own, so that the artifacts that tests and
// scripts use stay as they are.
import { join } from "node:path";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import type { BuildProfilesSolidityUserConfig } from "hardhat/types/config";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import config from "../../hardhat.config.ts";

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
