// SPDX-License-Identifier: MIT
// Puts the protocol on a chain: contracts, then tasks, architectures, pairs and recipes with their verifying keys, then the owner.
import {
  type BeaconNetwork,
  canonicalJson,
  type Deployment,
  definitionId,
  registerArchitecture,
  registerPair,
  registerRecipe,
  registerTask,
} from "@commonweight/sdk";
import { chunkWordCount, pointsPerChunk, type Task } from "@commonweight/sdk/data";
import { type Architecture, modelWordCount } from "@commonweight/sdk/model";
import { type SnarkjsVerifyingKey, toContractVerifyingKey } from "@commonweight/sdk/proving";
import { inheritsModel, type Recipe, recordCircuitNames } from "@commonweight/sdk/training";
import { type Address, type Hash, isAddressEqual, type PublicClient, parseAbi } from "viem";
import {
  createContractDeployer,
  type DeployedContract,
  type DeployerWallet,
  TransactionFailedError,
} from "./contracts.ts";
import {
  beaconFor,
  isLocalChain,
  type Minimums,
  minimumsFor,
  poolFactoryFor,
  refuseDevelopmentKeys,
} from "./limits.ts";
import { writeDeployment } from "./record.ts";

const ownableAbi = parseAbi(["function transferOwnership(address newOwner)"]);

/** What is registered, each entry with the verifying key of its circuit. */
export interface ProtocolKeys {
  tasks: readonly { task: Task; sealChunk: SnarkjsVerifyingKey }[];
  architectures: readonly { architecture: Architecture; sealModel: SnarkjsVerifyingKey }[];
  pairs: readonly { task: Task; architecture: Architecture; evaluateModel: SnarkjsVerifyingKey }[];
  /** None unless given. `start`: of InitStep, or of InheritModel where the recipe's records begin with a parent's model. */
  recipes?: readonly {
    recipe: Recipe;
    start: SnarkjsVerifyingKey;
    trainStep: SnarkjsVerifyingKey;
    quantiseModel: SnarkjsVerifyingKey;
  }[];
}

export interface DeployProtocolParameters extends Partial<Minimums> {
  /** Pays for the deployment, and owns the contracts until all is registered. */
  walletClient: DeployerWallet;
  publicClient: PublicClient;
  /** Owner at the end. Another than the deployer has to accept the ownership of both contracts. */
  owner: Address;
  /** Can pause new bounties and contributions. */
  guardian: Address;
  /** Receives fees and forfeits. */
  protocolTreasury: Address;
  keys: ProtocolKeys;
  /** Whose rounds draw chunks; drand's evmnet unless given, and the development beacon on a local chain. */
  beacon?: BeaconNetwork;
  /**
   * Uniswap v3's factory, whose pools can be excluded from revenue; the zero address where the chain has none, which on a local
   * chain is assumed unless it is given.
   */
  poolFactory?: Address;
  /** Writes `deployments/<chainId>.json`: true, false or another folder; by default on chains that are not local. */
  record?: boolean | string;
  /** Called when a step starts. */
  onStep?: (step: string) => void;
  /** Called after each contract. */
  onDeployed?: (contract: DeployedContract) => void;
}

/**
 * Deploys the protocol.
 * @throws DevelopmentKeyError where a key's secrets are published and the chain is not local.
 * @throws DevelopmentBeaconError where the beacon's secret is published and the chain is not local.
 * @throws MinimumTooSmallError where a minimum is smaller than the chain admits.
 * @throws PoolFactoryMissingError where the factory is not given and the chain is not local, or where it has no code.
 */
export async function deployProtocol(parameters: DeployProtocolParameters): Promise<Deployment> {
  const { walletClient, publicClient, owner, guardian, protocolTreasury, keys, onStep, onDeployed } = parameters;
  const deployer = walletClient.account.address;

  onStep?.("1. Check the chain, the minimums, the keys, the beacon and the pool factory");
  const chainId = await publicClient.getChainId();
  const { minimumWindow, minimumSamples } = minimumsFor(chainId, givenMinimums(parameters));
  refuseDevelopmentKeys(chainId, keysByCircuit(keys));
  const network = beaconFor(chainId, parameters.beacon);
  const poolFactory = await poolFactoryFor(publicClient, chainId, parameters.poolFactory);
  const fromBlock = (await publicClient.getBlockNumber()) + 1n;

  onStep?.("2. Deploy the registry");
  const contracts = createContractDeployer({ walletClient, publicClient, ...(onDeployed ? { onDeployed } : {}) });
  const registry = await contracts.deploy("contracts/ArchitectureRegistry.sol:ArchitectureRegistry", [deployer]);

  onStep?.("3. Deploy the shares that every model's shares are clones of");
  const modelShares = await contracts.deploy("contracts/ownership/ModelShares.sol:ModelShares", [poolFactory]);

  onStep?.("4. Deploy what creates the governors and treasuries of models");
  const modelGovernance = await contracts.deploy("contracts/ownership/ModelGovernance.sol:ModelGovernance");

  onStep?.("5. Deploy the beacon, the escrow and the records of training");
  const { key, genesis, period } = network;
  const beacon = await contracts.deploy("contracts/Beacon.sol:Beacon", [key, genesis, period]);
  const { escrow: trainingBounties, records: trainingRecords } = await contracts.deployEscrow({
    owner: deployer,
    registry,
    beacon,
    sharesImplementation: modelShares,
    governance: modelGovernance,
    protocolTreasury,
    guardian,
    minimumWindow,
    minimumSamples,
  });

  onStep?.("6. Deploy what sells licences, and what fills offers of shares");
  const modelLicenses = await contracts.deploy("contracts/ownership/ModelLicenses.sol:ModelLicenses", [
    trainingBounties,
  ]);
  const shareOffers = await contracts.deploy("contracts/ownership/ShareOffers.sol:ShareOffers");

  onStep?.("7. Register tasks, architectures, their pairs, and recipes");
  await registerKeys(walletClient, registry, keys);

  if (!isAddressEqual(owner, deployer)) {
    onStep?.("8. Offer the ownership to the owner");
    for (const address of [registry, trainingBounties]) {
      const call = { address, abi: ownableAbi, functionName: "transferOwnership", args: [owner] } as const;
      await confirm(publicClient, "transferOwnership", await walletClient.writeContract(call));
    }
  }

  const deployment: Deployment = {
    chainId,
    fromBlock,
    trainingBounties,
    trainingRecords,
    architectureRegistry: registry,
    beacon,
    modelShares,
    modelGovernance,
    modelLicenses,
    shareOffers,
    libraries: Object.fromEntries(contracts.libraries),
    tasks: Object.fromEntries(keys.tasks.map(({ task }) => [task.name, definitionId(task)])),
    architectures: Object.fromEntries(
      keys.architectures.map(({ architecture }) => [architecture.name, definitionId(architecture)]),
    ),
    recipes: Object.fromEntries((keys.recipes ?? []).map(({ recipe }) => [recipe.name, definitionId(recipe)])),
  };
  await recordDeployment(deployment, parameters.record ?? !isLocalChain(chainId));
  return deployment;
}

/** Leaves out what was not given: `undefined` would hide a default. */
function givenMinimums({ minimumWindow, minimumSamples }: Partial<Minimums>): Partial<Minimums> {
  return {
    ...(minimumWindow === undefined ? {} : { minimumWindow }),
    ...(minimumSamples === undefined ? {} : { minimumSamples }),
  };
}

function keysByCircuit({ tasks, architectures, pairs, recipes = [] }: ProtocolKeys): Map<string, SnarkjsVerifyingKey> {
  return new Map([
    ...tasks.map(({ task, sealChunk }) => [`seal-chunk.${task.name}`, sealChunk] as const),
    ...architectures.map(({ architecture, sealModel }) => [`seal-model.${architecture.name}`, sealModel] as const),
    ...pairs.map(
      ({ task, architecture, evaluateModel }) =>
        [`evaluate-model.${task.name}.${architecture.name}`, evaluateModel] as const,
    ),
    ...recipes.flatMap(({ recipe, start, trainStep, quantiseModel }) => {
      const names = recordCircuitNames(recipe);
      return [
        [names.start, start] as const,
        [names.trainStep, trainStep] as const,
        [names.quantiseModel, quantiseModel] as const,
      ];
    }),
  ]);
}

async function registerKeys(walletClient: DeployerWallet, registry: Address, keys: ProtocolKeys): Promise<void> {
  for (const { task, sealChunk } of keys.tasks) {
    await registerTask(walletClient, {
      registry,
      definition: canonicalJson(task),
      chunkWords: chunkWordCount(task),
      samples: pointsPerChunk(task),
      sealChunkKey: toContractVerifyingKey(sealChunk),
    });
  }
  for (const { architecture, sealModel } of keys.architectures) {
    await registerArchitecture(walletClient, {
      registry,
      definition: canonicalJson(architecture),
      modelWords: modelWordCount(architecture),
      sealModelKey: toContractVerifyingKey(sealModel),
    });
  }
  for (const { task, architecture, evaluateModel } of keys.pairs) {
    await registerPair(walletClient, {
      registry,
      task: definitionId(task),
      architecture: definitionId(architecture),
      evaluateModelKey: toContractVerifyingKey(evaluateModel),
    });
  }
  for (const { recipe, start, trainStep, quantiseModel } of keys.recipes ?? []) {
    await registerRecipe(walletClient, {
      registry,
      definition: canonicalJson(recipe),
      architecture: definitionId(recipe.architecture),
      inherits: inheritsModel(recipe),
      keys: {
        start: toContractVerifyingKey(start),
        trainStep: toContractVerifyingKey(trainStep),
        quantiseModel: toContractVerifyingKey(quantiseModel),
      },
    });
  }
}

async function confirm(publicClient: PublicClient, what: string, hash: Hash): Promise<void> {
  const { status } = await publicClient.waitForTransactionReceipt({ hash });
  if (status !== "success") throw new TransactionFailedError(what, hash);
}

async function recordDeployment(deployment: Deployment, record: boolean | string): Promise<void> {
  if (record === false) return;
  await writeDeployment(deployment, record === true ? undefined : record);
}
