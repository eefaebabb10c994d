// SPDX-License-Identifier: MIT
// Hardhat with the configuration of this repository, whatever folder the process was started in.
import { join } from "node:path";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import config from "../../hardhat.config.ts";
import { muted } from "./muted.ts";

const ROOT = join(import.meta.dirname, "../..");

let chains: Promise<HardhatRuntimeEnvironment["network"]> | undefined;

/**
 * What creates chains, made once in a process. It sees no artifacts: from those a chain would learn names for its traces, which nobody reads
 * here, in ten seconds and hundreds of megabytes.
 */
export async function chainCreator(): Promise<HardhatRuntimeEnvironment["network"]> {
  const paths = { ...config.paths, artifacts: join(ROOT, "cache", "no-artifacts") };
  chains ??= createHardhatRuntimeEnvironment({ ...config, paths }, {}, ROOT).then(({ network }) => network);
  return chains;
}

/** Compiles the contracts, where they have changed. Warnings, which are of dependencies, are for `npm run build`. */
export async function buildContracts(): Promise<void> {
  const { tasks } = await createHardhatRuntimeEnvironment(config, {}, ROOT);
  const build = () => tasks.getTask("build").run({ quiet: true, noTests: true });
  await muted(build, (printed) => process.stderr.write(`${printed}\n`));
}
