// SPDX-License-Identifier: MIT
/**
 * Gas of whole transactions, base and calldata included, of the contracts compiled with the production profile: the road of
 * a bounty, with valid proofs made from published trapdoors, against the protocol's limits and the snapshot in bench/gas.json.
 *
 *   npm run gas                  prints the table
 *   npm run gas -- --check       also fails on a change of more than a tenth
 *   npm run gas -- --update      also writes the snapshot
 */
import { createHash } from "node:crypto";
import {
  architectureRegistryAbi,
  beaconAbi,
  bytesHash,
  bytesToWords,
  type ContractProof,
  type ContractVerifyingKey,
  chunkChallenge,
  chunkLeaf,
  chunkTreePath,
  chunkTreeRoot,
  digest,
  FIELD_ORDER,
  modelChallenge,
  modelSharesAbi,
  orderPublicInputs,
  type SealedChunk,
  tokenAbi,
  trainingBountiesAbi,
  wordsToBytes,
} from "@commonweight/sdk";
import {
  type Abi,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  createPublicClient,
  createWalletClient,
  custom,
  getAddress,
  type Hex,
  keccak256,
  parseAbi,
  parseEventLogs,
  stringToHex,
  type TransactionReceipt,
} from "viem";
import { hardhat } from "viem/chains";
import { buildForProduction } from "./production.ts";
import { type Measurement, report, snapshotAt } from "./snapshot.ts";

const DAY = 86_400n;
const UNIT = 1_000_000n; // of a token with 6 decimals

/** The protocol's limits; a call without one is measured all the same. */
const limits: Record<string, number> = {
  proveRound: 260_000,
  "contribute, first": 95_000,
  "contribute, again": 72_000,
  commit: 125_000,
  "openChunks, one of 28 samples": 130_000,
  "openChunks, one of 84 samples": 230_000,
  proveModel: 310_000,
  "proveScore, 1 chunk": 290_000,
  "proveScore, 1 chunk, completing": 350_000,
  "claim, 80 words": 260_000,
  settle: 450_000,
  claimShares: 120_000,
  "transfer of shares, first": 200_000,
  "transfer of shares, again": 125_000,
};

/** Words published for a chunk of 28 and of 84 samples, and for the weights of the demo's architecture. */
const tasks = { small: { words: 32, samples: 28 }, large: { words: 92, samples: 84 } } as const;
const MODEL_WORDS = 80;

/** Round 513 of drand's evmnet. */
const evmnet = {
  key: {
    x: [
      0x07e1d1d335df83fa98462005690372c643340060d205306a9aa8106b6bd0b382n,
      0x0557ec32c2ad488e4d4f6008f89a346f18492092ccc0d594610de2732c8b808fn,
    ],
    y: [
      0x0095685ae3a85ba243747b1b2f426049010f6b73a0cf1d389351d5aaaa1047f6n,
      0x297d3a4f9749b33eb2d904c9d9ebf17224150ddd7abd7567a9bec6c74480ee0bn,
    ],
  },
  genesis: 1_727_521_075n,
  period: 3n,
  round: 513n,
  signature:
    "0x06ded8c05af23042a0caf9b404c6140f9ec64adbaf82f04d5c37153e8412ed580f827c7d5ac7d02ca0bbd989d07594729bdcde7d6dc1001191c59dc9033d31b2",
} as const;

const testTokenAbi = parseAbi(["function mint(address account, uint256 amount)"]);
const proverAbi = parseAbi([
  "struct Proof { uint256[2] a; uint256[2][2] b; uint256[2] c; }",
  "struct VerifyingKey { uint256[2] alpha; uint256[2][2] beta; uint256[2][2] gamma; uint256[2][2] delta; uint256[2][] ic; }",
  "function key(uint256 publicInputs) view returns (VerifyingKey)",
  "function prove(uint256[] inputs) view returns (Proof)",
]);

interface Model {
  operator: Address;
  architecture: Hex;
  modelCommitment: bigint;
  bytesHash: Hex;
  payee: Address;
}

interface SealedSet {
  chunks: (SealedChunk & { path: Hex[] })[];
  words: Hex[];
  root: Hex;
}

const hre = await buildForProduction();
const { provider } = await hre.network.connect();
const transport = custom(provider);
const client = createPublicClient({ chain: hardhat, transport, pollingInterval: 1 });
const accounts = ((await provider.request({ method: "eth_accounts" })) as Address[]).map((account) =>
  getAddress(account),
);
const wallet = createWalletClient({ chain: hardhat, transport });
const [owner, guardian, treasury, sponsor, backer, otherBacker, operator, otherOperator, payee, receiver] =
  accounts as [Address, Address, Address, Address, Address, Address, Address, Address, Address, Address];
const measured: Measurement[] = [];

try {
  await play();
} finally {
  await provider.close();
}
process.exitCode = await report(measured, {
  path: snapshotAt("gas.json"),
  script: "scripts/checks/gas.ts",
  unit: "gas",
});

/** Plays two bounties and notes what each kind of transaction takes. */
async function play(): Promise<void> {
  const { escrow, registry, beacon, token, prover } = await deployAll();
  const architecture = await register(registry, prover);
  const set = makeSet(escrow, 16, tasks.small.words);
  const largeSet = makeSet(escrow, 4, tasks.large.words);

  await send("proveRound", backer, beacon, beaconAbi, "proveRound", [evmnet.round, evmnet.signature]);

  const bounty = await create("createBounty", "small", set);
  const largeBounty = await create(undefined, "large", largeSet);
  await sealAll(bounty, set, "sealChunks, 1 chunk");
  await sealAll(largeBounty, largeSet, undefined);

  for (const account of [backer, otherBacker]) await fund(account, 1_000n * UNIT);
  await escrowCall("contribute, first", backer, "contribute", [bounty, 100n * UNIT, backer]);
  await escrowCall("contribute, again", backer, "contribute", [bounty, 50n * UNIT, backer]);
  await escrowCall(undefined, otherBacker, "contribute", [bounty, 850n * UNIT, otherBacker]);
  await escrowCall(undefined, backer, "contribute", [largeBounty, 850n * UNIT, backer]);
  await escrowCall(undefined, otherBacker, "contribute", [largeBounty, 150n * UNIT, backer]);

  const { model, words } = makeModel(operator);
  const other = makeModel(otherOperator).model;
  for (const account of [operator, otherOperator]) await fund(account, 1_000n * UNIT);
  await commit("commit", bounty, model);
  await commit(undefined, bounty, other);
  await commit(undefined, largeBounty, model);
  const replaced = [bounty, other.architecture, other.modelCommitment, other.bytesHash, other.payee] as const;
  await escrowCall("replace", otherOperator, "replace", replaced);

  await passTo(bounty, "trainingEnds");
  await open(bounty, set, "openChunks, one of 28 samples");
  await open(largeBounty, largeSet, "openChunks, one of 84 samples");

  await proveModel("proveModel", model, words);
  for (const [i, chunk] of set.chunks.entries()) {
    const name = i === 1 ? "proveScore, 1 chunk" : i === 15 ? "proveScore, 1 chunk, completing" : undefined;
    const publicInputs = orderPublicInputs("EvaluateModel", {
      modelCommitment: model.modelCommitment,
      dataCommitment: chunk.dataCommitment,
      correct: 20n,
      operator: BigInt(model.operator),
    });
    await escrowCall(name, operator, "proveScore", [bounty, model, [chunk], [20], [await prove(publicInputs)]]);
  }

  await passTo(bounty, "provingEnds");
  await escrowCall("claim, 80 words", operator, "claim", [bounty, model, words]);
  const settled = await escrowCall("settle", backer, "settle", [bounty]);
  const [event] = parseEventLogs({ abi: trainingBountiesAbi, eventName: "Settled", logs: settled.logs });
  const { shares } = event!.args;
  await escrowCall("claimShares", backer, "claimShares", [bounty, backer]);

  await sharesCall(undefined, backer, shares, "delegate", [backer]);
  await sharesCall(undefined, receiver, shares, "delegate", [receiver]);
  await sharesCall("transfer of shares, first", backer, shares, "transfer", [receiver, 10n ** 18n]);
  await sharesCall("transfer of shares, again", backer, shares, "transfer", [receiver, 10n ** 18n]);

  await escrowCall("credit", sponsor, "credit", [bounty, sponsor]);
  await escrowCall("withdraw", payee, "withdraw", [token, payee]);

  // ------------------------------------------------------------------ the steps

  async function create(name: string | undefined, task: keyof typeof tasks, sealed: SealedSet): Promise<bigint> {
    await fund(sponsor, 100n * UNIT);
    const { timestamp } = await client.getBlock();
    const end = (days: bigint): number => Number(timestamp + days * DAY);
    const terms = {
      token,
      sponsor,
      task: definitionHash(task),
      architecture,
      architecturesUntil: 0,
      ordering: 0,
      minimumScore: 100,
      chunks: sealed.chunks.length,
      drawnChunks: sealed.chunks.length,
      chunksRoot: sealed.root,
      prizesBps: [10_000],
      shares: { backersBps: 5_000, operatorsBps: 4_000, sponsorBps: 1_000, treasuryBps: 0 },
      goal: 1_000n * UNIT,
      cap: 1_000n * UNIT,
      sponsorBond: 100n * UNIT,
      operatorBond: 50n * UNIT,
      entryFee: UNIT,
      windows: {
        draftEnds: end(2n),
        fundingEnds: end(4n),
        trainingEnds: end(6n),
        openingEnds: end(8n),
        provingEnds: end(10n),
        claimEnds: end(12n),
        reserveEnds: end(14n),
      },
      specUri: "ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi",
      specHash: keccak256(stringToHex("spec")),
    };
    await escrowCall(name, sponsor, "createBounty", [terms]);
    return client.readContract({ address: escrow, abi: trainingBountiesAbi, functionName: "bountyCount" });
  }

  async function sealAll(id: bigint, sealed: SealedSet, name: string | undefined): Promise<void> {
    for (const [i, chunk] of sealed.chunks.entries()) {
      const challenge = chunkChallengeOf(escrow, chunk);
      const publicInputs = orderPublicInputs("SealChunk", { ...chunk, challenge });
      // The second of them stands for all: the first one pays for what all share, the last one ends the draft.
      await escrowCall(i === 1 ? name : undefined, sponsor, "sealChunks", [id, [chunk], [await prove(publicInputs)]]);
    }
  }

  async function open(id: bigint, sealed: SealedSet, name: string): Promise<void> {
    for (const [i, chunk] of sealed.chunks.entries()) {
      await escrowCall(i === 1 ? name : undefined, sponsor, "openChunks", [id, [chunk], [sealed.words[i]!]]);
    }
  }

  async function commit(name: string | undefined, id: bigint, { operator: from, ...model }: Model): Promise<void> {
    const args = [id, model.architecture, model.modelCommitment, model.bytesHash, model.payee] as const;
    await escrowCall(name, from, "commit", args);
  }

  async function proveModel(name: string, model: Model, words: Hex): Promise<void> {
    const challenge = modelChallenge({
      chainId: hardhat.id,
      escrow,
      operator: model.operator,
      commitment: model.modelCommitment,
      bytesHash: model.bytesHash,
    });
    const value = digest(bytesToWords(words), challenge);
    const publicInputs = orderPublicInputs("SealModel", {
      modelCommitment: model.modelCommitment,
      challenge,
      digest: value,
      bits: 19_344n,
      operator: BigInt(model.operator),
    });
    await escrowCall(name, model.operator, "proveModel", [bounty, model, value, 19_344, await prove(publicInputs)]);
  }

  async function passTo(id: bigint, end: "trainingEnds" | "provingEnds"): Promise<void> {
    const { windows } = await client.readContract({
      address: escrow,
      abi: trainingBountiesAbi,
      functionName: "termsOf",
      args: [id],
    });
    await provider.request({ method: "evm_setNextBlockTimestamp", params: [windows[end]] });
    await provider.request({ method: "evm_mine", params: [] });
  }

  async function fund(account: Address, amount: bigint): Promise<void> {
    await send(undefined, account, token, testTokenAbi, "mint", [account, 2n * amount]);
    await send(undefined, account, token, tokenAbi, "approve", [escrow, 2n * amount]);
  }

  function makeModel(from: Address): { model: Model; words: Hex } {
    const words = wordsToBytes(elements(`words of ${from}`, MODEL_WORDS));
    const [modelCommitment] = elements(`commitment of ${from}`, 1) as [bigint];
    return { model: { operator: from, architecture, modelCommitment, bytesHash: bytesHash(words), payee }, words };
  }

  async function prove(inputs: bigint[]): Promise<ContractProof> {
    return (await client.readContract({
      address: prover,
      abi: proverAbi,
      functionName: "prove",
      args: [inputs],
    })) as ContractProof;
  }

  async function escrowCall<name extends ContractFunctionName<typeof trainingBountiesAbi, "nonpayable">>(
    name: string | undefined,
    from: Address,
    functionName: name,
    args: ContractFunctionArgs<typeof trainingBountiesAbi, "nonpayable", name>,
  ): Promise<TransactionReceipt> {
    return send(name, from, escrow, trainingBountiesAbi, functionName, args as readonly unknown[]);
  }

  async function sharesCall<name extends ContractFunctionName<typeof modelSharesAbi, "nonpayable">>(
    name: string | undefined,
    from: Address,
    shares: Address,
    functionName: name,
    args: ContractFunctionArgs<typeof modelSharesAbi, "nonpayable", name>,
  ): Promise<TransactionReceipt> {
    return send(name, from, shares, modelSharesAbi, functionName, args as readonly unknown[]);
  }
}

// ------------------------------------------------------------------ the chain

interface Deployment {
  escrow: Address;
  registry: Address;
  beacon: Address;
  token: Address;
  prover: Address;
}

async function deployAll(): Promise<Deployment> {
  const libraries = new Map<string, Address>();
  const deploy = async (name: string, args: readonly unknown[] = []): Promise<Address> => {
    const { abi, bytecode, linkReferences } = await hre.artifacts.readArtifact(name);
    let code: string = bytecode;
    for (const references of Object.values(linkReferences)) {
      for (const [library, places] of Object.entries(references)) {
        if (!libraries.has(library)) libraries.set(library, await deploy(library));
        code = places.reduce((linked, { start }) => link(linked, start, libraries.get(library)!), code);
      }
    }
    const hash = await wallet.deployContract({ abi, bytecode: code as Hex, args, account: owner });
    const { contractAddress } = await client.waitForTransactionReceipt({ hash });
    return contractAddress!;
  };

  const registry = await deploy("ArchitectureRegistry", [owner]);
  const shares = await deploy("ModelShares");
  const minimums = [3_600, 256] as const;
  const escrow = await deploy("TrainingBounties", [owner, registry, shares, treasury, guardian, ...minimums]);
  const beacon = await deploy("Beacon", [evmnet.key, evmnet.genesis, evmnet.period]);
  const token = await deploy("TestToken");
  const prover = await deploy("TrapdoorProver");
  await send(undefined, owner, escrow, trainingBountiesAbi, "allowToken", [token, true]);
  await send(undefined, owner, escrow, trainingBountiesAbi, "setFee", [250]);
  return { escrow, registry, beacon, token, prover };
}

/** Puts a library's address where the compiler left room for it, `start` bytes into the code. */
function link(code: string, start: number, address: Address): string {
  const at = "0x".length + 2 * start;
  const hex = address.slice("0x".length).toLowerCase();
  return code.slice(0, at) + hex + code.slice(at + hex.length);
}

/** Registers both tasks and one architecture, with keys whose toxic waste the prover knows. */
async function register(registry: Address, prover: Address): Promise<Hex> {
  const key = async (inputs: bigint): Promise<ContractVerifyingKey> =>
    (await client.readContract({
      address: prover,
      abi: proverAbi,
      functionName: "key",
      args: [inputs],
    })) as ContractVerifyingKey;
  const architecture = definitionHash("architecture");
  const call = (functionName: "registerTask" | "registerArchitecture" | "registerPair", args: readonly unknown[]) =>
    send(undefined, owner, registry, architectureRegistryAbi, functionName, args);
  await call("registerArchitecture", ["architecture", MODEL_WORDS, await key(5n)]);
  for (const [name, { words, samples }] of Object.entries(tasks)) {
    await call("registerTask", [name, words, samples, await key(3n)]);
    await call("registerPair", [definitionHash(name), architecture, await key(4n)]);
  }
  return architecture;
}

/** Sends a transaction, notes its gas under the name if there is one, and fails if it reverted. */
async function send(
  name: string | undefined,
  from: Address,
  address: Address,
  abi: Abi,
  functionName: string,
  args: readonly unknown[],
): Promise<TransactionReceipt> {
  const { request } = await client.simulateContract({ address, abi, functionName, args, account: from });
  const receipt = await client.waitForTransactionReceipt({ hash: await wallet.writeContract(request) });
  if (receipt.status !== "success") throw new Error(`${functionName} reverted in ${receipt.transactionHash}`);
  if (name !== undefined) {
    const limit = limits[name];
    measured.push({ name, value: Number(receipt.gasUsed), ...(limit === undefined ? {} : { limit }) });
  }
  return receipt;
}

// ------------------------------------------------------------------ chunks

function makeSet(escrow: Address, count: number, wordCount: number): SealedSet {
  const words = Array.from({ length: count }, (_, i) =>
    wordsToBytes(elements(`chunk ${i} of ${wordCount}`, wordCount)),
  );
  const sealed = words.map((bytes, index): SealedChunk => {
    const [dataCommitment] = elements(`commitment ${index} of ${wordCount}`, 1) as [bigint];
    const unsealed = { index, dataCommitment, bytesHash: bytesHash(bytes) };
    return { ...unsealed, digest: digest(bytesToWords(bytes), chunkChallengeOf(escrow, unsealed)) };
  });
  const leaves = sealed.map(chunkLeaf);
  const chunks = sealed.map((chunk) => ({ ...chunk, path: chunkTreePath(leaves, chunk.index) }));
  return { chunks, words, root: chunkTreeRoot(leaves) };
}

function chunkChallengeOf(escrow: Address, chunk: Omit<SealedChunk, "digest">): bigint {
  const { index, dataCommitment: commitment, bytesHash } = chunk;
  return chunkChallenge({ chainId: hardhat.id, escrow, sponsor, index, commitment, bytesHash });
}

/** Field elements that look random and are the same in every run. */
function elements(seed: string, count: number): bigint[] {
  return Array.from({ length: count }, (_, i) => {
    const hash = createHash("sha512").update(`${seed} ${i}`).digest("hex");
    return BigInt(`0x${hash}`) % FIELD_ORDER;
  });
}

function definitionHash(definition: string): Hex {
  return keccak256(stringToHex(definition));
}
