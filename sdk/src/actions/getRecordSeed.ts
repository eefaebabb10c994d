// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { ReadErrorType } from "../errors/types.ts";
import { readRecords } from "./internal/records.ts";
import { unlessReverted } from "./internal/registry.ts";
import type { CommonweightClient, RecordsParameters } from "./types.ts";

export interface GetRecordSeedParameters extends RecordsParameters {
  operator: Address;
}
/** 256 bits; see `trainingSeed`. */
export type GetRecordSeedReturnType = bigint | undefined;
export type GetRecordSeedErrorType = ReadErrorType;

/**
 * The seed of an opened training record: what its first checkpoint and its batches follow from. Undefined while the beacon does not have its
 * round, which anybody can prove with `proveRound`.
 *
 * @throws the decoded `RecordStatusMismatch` where the operator has opened none
 * @example
 * const seed = await getRecordSeed(client, { records, bounty: 1n, operator });
 */
export async function getRecordSeed(
  client: CommonweightClient,
  parameters: GetRecordSeedParameters,
): Promise<GetRecordSeedReturnType> {
  const { records, bounty, operator } = parameters;
  return unlessReverted(readRecords(client, records, "seedOf", [bounty, operator]), "RoundNotProven");
}
