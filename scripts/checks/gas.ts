// SPDX-License-Identifier: MIT
/**
 * Gas of whole transactions, base and calldata included, of the contracts compiled with the production profile: the road of
 * a bounty, with valid proofs made from published trapdoors, against the protocol's limits and the snapshot in bench/gas.json.
 *
 *   npm run gas                  prints the table, and the gas price at which each costs a cent, ether being at 3,000 dollars
 *   npm run gas -- --eth-usd 2500 --gwei 0.05    at another price of ether, with costs at this price of gas
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
  evmnet,
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
  size,
  stringToHex,
  type TransactionReceipt,
} from "viem";
import { hardhat } from "viem/chains";
import { centAt, priceTable, type Transaction, takePrices } from "./prices.ts";
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
  "sealChunks, 8 chunks": 800_000,
  "openChunks, one of 28 samples": 130_000,
  "openChunks, one of 84 samples": 230_000,
  proveModel: 310_000,
  "proveScore, 1 chunk": 290_000,
  "proveScore, 1 chunk, completing": 350_000,
  "proveScore, 8 chunks": 720_000,
  "proveScore, 8 chunks, completing": 780_000,
  "claim, 80 words": 260_000,
  settle: 450_000,
  claimShares: 120_000,
  "transfer of shares, first": 200_000,
  "transfer of shares, again": 125_000,
};

/** The gas price, in gwei, at which each may cost a cent at most, ether being at 3,000 dollars. */
const centsAt: Record<string, number> = {
  "contribute, first": 0.027,
  "contribute, again": 0.027,
  claimShares: 0.027,
  commit: 0.026,
  "transfer of shares, again": 0.026,
  "transfer of shares, first": 0.016,
  "claim, 80 words": 0.012,
};
const STATED_ETH_USD = 3_000;

/** Words published for a chunk of 28 and of 84 samples, and for the weights of the demo's architecture. */
const tasks = { small: { words: 32, samples: 28 }, large: { words: 92, samples: 84 } } as const;
const MODEL_WORDS = 80;

/** A round that drand's evmnet published. */
const published = {
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

const signerAbi = parseAbi([
  "struct Key { uint256[2] x; uint256[2] y; }",
  "function key() view returns (Key)",
  "function sign(uint64 round) view returns (bytes)",
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

const { prices, rest: mode } = pricesOrExit();
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
const transactions: Transaction[] = [];

try {
  await play();
} finally {
  await provider.close();
}
process.exitCode = await report(measured, {
  path: snapshotAt("gas.json"),
  script: "scripts/checks/gas.ts",
  unit: "gas",
  mode,
});
console.log(`\n${priceTable(transactions, prices)}`);
for (const { name, gas } of transactions) {
  const [most, price] = [centsAt[name], centAt(gas, STATED_ETH_USD)];
  if (most === undefined || price >= most) continue;
  console.error(`${name}: a cent at ${price.toFixed(4)} gwei, expected at ${most} or more`);
  process.exitCode = 1;
}

function pricesOrExit(): ReturnType<typeof takePrices> {
  try {
    return takePrices(process.argv.slice(2));
  } catch (error) {
    console.error((error as Error).message);
    process.exit(2);
  }
}

/** Plays two bounties and notes what each kind of transaction takes. */
async function play(): Promise<void> {
  const { escrow, registry, beacon, evmnetBeacon, signer, token, prover } = await deployAll();
  const architecture = await register(registry, prover);
  const set = makeSet(escrow, 64, tasks.small.words);
  const largeSet = makeSet(escrow, 6, tasks.large.words);

  await send("proveRound", backer, evmnetBeacon, beaconAbi, "proveRound", [published.round, published.signature]);

  const bounty = await create("createBounty", "small", set, 16);
  const largeBounty = await create(undefined, "large", largeSet, 4);
  await seal(undefined, bounty, set.chunks.slice(0, 1)); // It pays for what all share.
  await seal("sealChunks, 1 chunk", bounty, set.chunks.slice(1, 2));
  for (let i = 2; i < 64; i += 8)
    await seal(i === 2 ? "sealChunks, 8 chunks" : undefined, bounty, set.chunks.slice(i, i + 8));
  await seal(undefined, largeBounty, largeSet.chunks);
  await openDrawn(bounty, set, { draw: "drawChunks, sample of 64", open: undefined });
  await openDrawn(largeBounty, largeSet, {});

  for (const account of [backer, otherBacker]) await fund(account, 1_000n * UNIT);
  await escrowCall("contribute, first", backer, "contribute", [bounty, 100n * UNIT, backer]);
  await escrowCall("contribute, again", backer, "contribute", [bounty, 50n * UNIT, backer]);
  await escrowCall(undefined, otherBacker, "contribute", [bounty, 850n * UNIT, otherBacker]);
  await escrowCall(undefined, backer, "contribute", [largeBounty, 850n * UNIT, backer]);
  await escrowCall(undefined, otherBacker, "contribute", [largeBounty, 150n * UNIT, backer]);

  const { model, words } = makeModel(operator);
  const { model: other, words: otherWords } = makeModel(otherOperator);
  for (const account of [operator, otherOperator]) await fund(account, 1_000n * UNIT);
  await commit("commit", bounty, model);
  await commit(undefined, bounty, other);
  await commit(undefined, largeBounty, model);
  const replaced = [bounty, other.architecture, other.modelCommitment, other.bytesHash, other.payee] as const;
  await escrowCall("replace", otherOperator, "replace", replaced);

  await passTo(bounty, "trainingEnds");
  const scored = await openDrawn(bounty, set, {
    draw: "drawChunks, 16 for the score",
    open: "openChunks, one of 28 samples",
  });
  await openDrawn(largeBounty, largeSet, { open: "openChunks, one of 84 samples" });

  await proveModel("proveModel", model, words);
  await proveScore(undefined, model, scored.slice(0, 1));
  await proveScore("proveScore, 1 chunk", model, scored.slice(1, 2));
  await proveScore(undefined, model, scored.slice(2, 8));
  await proveScore(undefined, model, scored.slice(8, 15));
  await proveScore("proveScore, 1 chunk, completing", model, scored.slice(15));
  await proveModel(undefined, other, otherWords);
  await proveScore("proveScore, 8 chunks", other, scored.slice(0, 8));
  await proveScore("proveScore, 8 chunks, completing", other, scored.slice(8));

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

  async function create(
    name: string | undefined,
    task: keyof typeof tasks,
    sealed: SealedSet,
    drawnChunks: number,
  ): Promise<bigint> {
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
      drawnChunks,
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

  async function seal(name: string | undefined, id: bigint, chunks: SealedSet["chunks"]): Promise<void> {
    const proofs: ContractProof[] = [];
    for (const chunk of chunks) {
      const challenge = chunkChallengeOf(escrow, chunk);
      proofs.push(await prove(orderPublicInputs("SealChunk", { ...chunk, challenge })));
    }
    await escrowCall(name, sponsor, "sealChunks", [id, chunks, proofs]);
  }

  /** Draws what the bounty waits for, and opens it chunk by chunk. @returns the chunks drawn */
  async function openDrawn(
    id: bigint,
    { chunks, words }: SealedSet,
    names: { draw?: string | undefined; open?: string | undefined },
  ): Promise<SealedSet["chunks"]> {
    const facts = () =>
      client.readContract({ address: escrow, abi: trainingBountiesAbi, functionName: "factsOf", args: [id] });
    const { sampleRound, sampleChunks, scoreRound } = await facts();
    const round = sampleChunks === 0n ? sampleRound : scoreRound;
    const time = await client.readContract({ address: beacon, abi: beaconAbi, functionName: "timeOf", args: [round] });
    if (time > (await client.getBlock()).timestamp) await travelTo(time);
    const signature = await client.readContract({
      address: signer,
      abi: signerAbi,
      functionName: "sign",
      args: [round],
    });
    await escrowCall(names.draw, backer, "drawChunks", [id, signature]);
    const after = await facts();
    const bitmap = sampleChunks === 0n ? after.sampleChunks : after.scoredChunks;
    const drawn = chunks.filter(({ index }) => (bitmap >> BigInt(index)) & 1n);
    // The second of them stands for all: the last one changes the status.
    for (const [i, chunk] of drawn.entries()) {
      const call = [id, [chunk], [words[chunk.index]!]] as const;
      await escrowCall(i === 1 ? names.open : undefined, sponsor, "openChunks", call);
    }
    return drawn;
  }

  async function proveScore(name: string | undefined, model: Model, chunks: SealedSet["chunks"]): Promise<void> {
    const proofs: ContractProof[] = [];
    for (const { dataCommitment } of chunks) {
      const { modelCommitment } = model;
      const inputs = { modelCommitment, dataCommitment, correct: 20n, operator: BigInt(model.operator) };
      proofs.push(await prove(orderPublicInputs("EvaluateModel", inputs)));
    }
    const call = [bounty, model, chunks.map(({ index }) => index), chunks.map(() => 20), proofs] as const;
    await escrowCall(name, model.operator, "proveScore", call);
  }

  async function commit(name: string | undefined, id: bigint, { operator: from, ...model }: Model): Promise<void> {
    const args = [id, model.architecture, model.modelCommitment, model.bytesHash, model.payee] as const;
    await escrowCall(name, from, "commit", args);
  }

  async function proveModel(name: string | undefined, model: Model, words: Hex): Promise<void> {
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
    await travelTo(BigInt(windows[end]));
  }

  async function travelTo(time: bigint): Promise<void> {
    await provider.request({ method: "evm_setNextBlockTimestamp", params: [Number(time)] });
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
  /** Its rounds are signed by the signer. */
  beacon: Address;
  signer: Address;
  evmnetBeacon: Address;
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
  const signer = await deploy("TrapdoorSigner");
  const signersKey = await client.readContract({ address: signer, abi: signerAbi, functionName: "key" });
  const beacon = await deploy("Beacon", [signersKey, evmnet.genesis, evmnet.period]);
  const evmnetBeacon = await deploy("Beacon", [evmnet.key, evmnet.genesis, evmnet.period]);
  const escrow = await deploy("TrainingBounties", [owner, registry, beacon, shares, treasury, guardian, ...minimums]);
  const token = await deploy("TestToken");
  const prover = await deploy("TrapdoorProver");
  await send(undefined, owner, escrow, trainingBountiesAbi, "allowToken", [token, true]);
  await send(undefined, owner, escrow, trainingBountiesAbi, "setFee", [250]);
  return { escrow, registry, beacon, signer, evmnetBeacon, token, prover };
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
    const { input } = await client.getTransaction({ hash: receipt.transactionHash });
    transactions.push({ name, gas: Number(receipt.gasUsed), bytes: size(input) });
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
