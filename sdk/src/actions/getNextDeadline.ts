// SPDX-License-Identifier: MIT
import type { ReadErrorType } from "../errors/types.ts";
import { readEscrow } from "./internal/escrow.ts";
import type { BountyParameters, CommonweightClient } from "./types.ts";

export type GetNextDeadlineParameters = BountyParameters;
export type GetNextDeadlineReturnType = bigint;
export type GetNextDeadlineErrorType = ReadErrorType;

/**
 * The next time, in seconds, at which a bounty's status may change by the clock alone; 0 in a final status.
 *
 * @example
 * const seconds = await getNextDeadline(client, { escrow, bounty: 1n });
 */
export async function getNextDeadline(
  client: CommonweightClient,
  parameters: GetNextDeadlineParameters,
): Promise<GetNextDeadlineReturnType> {
  const { escrow, bounty } = parameters;
  return readEscrow(client, escrow, "nextDeadline", [bounty]);
}
