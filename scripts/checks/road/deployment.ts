// SPDX-License-Identifier: MIT
// The protocol on the road's chain, with stand-ins for what is not ours or takes minutes: a token, a prover and a beacon's
// signer whose secrets are published. Keys and proofs are valid, and the code that verifies them is the real one.
import {
  architectureRegistryAbi,
  type ContractProof,
  type ContractVerifyingKey,
  evmnet,
  trainingBountiesAbi,
  type UniswapContracts,
} from "@commonweight/sdk";
import { type Address, type Hex, parseAbi } from "viem";
import { deployUniswap } from "../../deploy/uniswap.ts";
import type { RoadChain } from "./chain.ts";
import { definitionHash } from "./inputs.ts";

/** The fee on prizes, in bps, and the least that the escrow admits: seconds of a window, samples that are scored. */
const FEE_BPS = 250;
const MINIMUM_WINDOW = 3_600;
const MINIMUM_SAMPLES = 256;

/** Chunks of 28 and of 84 samples, and the largest that there can be. */
export const tasks = {
  small: { name: "small", words: 32, samples: 28 },
  large: { name: "large", words: 92, samples: 84 },
  largest: { name: "largest", words: 750, samples: 256 },
} as const;
export type RoadTask = (typeof tasks)[keyof typeof tasks];

/** Weights of the demo's size, as many as one transaction publishes, and the most that there can be: sixteen pieces. */
export const architectures = {
  small: { name: "architecture", words: 80 },
  onePiece: { name: "architecture of one piece", words: 750 },
  largest: { name: "architecture of sixteen pieces", words: 12_000 },
} as const;

/** How the small one is trained, in a bounty that keeps records. */
export const recipe = { name: "recipe", architecture: architectures.small } as const;

/** What an EvaluateModel proof is given for: a task with an architecture. */
const pairs = [
  [tasks.small, architectures.small],
  [tasks.large, architectures.small],
  [tasks.largest, architectures.onePiece],
  [tasks.largest, architectures.largest],
] as const;

const proverAbi = parseAbi([
  "struct Proof { uint256[2] a; uint256[2][2] b; uint256[2] c; }",
  "struct VerifyingKey { uint256[2] alpha; uint256[2][2] beta; uint256[2][2] gamma; uint256[2][2] delta; uint256[2][] ic; }",
  "function key(uint256 publicInputs) view returns (VerifyingKey)",
  "function prove(uint256[] inputs) view returns (Proof)",
]);

const signerAbi = parseAbi([
  "struct Key { uint256[2] x; uint256[2] y; }",
  "function key() view returns (Key)",
  "function sign(uint64 round) view returns (bytes)",
]);

export interface RoadDeployment {
  escrow: Address;
  records: Address;
  registry: Address;
  /** Its rounds are signed by `sign`. */
  beacon: Address;
  /** Its rounds are those that drand's evmnet publishes. */
  evmnetBeacon: Address;
  governance: Address;
  licenses: Address;
  offers: Address;
  token: Address;
  uniswap: UniswapContracts;
  /** Contracts that stand for others, or are others': none of them is ours to deploy. */
  standIns: readonly Address[];
  prove(publicInputs: bigint[]): Promise<ContractProof>;
  sign(round: bigint): Promise<Hex>;
}

export async function deployRoad(
  chain: RoadChain,
  roles: { owner: Address; guardian: Address; treasury: Address },
): Promise<RoadDeployment> {
  const { client, deploy, send } = chain;
  const { owner, guardian, treasury } = roles;

  const token = await deploy("contracts/mocks/TestToken.sol:TestToken");
  const prover = await deploy("contracts/mocks/TrapdoorProver.sol:TrapdoorProver");
  const signer = await deploy("contracts/mocks/TrapdoorSigner.sol:TrapdoorSigner");
  const keyFor = async (publicInputs: bigint) =>
    (await client.readContract({
      address: prover,
      abi: proverAbi,
      functionName: "key",
      args: [publicInputs],
    })) as ContractVerifyingKey;

  // The token stands for wrapped ether as well, which nothing here uses.
  const uniswap = await deployUniswap({ walletClient: chain.wallet, publicClient: client, weth: token });
  const registry = await deploy("contracts/ArchitectureRegistry.sol:ArchitectureRegistry", [owner]);
  const shares = await deploy("contracts/ownership/ModelShares.sol:ModelShares", [uniswap.factory]);
  const signersKey = await client.readContract({ address: signer, abi: signerAbi, functionName: "key" });
  const beacon = await deploy("contracts/Beacon.sol:Beacon", [signersKey, evmnet.genesis, evmnet.period]);
  const evmnetBeacon = await deploy("contracts/Beacon.sol:Beacon", [evmnet.key, evmnet.genesis, evmnet.period]);
  const governance = await deploy("contracts/ownership/ModelGovernance.sol:ModelGovernance");
  const { escrow, records } = await chain.deployEscrow({
    owner,
    registry,
    beacon,
    sharesImplementation: shares,
    governance,
    protocolTreasury: treasury,
    guardian,
    minimumWindow: MINIMUM_WINDOW,
    minimumSamples: MINIMUM_SAMPLES,
  });
  const licenses = await deploy("contracts/ownership/ModelLicenses.sol:ModelLicenses", [escrow]);
  const offers = await deploy("contracts/ownership/ShareOffers.sol:ShareOffers");
  await send(undefined, owner, escrow, trainingBountiesAbi, "allowToken", [token, true]);
  await send(undefined, owner, escrow, trainingBountiesAbi, "setFee", [FEE_BPS]);

  const [ofThree, ofFour, ofFive] = await Promise.all([keyFor(3n), keyFor(4n), keyFor(5n)]);
  for (const { name, words } of Object.values(architectures)) {
    const entry = [name, words, ofFive] as const;
    await send(undefined, owner, registry, architectureRegistryAbi, "registerArchitecture", entry);
  }
  for (const { name, words, samples } of Object.values(tasks)) {
    const entry = [name, words, samples, ofThree] as const;
    await send(undefined, owner, registry, architectureRegistryAbi, "registerTask", entry);
  }
  for (const [task, architecture] of pairs) {
    const entry = [definitionHash(task.name), definitionHash(architecture.name), ofFour] as const;
    await send(undefined, owner, registry, architectureRegistryAbi, "registerPair", entry);
  }
  const recipeKeys = { start: ofThree, trainStep: ofFive, quantiseModel: ofFour };
  const recipeEntry = [recipe.name, definitionHash(recipe.architecture.name), false, recipeKeys] as const;
  await send(undefined, owner, registry, architectureRegistryAbi, "registerRecipe", recipeEntry);

  return {
    escrow,
    records,
    registry,
    beacon,
    evmnetBeacon,
    governance,
    licenses,
    offers,
    token,
    standIns: [token, prover, signer, uniswap.router],
    uniswap,
    prove: async (publicInputs) =>
      (await client.readContract({
        address: prover,
        abi: proverAbi,
        functionName: "prove",
        args: [publicInputs],
      })) as ContractProof,
    sign: (round) => client.readContract({ address: signer, abi: signerAbi, functionName: "sign", args: [round] }),
  };
}
