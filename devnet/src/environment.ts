// SPDX-License-Identifier: MIT
// Hardhat with the configuration of this repository, whatever folder the process was started in.
import { join } from "node:path";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import config from "../../hardhat.config.ts";
import { muted } from "./muted.ts";

const ROOT = join(import.meta.dirname, "../..");

let environment: Promise<HardhatRuntimeEnvironment> | undefined;

/** The environment, made once in a process. */
export function hardhatEnvironment(): Promise<HardhatRuntimeEnvironment> {
  environment ??= createHardhatRuntimeEnvironment(config, {}, ROOT);
  return environment;
}

/** Compiles the contracts, where they have changed. Warnings, which are of dependencies, are for `npm run build`. */
export async function buildContracts(): Promise<void> {
  const { tasks } = await hardhatEnvironment();
  const build = () => tasks.getTask("build").run({ quiet: true, noTests: true });
  await muted(build, (printed) => process.stderr.write(`${printed}\n`));
}
