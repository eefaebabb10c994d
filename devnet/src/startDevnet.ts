// SPDX-License-Identifier: MIT
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CommonweightClient, InvalidValueError } from "@commonweight/sdk";
import { writeDeployment } from "../../scripts/deploy/record.ts";
import { DEVNET_ACCOUNTS, type DevnetAccount, nameAccounts } from "./accounts.ts";
import { type LocalChain, type StartLocalChainParameters, startLocalChain, type Wallet } from "./chain.ts";
import { buildDefinitions, type Circuits, type Definitions, linkArtifacts, shippedDefinitions } from "./circuits.ts";
import { type DeployedDevnet, DOLLAR, deployDevnet } from "./deployDevnet.ts";
import { buildContracts } from "./environment.ts";

/** Dollars of each account. */
const FUNDS = 10_000n * DOLLAR;
/** Accounts that Hardhat gives ether to. */
const MOST_ACCOUNTS = 20;

export interface StartDevnetParameters extends StartLocalChainParameters {
  /** What is registered; what ships for handwritten digits unless given. Tests take the tiny ones, which are proven in under a second. */
  definitions?: Definitions | undefined;
  /** Names for accounts, at most 20: the first three are the owner, the guardian and the protocol's treasury. */
  accounts?: readonly string[] | undefined;
  withUniswap?: boolean | undefined;
  /** Where `deployments` and `artifacts` are written; a temporary folder, which goes with the chain, unless given. */
  folder?: string | undefined;
  /** Called with what is being done. */
  onStep?: ((step: string) => void) | undefined;
}

/** A local chain with everything deployed. */
export interface Devnet
  extends DeployedDevnet,
    Pick<LocalChain, "url" | "publicClient" | "now" | "travelTo" | "close"> {
  definitions: Definitions;
  accounts: readonly DevnetAccount[];
  /** @throws {@link InvalidValueError} where no account has the name */
  account(name: string): DevnetAccount;
  /** A client that signs for the account of this name. */
  wallet(name: string): Wallet & CommonweightClient;
  circuits: Circuits;
  /** A folder in which the artifacts of each circuit are found by the circuit's name. */
  artifacts: string;
  /** The deployment as a file, `31337.json`. */
  deploymentPath: string;
}

/**
 * Starts a local chain with the protocol, a test dollar and accounts with 10,000 of them each. Close it, or the process stays.
 *
 * @throws {@link InvalidValueError} where there are too few names of accounts, too many, or one twice
 * @example
 * const devnet = await startDevnet({ definitions: { tasks: [tinyTask], architectures: [tinyArchitecture] } });
 * await devnet.travelTo((await devnet.now()) + 3_600n);
 * await devnet.close();
 */
export async function startDevnet(parameters: StartDevnetParameters = {}): Promise<Devnet> {
  const { definitions = shippedDefinitions(), accounts: names = DEVNET_ACCOUNTS, withUniswap, onStep } = parameters;
  assertNames(names);
  const accounts = nameAccounts(names);

  onStep?.("Build the contracts");
  await buildContracts();
  onStep?.("Build the circuits, with development keys");
  const circuits = await buildDefinitions(definitions, onStep);

  onStep?.("Start the chain");
  const chain = await startLocalChain(parameters);
  const temporary = parameters.folder === undefined ? await mkdtemp(join(tmpdir(), "commonweight-devnet-")) : undefined;
  const close = async () => {
    await chain.close();
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
  };
  try {
    const funds = new Map(accounts.map((_, number) => [number, FUNDS]));
    const deployed = await deployDevnet({ chain, definitions, circuits, funds, withUniswap, onStep });
    const folder = parameters.folder ?? temporary!;
    const artifacts = join(folder, "artifacts");
    await linkArtifacts(artifacts, circuits);
    const deploymentPath = await writeDeployment(deployed.deployment, join(folder, "deployments"));
    const numberOf = (name: string): number => {
      const number = names.indexOf(name);
      if (number >= 0) return number;
      throw new InvalidValueError({ subject: "The account", value: name, expected: `one of ${names.join(", ")}` });
    };
    return {
      ...deployed,
      ...chain,
      definitions,
      accounts,
      account: (name) => accounts[numberOf(name)]!,
      wallet: (name) => chain.wallet(numberOf(name)) as Wallet & CommonweightClient,
      circuits,
      artifacts,
      deploymentPath,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function assertNames(names: readonly string[]): void {
  const isRight = names.length >= 3 && names.length <= MOST_ACCOUNTS && new Set(names).size === names.length;
  if (isRight) return;
  const expected = `3 to ${MOST_ACCOUNTS} different names, of the owner, the guardian and the treasury first`;
  throw new InvalidValueError({ subject: "accounts", value: names.join(", "), expected });
}
