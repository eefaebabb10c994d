// SPDX-License-Identifier: MIT
import hre from "hardhat";
import { getAddress, parseAbi, zeroAddress } from "viem";
import { createContractDeployer } from "../../../scripts/deploy/contracts.ts";
import {
  allowToken,
  type BountyTerms,
  beaconAbi,
  type ContractProof,
  type ContractVerifyingKey,
  canonicalJson,
  chunkChallenge,
  chunkWordCount,
  type Draw,
  developmentNetwork,
  drawChunks,
  getFacts,
  modelWordCount,
  openChunks,
  orderPublicInputs,
  type PublicInputs,
  registerArchitecture,
  registerPair,
  registerTask,
  roundTime,
  type SealedEvaluationSet,
  type StatementName,
  samplesPerChunk,
  sealEvaluationSet,
  statements,
} from "../../src/index.ts";
import { randomChunk, seededRandom, tinyArchitecture, tinyTask } from "../fixtures.ts";
import { DOLLAR, termsAt, type UnsealedTerms } from "./terms.ts";

export { DAY, DOLLAR } from "./terms.ts";

const trapdoorAbi = parseAbi([
  "struct Proof { uint256[2] a; uint256[2][2] b; uint256[2] c; }",
  "struct VerifyingKey { uint256[2] alpha; uint256[2][2] beta; uint256[2][2] gamma; uint256[2][2] delta; uint256[2][] ic; }",
  "function key(uint256 publicInputs) view returns (VerifyingKey)",
  "function prove(uint256[] inputs) view returns (Proof)",
]);
const mintAbi = parseAbi(["function mint(address account, uint256 amount)"]);

/** Signing clients of the accounts of the in-process chain, by their part. */
const roles = ["deployer", "owner", "guardian", "treasury", "sponsor", "alice", "bob", "poor"] as const;

/**
 * The protocol on a chain in this process: tiny task and architecture, registered with keys whose secrets are known, so that
 * proofs of anything are at hand, but for keys of one's `own`; a token that anybody can mint; accounts with 10,000 dollars each, but for `poor`.
 */
export async function deployWorld(own: Partial<Record<StatementName, ContractVerifyingKey>> = {}) {
  const { viem, provider, networkHelpers } = await hre.network.connect();
  const publicClient = await viem.getPublicClient();
  const wallets = await viem.getWalletClients();
  const actors = Object.fromEntries(roles.map((role, i) => [role, wallets[i]!])) as Record<
    (typeof roles)[number],
    (typeof wallets)[number]
  >;
  const { deployer, owner } = actors;
  const { deploy, deployEscrow } = createContractDeployer({ walletClient: deployer, publicClient });
  const registry = await deploy("contracts/ArchitectureRegistry.sol:ArchitectureRegistry", [owner.account.address]);
  const { key: beaconKey, genesis, period } = developmentNetwork;
  const beacon = await deploy("contracts/Beacon.sol:Beacon", [beaconKey, genesis, period]);
  const shares = await deploy("contracts/ownership/ModelShares.sol:ModelShares", [zeroAddress]);
  const governance = await deploy("contracts/ownership/ModelGovernance.sol:ModelGovernance");
  const { escrow, records } = await deployEscrow({
    owner: owner.account.address,
    registry,
    beacon,
    sharesImplementation: shares,
    governance,
    protocolTreasury: actors.treasury.account.address,
    guardian: actors.guardian.account.address,
    minimumWindow: 1,
    minimumSamples: 1,
  });
  const token = getAddress(await deploy("contracts/mocks/TestToken.sol:TestToken"));
  const trapdoor = { abi: trapdoorAbi, address: await deploy("contracts/mocks/TrapdoorProver.sol:TrapdoorProver") };

  const key = (statement: StatementName): Promise<ContractVerifyingKey> =>
    publicClient.readContract({ ...trapdoor, functionName: "key", args: [BigInt(statements[statement].length)] });
  /** A proof for public inputs in their order, whatever the statement. */
  const proofOfInputs = (inputs: readonly bigint[]): Promise<ContractProof> =>
    publicClient.readContract({ ...trapdoor, functionName: "prove", args: [inputs] });
  const proofOf = <name extends StatementName>(statement: name, inputs: PublicInputs<name>): Promise<ContractProof> =>
    proofOfInputs(orderPublicInputs(statement, inputs));

  const keys = {
    EvaluateModel: await key("EvaluateModel"),
    SealModel: await key("SealModel"),
    SealChunk: await key("SealChunk"),
    ...own,
  };
  const { task } = await registerTask(owner, {
    registry,
    definition: canonicalJson(tinyTask),
    chunkWords: chunkWordCount(tinyTask),
    samples: samplesPerChunk(tinyTask),
    sealChunkKey: keys.SealChunk,
  });
  const { architecture } = await registerArchitecture(owner, {
    registry,
    definition: canonicalJson(tinyArchitecture),
    modelWords: modelWordCount(tinyArchitecture),
    sealModelKey: keys.SealModel,
  });
  await registerPair(owner, { registry, task, architecture, evaluateModelKey: keys.EvaluateModel });
  await allowToken(owner, { escrow, token, allowed: true });
  for (const role of roles) {
    if (role === "poor") continue;
    const args = [actors[role].account.address, 10_000n * DOLLAR] as const;
    await deployer.writeContract({ abi: mintAbi, address: token, functionName: "mint", args });
  }
  return {
    actors,
    architecture,
    deploy,
    beacon: { abi: beaconAbi, address: beacon },
    escrow,
    keyOf: key,
    keys,
    networkHelpers,
    proofOf,
    proofOfInputs,
    provider,
    publicClient,
    records,
    registry,
    task,
    token,
    viem,
  };
}

export type World = Awaited<ReturnType<typeof deployWorld>>;

/** Terms of a bounty that starts now, with windows of a day each. */
export async function termsOf(world: World, changes: Partial<BountyTerms> = {}): Promise<UnsealedTerms> {
  const { token, architecture } = world;
  return termsAt(await world.networkHelpers.time.latest(), { token, architecture, ...changes });
}

/** An evaluation set of three chunks, one to be shown and two to be scored; another seed gives other samples and salts. */
export async function sealedSet(world: World, seed: number): Promise<SealedEvaluationSet> {
  const random = seededRandom(seed);
  return sealEvaluationSet({
    chainId: await world.publicClient.getChainId(),
    escrow: world.escrow,
    sponsor: world.actors.sponsor.account.address,
    task: tinyTask,
    chunks: Array.from({ length: 3 }, () => randomChunk(tinyTask, random)),
  });
}

/** SealChunk proofs of a set, by trapdoor: what `proveEvaluationSet` makes with a real key. */
export function sealProofs(world: World, { secret, chunks }: SealedEvaluationSet) {
  const { chainId, escrow, sponsor } = secret;
  return Promise.all(
    chunks.map(async ({ chunk }) => {
      const { dataCommitment, bytesHash, digest, index } = chunk;
      const challenge = chunkChallenge({ chainId, escrow, sponsor, index, commitment: dataCommitment, bytesHash });
      return { chunk, proof: await world.proofOf("SealChunk", { dataCommitment, challenge, digest }) };
    }),
  );
}

/** Waits for the round that a bounty's next draw follows. */
export async function waitForRound(world: World, bounty: bigint, draw: Draw): Promise<void> {
  const { sampleRound, scoreRound } = await getFacts(world.publicClient, { escrow: world.escrow, bounty });
  const time = roundTime(developmentNetwork, draw === "sample" ? sampleRound! : scoreRound);
  if ((await world.networkHelpers.time.latest()) < time) await world.networkHelpers.time.increaseTo(time);
}

/** Draws the chunks that a bounty waits for, and opens them. */
export async function drawAndOpen(world: World, bounty: bigint, draw: Draw, set: SealedEvaluationSet): Promise<void> {
  const { actors, escrow } = world;
  await waitForRound(world, bounty, draw);
  await drawChunks(actors.bob, { escrow, bounty });
  await openChunks(actors.sponsor, { escrow, bounty, chunks: set.chunks });
}
