// SPDX-License-Identifier: MIT
import type { ReadErrorType } from "../errors/types.ts";
import { readRecords } from "./internal/records.ts";
import { unlessReverted } from "./internal/registry.ts";
import type { CommonweightClient, RecordsParameters } from "./types.ts";

export type GetDrawnStepsParameters = RecordsParameters;
/** Numbers of steps, from 0, ascending. */
export type GetDrawnStepsReturnType = number[] | undefined;
export type GetDrawnStepsErrorType = ReadErrorType;

/**
 * The steps that every training record of a bounty has to prove: the first, the last, and others between. Undefined before they are
 * drawn, which anybody can do with `drawSteps`.
 *
 * @throws the decoded `RecordsNotKept` where the terms have no recipe
 * @example
 * const drawn = await getDrawnSteps(client, { records, bounty: 1n });
 */
export async function getDrawnSteps(
  client: CommonweightClient,
  parameters: GetDrawnStepsParameters,
): Promise<GetDrawnStepsReturnType> {
  const { records, bounty } = parameters;
  const drawn = await unlessReverted(readRecords(client, records, "drawnSteps", [bounty]), "StepsNotDrawn");
  return drawn?.map(Number).sort((a, b) => a - b);
}
