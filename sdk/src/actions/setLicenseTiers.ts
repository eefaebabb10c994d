// SPDX-License-Identifier: MIT
import type { WriteErrorType } from "../errors/types.ts";
import { contractCall, licensesAt } from "./internal/contract.ts";
import { eventOf } from "./internal/events.ts";
import { send, senderOf } from "./internal/send.ts";
import type {
  CommonweightClient,
  LicensesParameters,
  LicenseTier,
  SenderParameters,
  SentTransaction,
  SharesParameters,
} from "./types.ts";

export interface SetLicenseTiersParameters extends LicensesParameters, SharesParameters, SenderParameters {
  /** At most 8; none ends the sale. */
  tiers: readonly LicenseTier[];
}
export type SetLicenseTiersReturnType = SentTransaction & {
  /** Number of the first one; the others follow. */
  first: bigint;
};
export type SetLicenseTiersErrorType = WriteErrorType;

/**
 * Puts other licence tiers of a model on sale, as its treasury. Where the treasury is the model's timelock, that is a call for
 * `propose`.
 *
 * @throws the decoded revert: `OnlyTreasury`, `TermOutOfBounds`, `SharesUnknown`
 *
 * @example
 * const data = encodeFunctionData({ abi: modelLicensesAbi, functionName: "setTiers", args: [shares, tiers] });
 * await propose(client, { governor, calls: [{ target: licenses, data }], description: "Dearer licences" });
 */
export async function setLicenseTiers(
  client: CommonweightClient,
  parameters: SetLicenseTiersParameters,
): Promise<SetLicenseTiersReturnType> {
  const { licenses, shares, tiers } = parameters;
  const account = senderOf(client, parameters, "setLicenseTiers");
  const sent = await send(client, contractCall(licensesAt(licenses), "setTiers", [shares, tiers], account));
  const { first } = eventOf(sent, { ...licensesAt(licenses), eventName: "LicenseTiersSet" }).args;
  return { hash: sent.hash, receipt: sent.receipt, first };
}
