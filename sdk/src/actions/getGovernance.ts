// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import { getCode } from "viem/actions";
import { SharesMissingError } from "../errors/governance.ts";
import { withTypedErrors } from "../errors/toTypedError.ts";
import type { ReadErrorType } from "../errors/types.ts";
import { getFacts } from "./getFacts.ts";
import { governanceAt, read } from "./internal/contract.ts";
import { readEscrow } from "./internal/escrow.ts";
import type { BountyParameters, CommonweightClient } from "./types.ts";

export type GetGovernanceParameters = BountyParameters;
export interface GetGovernanceReturnType {
  shares: Address;
  governor: Address;
  /** The model's own treasury: it can own money and shares before it exists. */
  treasury: Address;
  /** Whether the governor and the treasury have been created. */
  exists: boolean;
}
export type GetGovernanceErrorType = ReadErrorType | SharesMissingError;

/**
 * Where the governor and the treasury of a settled bounty's model are, or will be.
 *
 * @throws {@link SharesMissingError} before `settle`
 *
 * @example
 * const { governor, exists } = await getGovernance(client, { escrow, bounty: 1n });
 */
export async function getGovernance(
  client: CommonweightClient,
  parameters: GetGovernanceParameters,
): Promise<GetGovernanceReturnType> {
  const { escrow, bounty } = parameters;
  const [{ shares }, governance] = await Promise.all([
    getFacts(client, parameters),
    readEscrow(client, escrow, "governance", []),
  ]);
  if (shares === undefined) throw new SharesMissingError({ bounty });
  const [governor, treasury] = await Promise.all([
    read(client, governanceAt(governance), "governorOf", [shares]),
    read(client, governanceAt(governance), "treasuryOf", [shares]),
  ]);
  const code = await withTypedErrors(() => getCode(client, { address: governor }));
  return { shares, governor, treasury, exists: code !== undefined && code !== "0x" };
}
