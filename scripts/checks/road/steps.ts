// SPDX-License-Identifier: MIT
// The steps of a bounty, each one transaction or a row of them. A name goes to the transaction that stands for its kind.
import {
  beaconAbi,
  bytesToWords,
  type ContractProof,
  digest,
  modelChallenge,
  orderPublicInputs,
  type TrainingTerms,
  toContractTerms,
  tokenAbi,
  trainingBountiesAbi,
} from "@commonweight/sdk";
import {
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  type Hex,
  keccak256,
  parseAbi,
  stringToHex,
  type TransactionReceipt,
  zeroHash,
} from "viem";
import { hardhat } from "viem/chains";
import type { RoadChain } from "./chain.ts";
import { architectures, type RoadDeployment, type RoadTask } from "./deployment.ts";
import { challengeOf, definitionHash, type Model, makeSet, type SealedSet } from "./inputs.ts";

export const UNIT = 1_000_000n; // of a token with 6 decimals
export const DAY = 86_400n;

/** Bits and right answers that the proofs state: any that the contract admits. */
const BITS = 19_344;
const CORRECT = 20;

/** As long as URIs are, of the spec and of a licence's text. */
const SPEC_URI = "ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi";

const testTokenAbi = parseAbi(["function mint(address account, uint256 amount)"]);

/** A bounty of the road, with the set that its sponsor sealed. */
export interface RoadBounty extends SealedSet {
  id: bigint;
}

/** @param from Who does what belongs to nobody in particular: draw, credit, settle. */
export function stepsOf(chain: RoadChain, deployment: RoadDeployment, sponsor: Address, from: Address) {
  const { client, send, travelTo } = chain;
  const { escrow, token, beacon, prove, sign } = deployment;

  const call = <name extends ContractFunctionName<typeof trainingBountiesAbi, "nonpayable">>(
    name: string | undefined,
    account: Address,
    functionName: name,
    args: ContractFunctionArgs<typeof trainingBountiesAbi, "nonpayable", name>,
  ): Promise<TransactionReceipt> => send(name, account, escrow, trainingBountiesAbi, functionName, args);

  const factsOf = ({ id }: RoadBounty) =>
    client.readContract({ address: escrow, abi: trainingBountiesAbi, functionName: "factsOf", args: [id] });

  /** Mints tokens, and lets the escrow take them. */
  async function fund(account: Address, amount: bigint): Promise<void> {
    await send(undefined, account, token, testTokenAbi, "mint", [account, amount]);
    await send(undefined, account, token, tokenAbi, "approve", [escrow, amount]);
  }

  async function create(
    name: string | undefined,
    task: RoadTask,
    terms: {
      chunks: number;
      drawnChunks: number;
      anyArchitecture?: boolean;
      prizesBps?: number[];
      training?: TrainingTerms;
    },
  ): Promise<RoadBounty> {
    const { chunks, drawnChunks, anyArchitecture = false, prizesBps = [10_000], training } = terms;
    const set = makeSet({ escrow, sponsor }, chunks, task.words);
    const { timestamp } = await client.getBlock();
    const end = (days: bigint): number => Number(timestamp + days * DAY);
    await call(name, sponsor, "createBounty", [
      toContractTerms({
        token,
        sponsor,
        task: definitionHash(task.name),
        architecture: anyArchitecture ? zeroHash : definitionHash(architectures.small.name),
        architecturesUntil: 0,
        ordering: "Accuracy",
        minimumScore: CORRECT,
        chunks,
        drawnChunks,
        chunksRoot: set.root,
        prizesBps,
        shares: { backersBps: 5_000, operatorsBps: 4_000, sponsorBps: 500, treasuryBps: 500 },
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
        parent: 0n,
        royaltyBps: 0,
        licenseTiers: [{ price: UNIT, termsUri: SPEC_URI, termsHash: definitionHash("licence") }],
        training,
        specUri: SPEC_URI,
        specHash: keccak256(stringToHex("spec")),
      }),
    ]);
    const count = { address: escrow, abi: trainingBountiesAbi, functionName: "bountyCount" } as const;
    return { ...set, id: await client.readContract(count) };
  }

  async function seal(name: string | undefined, { id }: RoadBounty, chunks: SealedSet["chunks"]): Promise<void> {
    const proofs: ContractProof[] = [];
    for (const chunk of chunks) {
      const challenge = challengeOf({ escrow, sponsor }, chunk);
      proofs.push(await prove(orderPublicInputs("SealChunk", { ...chunk, challenge })));
    }
    await call(name, sponsor, "sealChunks", [id, chunks, proofs]);
  }

  /** Draws what the bounty waits for, and opens it chunk by chunk. @returns the chunks drawn */
  async function openDrawn(
    bounty: RoadBounty,
    names: { draw?: string; open?: string } = {},
  ): Promise<SealedSet["chunks"]> {
    const { id, chunks, words } = bounty;
    const { sampleRound, sampleChunks, scoreRound } = await factsOf(bounty);
    const round = sampleChunks === 0n ? sampleRound : scoreRound;
    const time = await client.readContract({ address: beacon, abi: beaconAbi, functionName: "timeOf", args: [round] });
    if (time > (await client.getBlock()).timestamp) await travelTo(time);
    await call(names.draw, from, "drawChunks", [id, await sign(round)]);

    const after = await factsOf(bounty);
    const bitmap = sampleChunks === 0n ? after.sampleChunks : after.scoredChunks;
    const drawn = chunks.filter(({ index }) => (bitmap >> BigInt(index)) & 1n);
    // The second of them stands for all: the last one changes the status.
    for (const [i, chunk] of drawn.entries()) {
      await call(i === 1 ? names.open : undefined, sponsor, "openChunks", [id, [chunk], [words[chunk.index]!]]);
    }
    return drawn;
  }

  async function commit(name: string | undefined, { id }: RoadBounty, model: Model): Promise<void> {
    const { architecture, modelCommitment, bytesHash, payee } = model;
    await call(name, model.operator, "commit", [id, architecture, modelCommitment, bytesHash, payee]);
  }

  async function proveModel(name: string | undefined, { id }: RoadBounty, model: Model, words: Hex): Promise<void> {
    const { operator, modelCommitment, bytesHash } = model;
    const challenge = modelChallenge({ chainId: hardhat.id, escrow, operator, commitment: modelCommitment, bytesHash });
    const value = digest(bytesToWords(words), challenge);
    const inputs = { modelCommitment, challenge, digest: value, bits: BigInt(BITS), operator: BigInt(operator) };
    const proof = await prove(orderPublicInputs("SealModel", inputs));
    await call(name, operator, "proveModel", [id, model, value, BITS, proof]);
  }

  async function proveScore(
    name: string | undefined,
    { id }: RoadBounty,
    model: Model,
    chunks: SealedSet["chunks"],
  ): Promise<void> {
    const proofs: ContractProof[] = [];
    for (const { dataCommitment } of chunks) {
      const { modelCommitment, operator } = model;
      const inputs = { modelCommitment, dataCommitment, correct: BigInt(CORRECT), operator: BigInt(operator) };
      proofs.push(await prove(orderPublicInputs("EvaluateModel", inputs)));
    }
    const indices = chunks.map(({ index }) => index);
    const correct = chunks.map(() => CORRECT);
    await call(name, model.operator, "proveScore", [id, model, indices, correct, proofs]);
  }

  async function passTo({ id }: RoadBounty, end: "trainingEnds" | "provingEnds"): Promise<void> {
    const terms = { address: escrow, abi: trainingBountiesAbi, functionName: "termsOf", args: [id] } as const;
    const { windows } = await client.readContract(terms);
    await travelTo(BigInt(windows[end]));
  }

  return { call, fund, create, seal, openDrawn, commit, proveModel, proveScore, passTo };
}
