// SPDX-License-Identifier: MIT
// A record of training on the road: as many steps, and as many of them drawn, as the documentation's example has.
import { beaconAbi, type ContractProof, orderPublicInputs, trainingRecordsAbi } from "@commonweight/sdk";
import { batchesRoot, recordedStep, recordPath, recordRoot, seedElement } from "@commonweight/sdk/training";
import { type Address, zeroAddress, zeroHash } from "viem";
import type { RoadChain } from "./chain.ts";
import { type RoadDeployment, recipe } from "./deployment.ts";
import { definitionHash, elements, type Model } from "./inputs.ts";

const STEPS = 1_000;
const BATCHES = 250;
const batches = elements("training batches", BATCHES);

/** What the terms of a bounty say that keeps this record. */
export const training = {
  recipe: definitionHash(recipe.name),
  batchesRoot: batchesRoot(batches),
  batches: BATCHES,
  steps: STEPS,
  drawnSteps: 16,
  stipendBps: 1_000,
};

/** Opens the record of a bounty, posts it, and later proves it. */
export function recordOf(chain: RoadChain, deployment: RoadDeployment, bounty: bigint, { operator, ...model }: Model) {
  const { client, send, travelTo } = chain;
  const { records, beacon, prove, sign } = deployment;
  const checkpoints = elements(`checkpoints of ${operator}`, STEPS + 1);
  const facts = { address: records, abi: trainingRecordsAbi } as const;

  async function proveRound(round: bigint): Promise<void> {
    const time = await client.readContract({ address: beacon, abi: beaconAbi, functionName: "timeOf", args: [round] });
    if (time > (await client.getBlock()).timestamp) await travelTo(time);
    await send(undefined, operator, beacon, beaconAbi, "proveRound", [round, await sign(round)]);
  }

  async function openAndPost(): Promise<void> {
    await send("openRecord", operator, records, trainingRecordsAbi, "openRecord", [bounty]);
    const record = await client.readContract({ ...facts, functionName: "recordOf", args: [bounty, operator] });
    await proveRound(record.seedRound);
    await send("postRecord", operator, records, trainingRecordsAbi, "postRecord", [bounty, recordRoot(checkpoints)]);
  }

  async function proveAll(from: Address): Promise<void> {
    const round = await client.readContract({ ...facts, functionName: "drawRound", args: [bounty] });
    const draw = [bounty, await sign(round)] as const;
    await send("drawSteps", from, records, trainingRecordsAbi, "drawSteps", draw);
    const seed = await client.readContract({ ...facts, functionName: "seedOf", args: [bounty, operator] });
    const drawn = await client.readContract({ ...facts, functionName: "drawnSteps", args: [bounty] });
    const proveSteps = async (name: string | undefined, steps: readonly bigint[]): Promise<void> => {
      const [brought, proofs]: [ReturnType<typeof recordedStep>[], ContractProof[]] = [[], []];
      for (const number of steps) {
        const step = recordedStep({ seed, step: Number(number), commitments: checkpoints, batches });
        const { commitmentBefore, commitmentAfter, dataCommitment } = step;
        const inputs = { commitmentBefore, commitmentAfter, dataCommitment, step: number, operator: BigInt(operator) };
        brought.push(step);
        proofs.push(await prove(orderPublicInputs("TrainStep", inputs)));
      }
      await send(name, from, records, trainingRecordsAbi, "proveSteps", [bounty, operator, brought, proofs]);
    };
    await proveSteps(undefined, drawn.slice(0, 1)); // It pays for what all share.
    await proveSteps("proveSteps, 1 step", drawn.slice(1, 2));
    await proveSteps("proveSteps, 4 steps", drawn.slice(2, 6));
    await proveSteps("proveSteps, 8 steps", drawn.slice(6, 14));
    await proveSteps(undefined, drawn.slice(14));

    const [first, last] = [checkpoints[0]!, checkpoints[STEPS]!];
    const start = { commitment: first, seed: seedElement(seed), operator: BigInt(operator) };
    const { modelCommitment } = model;
    const end = { commitmentLast: last, modelCommitment, step: BigInt(STEPS), operator: BigInt(operator) };
    const ends = {
      firstCommitment: first,
      firstPath: recordPath(checkpoints, 0),
      start: await prove(orderPublicInputs("InitStep", start)),
      parent: NO_PARENT,
      lastCommitment: last,
      lastPath: recordPath(checkpoints, STEPS),
      quantiseModel: await prove(orderPublicInputs("QuantiseModel", end)),
    };
    const submission = { operator, ...model };
    await send("finishRecord", from, records, trainingRecordsAbi, "finishRecord", [bounty, submission, ends]);
  }

  return { openAndPost, proveAll };
}

/** A record that begins with what its seed gives. */
const NO_PARENT: Model = {
  operator: zeroAddress,
  architecture: zeroHash,
  modelCommitment: 0n,
  bytesHash: zeroHash,
  payee: zeroAddress,
};
