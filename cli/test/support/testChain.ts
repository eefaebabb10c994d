// SPDX-License-Identifier: MIT
// A development chain with the tiny task and architecture, whose proofs take under a second, and command lines of its accounts.
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Devnet, type StartDevnetParameters, startDevnet } from "@commonweight/devnet";
import { terminateProver } from "@commonweight/sdk";
import { tinyArchitecture, tinyTask } from "../../../sdk/test/fixtures.ts";
import { makeFolder } from "./folder.ts";
import { type Ran, runCli, type TestSurroundings } from "./testIo.ts";

export interface TestChain {
  devnet: Devnet;
  /** A folder for the test's files: command lines run in it, and each account's secrets are kept below it. */
  folder: string;
  /** The settings of an account's command lines, as environment variables. */
  env(account: string): Record<string, string>;
  /** Runs a command line as an account, which says yes to everything. */
  as(account: string, args: readonly string[], surroundings?: TestSurroundings): Promise<Ran>;
  close(): Promise<void>;
}

/** Starts the chain. Close it, or the process stays. */
export async function startTestChain(parameters: StartDevnetParameters = {}): Promise<TestChain> {
  const devnet = await startDevnet({
    definitions: { tasks: [tinyTask], architectures: [tinyArchitecture] },
    ...parameters,
  });
  const folder = await makeFolder();
  // No config file of whoever runs the tests is to be found.
  const config = join(folder, "config.yaml");
  await writeFile(config, "");
  const env = (account: string) => ({
    COMMONWEIGHT_CONFIG: config,
    COMMONWEIGHT_RPC: devnet.url,
    COMMONWEIGHT_DEPLOYMENT: devnet.deploymentPath,
    COMMONWEIGHT_ARTIFACTS: devnet.artifacts,
    COMMONWEIGHT_PLAIN_STORE: "yes",
    COMMONWEIGHT_STORE: join(folder, account, "store"),
    COMMONWEIGHT_KEYSTORE: join(folder, account, "keystore"),
    COMMONWEIGHT_PROOFS: join(folder, account, "proofs"),
    COMMONWEIGHT_CONTENT: join(folder, account, "content"),
    COMMONWEIGHT_PRIVATE_KEY: devnet.account(account).privateKey,
  });
  return {
    devnet,
    folder,
    env,
    as: (account, args, surroundings = {}) =>
      runCli(["--yes", ...args], { cwd: folder, ...surroundings, env: { ...env(account), ...surroundings.env } }),
    async close() {
      await devnet.close();
      await terminateProver();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
