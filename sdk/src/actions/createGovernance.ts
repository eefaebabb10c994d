// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { SharesMissingError } from "../errors/governance.ts";
import type { WriteErrorType } from "../errors/types.ts";
import { getGovernance } from "./getGovernance.ts";
import { contractCall, governanceAt } from "./internal/contract.ts";
import { readEscrow } from "./internal/escrow.ts";
import { send, senderOf } from "./internal/send.ts";
import type { BountyParameters, CommonweightClient, SenderParameters, SentOrDone } from "./types.ts";

export interface CreateGovernanceParameters extends BountyParameters, SenderParameters {}
export type CreateGovernanceReturnType = SentOrDone & {
  governor: Address;
  treasury: Address;
};
export type CreateGovernanceErrorType = WriteErrorType | SharesMissingError;

/**
 * Creates the governor and the treasury of a settled bounty's model, at the addresses that were known before. Anyone. Nothing is
 * sent where they exist already.
 *
 * @throws {@link SharesMissingError} before `settle`
 *
 * @example
 * const { governor, treasury } = await createGovernance(client, { escrow, bounty: 1n });
 */
export async function createGovernance(
  client: CommonweightClient,
  parameters: CreateGovernanceParameters,
): Promise<CreateGovernanceReturnType> {
  const account = senderOf(client, parameters, "createGovernance");
  const { shares, governor, treasury, exists } = await getGovernance(client, parameters);
  if (exists) return { hash: undefined, receipt: undefined, governor, treasury };
  const governance = await readEscrow(client, parameters.escrow, "governance", []);
  const { hash, receipt } = await send(client, contractCall(governanceAt(governance), "create", [shares], account));
  return { hash, receipt, governor, treasury };
}
