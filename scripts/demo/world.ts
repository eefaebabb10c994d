// SPDX-License-Identifier: MIT
// Where the demo plays: a local chain with the protocol and a token on it, and the parties with money in their hands.
import {
  type Architecture,
  allowToken,
  type BountyStatus,
  type ClassificationTask,
  type CommonweightActions,
  commonweightActions,
  type Deployment,
  type DrawChunksReturnType,
  developmentNetwork,
  getBountyStatus,
  roundTime,
  setFee,
  type UniswapContracts,
} from "@commonweight/sdk";
import { type Address, parseAbi } from "viem";
import { createContractDeployer } from "../deploy/contracts.ts";
import { deployProtocol } from "../deploy/protocol.ts";
import { deployUniswap } from "../deploy/uniswap.ts";
import { expectEqual } from "./books.ts";
import type { DemoCircuits } from "./build.ts";
import type { LocalChain, Wallet } from "./chain.ts";

/** Everybody with an account, in the order of the chain's accounts. */
export const PARTIES = [
  "owner",
  "guardian",
  "protocol treasury",
  "sponsor",
  "backer 1",
  "backer 2",
  "backer 3",
  "weak operator",
  "middle operator",
  "strong operator",
  "strong operator's cold wallet",
  "hostile operator",
  "customer",
] as const;
export type PartyName = (typeof PARTIES)[number];

/** Decimals of the demo's token, which stands for USDC. */
export const TOKEN_DECIMALS = 6;
export const DOLLAR = 10n ** BigInt(TOKEN_DECIMALS);

/** In bps of each prize. */
export const PROTOCOL_FEE_BPS = 100;

const ALLOWANCE_EACH = 1_000n * DOLLAR;
const FUNDED_PARTIES: readonly PartyName[] = PARTIES.slice(PARTIES.indexOf("sponsor"));

const testTokenAbi = parseAbi([
  "function mint(address account, uint256 amount)",
  "function balanceOf(address account) view returns (uint256)",
]);

/** Somebody with an account, and the SDK's actions bound to it. */
export interface Party {
  name: PartyName;
  address: Address;
  client: Wallet & CommonweightActions;
}

export interface World {
  chain: LocalChain;
  deployment: Deployment;
  escrow: Address;
  token: Address;
  /** Where shares can be traded; undefined where nothing is to follow the claim. */
  uniswap: UniswapContracts | undefined;
  task: ClassificationTask;
  architecture: Architecture;
  circuits: DemoCircuits;
  party(name: PartyName): Party;
  /** @throws UnexpectedResultError unless the bounty has this status now. */
  expectStatus(bounty: bigint, expected: BountyStatus): Promise<void>;
  /** Waits for the round of the beacon that the bounty waits for, and has a party draw its chunks. */
  drawChunks(party: Party, bounty: bigint): Promise<DrawChunksReturnType>;
  balanceOf(token: Address, account: Address): Promise<bigint>;
}

/** Deploys protocol and token, before them Uniswap if asked for, and hands out money. */
export async function createWorld(parameters: {
  chain: LocalChain;
  task: ClassificationTask;
  architecture: Architecture;
  circuits: DemoCircuits;
  withUniswap?: boolean;
  onStep?: (step: string) => void;
}): Promise<World> {
  const { chain, task, architecture, circuits, withUniswap = false, onStep } = parameters;
  const { publicClient } = chain;
  const accounts = new Map(PARTIES.map((name, number) => [name, chain.wallet(number)]));
  const owner = accounts.get("owner")!;
  const addressOf = (name: PartyName) => accounts.get(name)!.account.address;

  const uniswap = withUniswap ? await deployUniswap({ walletClient: owner, publicClient }) : undefined;
  const deployment = await deployProtocol({
    walletClient: owner,
    publicClient,
    owner: owner.account.address,
    guardian: addressOf("guardian"),
    protocolTreasury: addressOf("protocol treasury"),
    keys: {
      tasks: [{ task, sealChunk: circuits.sealChunk.verifyingKey }],
      architectures: [{ architecture, sealModel: circuits.sealModel.verifyingKey }],
      pairs: [{ task, architecture, evaluateModel: circuits.evaluateModel.verifyingKey }],
    },
    ...(uniswap ? { poolFactory: uniswap.factory } : {}),
    ...(onStep ? { onStep } : {}),
  });
  const escrow = deployment.trainingBounties;
  const contracts = createContractDeployer({ walletClient: owner, publicClient });
  const token = await contracts.deploy("contracts/mocks/TestToken.sol:TestToken");
  await allowToken(owner, { escrow, token, allowed: true });
  await setFee(owner, { escrow, feeBps: PROTOCOL_FEE_BPS });
  for (const name of FUNDED_PARTIES) {
    const args = [addressOf(name), ALLOWANCE_EACH] as const;
    const hash = await owner.writeContract({ address: token, abi: testTokenAbi, functionName: "mint", args });
    await publicClient.waitForTransactionReceipt({ hash });
  }

  const bound = commonweightActions({
    escrow,
    registry: deployment.architectureRegistry,
    fromBlock: deployment.fromBlock,
  });
  const parties = new Map(
    [...accounts].map(([name, wallet]): [PartyName, Party] => [
      name,
      { name, address: wallet.account.address, client: wallet.extend(bound) as Party["client"] },
    ]),
  );
  return {
    chain,
    deployment,
    escrow,
    token,
    uniswap,
    task,
    architecture,
    circuits,
    party: (name) => parties.get(name)!,
    expectStatus: async (bounty, expected) =>
      expectEqual("The bounty's status", await getBountyStatus(publicClient, { escrow, bounty }), expected),
    async drawChunks({ client }, bounty) {
      const { sampleRound, sampleChunks, scoreRound } = await client.getFacts({ bounty });
      const round = sampleChunks.length === 0 ? sampleRound! : scoreRound;
      const time = roundTime(developmentNetwork, round);
      if (time > (await chain.now())) await chain.travelTo(time);
      return client.drawChunks({ bounty });
    },
    balanceOf: (address, account) =>
      publicClient.readContract({ address, abi: testTokenAbi, functionName: "balanceOf", args: [account] }),
  };
}
