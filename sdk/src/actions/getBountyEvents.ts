// SPDX-License-Identifier: MIT
import { encodeEventTopics, type Hex, numberToHex } from "viem";
import { trainingBountiesAbi } from "../abis/trainingBounties.ts";
import type { ReadErrorType } from "../errors/types.ts";
import { type BountyEvent, bountyEventNames, creditEventName } from "./internal/bountyEvents.ts";
import { assertEncodable } from "./internal/checkedCall.ts";
import { type EventRangeParameters, readEvents } from "./internal/logs.ts";
import type { BountyParameters, CommonweightClient } from "./types.ts";

export type GetBountyEventsParameters = BountyParameters & EventRangeParameters;
export type GetBountyEventsReturnType = BountyEvent[];
export type GetBountyEventsErrorType = ReadErrorType;

/**
 * Everything that happened in a bounty, in the order of the chain.
 *
 * @throws {@link InvalidValueError} where `blocksPerRequest` is below 1
 * @example
 * for (const event of await getBountyEvents(client, { escrow, bounty: 1n })) {
 *   if (event.eventName === "Contributed") console.log(event.args.account, event.args.amount);
 * }
 */
export async function getBountyEvents(
  client: CommonweightClient,
  parameters: GetBountyEventsParameters,
): Promise<GetBountyEventsReturnType> {
  const { escrow, bounty, ...range } = parameters;
  assertEncodable("The address of the contract", { type: "address" }, escrow);
  assertEncodable("The number of the bounty", { type: "uint256" }, bounty);
  const topic = numberToHex(bounty, { size: 32 });
  const filters = [
    [bountyEventNames.map(signatureOf), topic],
    [signatureOf(creditEventName), null, null, topic],
  ];
  return readEvents<BountyEvent>(client, { ...range, abi: trainingBountiesAbi, address: escrow, filters });
}

function signatureOf(eventName: (typeof bountyEventNames)[number] | typeof creditEventName): Hex {
  return encodeEventTopics({ abi: trainingBountiesAbi, eventName })[0];
}
