// SPDX-License-Identifier: MIT
// The protocol on a local chain, a test dollar, and money in everybody's hands.
import { allowToken, type Deployment, setFee, type UniswapContracts } from "@commonweight/sdk";
import { type Address, getAddress, parseAbi } from "viem";
import { createContractDeployer } from "../../scripts/deploy/contracts.ts";
import { deployProtocol } from "../../scripts/deploy/protocol.ts";
import { deployUniswap } from "../../scripts/deploy/uniswap.ts";
import type { LocalChain } from "./chain.ts";
import { type Circuits, type Definitions, keysOf } from "./circuits.ts";

/** Decimals of the test dollar, which stands for USDC. */
export const TOKEN_DECIMALS = 6;
/** One of it, in its smallest unit. */
export const DOLLAR = 10n ** BigInt(TOKEN_DECIMALS);

/** In bps of each prize. */
export const PROTOCOL_FEE_BPS = 100;

const mintAbi = parseAbi(["function mint(address account, uint256 amount)"]);

export interface DeployDevnetParameters {
  chain: LocalChain;
  definitions: Definitions;
  /** Of the definitions, see `buildDefinitions`. */
  circuits: Circuits;
  /** Who gets how many dollars, in the smallest unit, by account number. */
  funds: ReadonlyMap<number, bigint>;
  withUniswap?: boolean | undefined;
  /** Called when a step starts. */
  onStep?: ((step: string) => void) | undefined;
}

/** Where everything is. */
export interface DeployedDevnet {
  deployment: Deployment;
  /** The test dollar, with 6 decimals and permit; anybody can mint it. */
  token: Address;
  /** Where shares can be traded; undefined where it was not asked for. */
  uniswap: UniswapContracts | undefined;
}

/**
 * Deploys, before the protocol, Uniswap if asked for. Account 0 deploys and owns, 1 is the guardian, 2 the protocol's treasury. Minimums,
 * beacon and keys are those of local chains.
 */
export async function deployDevnet(parameters: DeployDevnetParameters): Promise<DeployedDevnet> {
  const { chain, definitions, circuits, funds, withUniswap = false, onStep } = parameters;
  const { publicClient } = chain;
  const [owner, guardian, treasury] = [chain.wallet(0), chain.wallet(1), chain.wallet(2)];

  const uniswap = withUniswap ? await deployUniswap({ walletClient: owner, publicClient }) : undefined;
  const deployment = await deployProtocol({
    walletClient: owner,
    publicClient,
    owner: owner.account.address,
    guardian: guardian.account.address,
    protocolTreasury: treasury.account.address,
    keys: keysOf(definitions, circuits),
    ...(uniswap ? { poolFactory: uniswap.factory } : {}),
    ...(onStep ? { onStep } : {}),
  });
  const escrow = deployment.trainingBounties;
  const contracts = createContractDeployer({ walletClient: owner, publicClient });
  const token = getAddress(await contracts.deploy("contracts/mocks/TestToken.sol:TestToken"));
  await allowToken(owner, { escrow, token, allowed: true });
  await setFee(owner, { escrow, feeBps: PROTOCOL_FEE_BPS });
  for (const [number, amount] of funds) {
    const args = [chain.wallet(number).account.address, amount] as const;
    const hash = await owner.writeContract({ address: token, abi: mintAbi, functionName: "mint", args });
    await publicClient.waitForTransactionReceipt({ hash });
  }
  return { deployment, token, uniswap };
}
