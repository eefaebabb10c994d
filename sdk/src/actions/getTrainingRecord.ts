// SPDX-License-Identifier: MIT
import { type Address, type Hex, zeroHash } from "viem";
import { type RecordStatus, recordStatusNames } from "../abis/enums.ts";
import type { ReadErrorType } from "../errors/types.ts";
import { bitPositions } from "./internal/bitmap.ts";
import { readRecords } from "./internal/records.ts";
import type { CommonweightClient, RecordsParameters } from "./types.ts";

export interface GetTrainingRecordParameters extends RecordsParameters {
  operator: Address;
}
/** Facts of an operator's training record. */
export interface TrainingRecordFacts {
  status: RecordStatus;
  /** The beacon's round that the seed follows from. */
  seedRound: bigint;
  /** Undefined before it is posted. */
  root: Hex | undefined;
  /** Numbers of the drawn steps that are proven, ascending. */
  provenSteps: number[];
}
export type GetTrainingRecordReturnType = TrainingRecordFacts | undefined;
export type GetTrainingRecordErrorType = ReadErrorType;

/**
 * The facts of an operator's training record in a bounty; undefined where it has opened none.
 *
 * @example
 * const record = await getTrainingRecord(client, { records, bounty: 1n, operator });
 */
export async function getTrainingRecord(
  client: CommonweightClient,
  parameters: GetTrainingRecordParameters,
): Promise<GetTrainingRecordReturnType> {
  const { records, bounty, operator } = parameters;
  const [facts, status] = await Promise.all([
    readRecords(client, records, "recordOf", [bounty, operator]),
    readRecords(client, records, "recordStatusOf", [bounty, operator]),
  ]);
  const { seedRound, root } = facts;
  if (seedRound === 0n) return undefined;
  // Steps are counted only once they are drawn.
  const drawn = facts.provenSteps === 0 ? [] : await readRecords(client, records, "drawnSteps", [bounty]);
  const provenSteps = bitPositions(facts.provenSteps).map((place) => Number(drawn[place]!));
  return {
    status: recordStatusNames[status]!,
    seedRound,
    root: root === zeroHash ? undefined : root,
    provenSteps: provenSteps.sort((a, b) => a - b),
  };
}
