// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { ReadErrorType } from "../errors/types.ts";
import { readEscrow } from "./internal/escrow.ts";
import type { CommonweightClient, EscrowParameters } from "./types.ts";

export type GetEscrowSettingsParameters = EscrowParameters;
export interface GetEscrowSettingsReturnType {
  registry: Address;
  /** Whose rounds draw chunks. */
  beacon: Address;
  /** Records of training. */
  records: Address;
  /** What creates the governors and treasuries of models. */
  governance: Address;
  protocolTreasury: Address;
  guardian: Address;
  /** Shortest window of a bounty, in seconds. */
  minimumWindow: number;
  /** Fewest samples that a bounty scores. */
  minimumSamples: number;
  /** Protocol fee on prizes of new bounties. */
  feeBps: number;
  entryPaused: boolean;
}
export type GetEscrowSettingsErrorType = ReadErrorType;

/**
 * What an escrow was deployed with, and what its owner and guardian have set.
 *
 * @example
 * const { registry, feeBps } = await getEscrowSettings(client, { escrow });
 */
export async function getEscrowSettings(
  client: CommonweightClient,
  parameters: GetEscrowSettingsParameters,
): Promise<GetEscrowSettingsReturnType> {
  const { escrow } = parameters;
  const [
    registry,
    beacon,
    records,
    governance,
    protocolTreasury,
    guardian,
    minimumWindow,
    minimumSamples,
    feeBps,
    entryPaused,
  ] = await Promise.all([
    readEscrow(client, escrow, "registry", []),
    readEscrow(client, escrow, "beacon", []),
    readEscrow(client, escrow, "records", []),
    readEscrow(client, escrow, "governance", []),
    readEscrow(client, escrow, "protocolTreasury", []),
    readEscrow(client, escrow, "guardian", []),
    readEscrow(client, escrow, "minimumWindow", []),
    readEscrow(client, escrow, "minimumSamples", []),
    readEscrow(client, escrow, "feeBps", []),
    readEscrow(client, escrow, "entryPaused", []),
  ]);
  return {
    registry,
    beacon,
    records,
    governance,
    protocolTreasury,
    guardian,
    minimumWindow,
    minimumSamples,
    feeBps,
    entryPaused,
  };
}
