// SPDX-License-Identifier: MIT
// Where the demo plays: a local chain with the protocol and a token on it, and the parties with money in their hands.
import type { Circuits, LocalChain, Wallet } from "@commonweight/devnet";
import { DOLLAR, deployDevnet } from "@commonweight/devnet";
import {
  type Architecture,
  type BountyStatus,
  type CircuitArtifacts,
  type ClassificationTask,
  type CommonweightActions,
  commonweightActions,
  type Deployment,
  type DrawChunksReturnType,
  developmentNetwork,
  getBountyStatus,
  roundTime,
  type UniswapContracts,
} from "@commonweight/sdk";
import { type Recipe, recordCircuitNames } from "@commonweight/sdk/training";
import { type Address, erc20Abi } from "viem";
import { expectEqual } from "./books.ts";

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

const ALLOWANCE_EACH = 1_000n * DOLLAR;
const FUNDED_PARTIES: readonly PartyName[] = PARTIES.slice(PARTIES.indexOf("sponsor"));

/** The circuits of the demo's task and architecture. */
export interface DemoCircuits {
  sealChunk: CircuitArtifacts;
  sealModel: CircuitArtifacts;
  evaluateModel: CircuitArtifacts;
}

/** How models are trained where records are kept, and the circuits that records are proven with. */
export interface DemoTraining {
  recipe: Recipe;
  circuits: { start: CircuitArtifacts; trainStep: CircuitArtifacts; quantiseModel: CircuitArtifacts };
}

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
  /** Undefined where no records are kept. */
  training: DemoTraining | undefined;
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
  /** Only where records are kept. */
  recipe?: Recipe | undefined;
  /** Of task, architecture and recipe, see `buildDefinitions`. */
  circuits: Circuits;
  withUniswap?: boolean;
  onStep?: (step: string) => void;
}): Promise<World> {
  const { chain, task, architecture, recipe, circuits, withUniswap, onStep } = parameters;
  const { publicClient } = chain;
  const { deployment, token, uniswap } = await deployDevnet({
    chain,
    definitions: { tasks: [task], architectures: [architecture], recipes: recipe ? [recipe] : [] },
    circuits,
    funds: new Map(FUNDED_PARTIES.map((name) => [PARTIES.indexOf(name), ALLOWANCE_EACH])),
    withUniswap,
    onStep,
  });
  const escrow = deployment.trainingBounties;
  const bound = commonweightActions({
    escrow,
    registry: deployment.architectureRegistry,
    records: deployment.trainingRecords,
    fromBlock: deployment.fromBlock,
  });
  const parties = new Map(
    PARTIES.map((name, number): [PartyName, Party] => {
      const wallet = chain.wallet(number);
      return [name, { name, address: wallet.account.address, client: wallet.extend(bound) as Party["client"] }];
    }),
  );
  return {
    chain,
    deployment,
    escrow,
    token,
    uniswap,
    task,
    architecture,
    circuits: {
      sealChunk: circuits.get(`seal-chunk.${task.name}`)!,
      sealModel: circuits.get(`seal-model.${architecture.name}`)!,
      evaluateModel: circuits.get(`evaluate-model.${task.name}.${architecture.name}`)!,
    },
    training: recipe && { recipe, circuits: recordCircuits(circuits, recipe) },
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
      publicClient.readContract({ address, abi: erc20Abi, functionName: "balanceOf", args: [account] }),
  };
}

/** Of those that were built, the circuits that prove a record. */
function recordCircuits(circuits: Circuits, recipe: Recipe) {
  const { start, trainStep, quantiseModel } = recordCircuitNames(recipe);
  return {
    start: circuits.get(start)!,
    trainStep: circuits.get(trainStep)!,
    quantiseModel: circuits.get(quantiseModel)!,
  };
}
