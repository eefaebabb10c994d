// SPDX-License-Identifier: MIT
import { encodeEventTopics, formatLog, type Hex, numberToHex, parseEventLogs } from "viem";
import { getBlockNumber } from "viem/actions";
import { trainingBountiesAbi } from "../abis/trainingBounties.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { withTypedErrors } from "../errors/toTypedError.ts";
import type { ReadErrorType } from "../errors/types.ts";
import { type BountyEvent, bountyEventNames, creditEventName } from "./internal/bountyEvents.ts";
import { assertEncodable } from "./internal/checkedCall.ts";
import type { BountyParameters, CommonweightClient, LogRangeParameters } from "./types.ts";

export interface GetBountyEventsParameters extends BountyParameters, LogRangeParameters {
  /** Last block to search; the latest unless given. */
  toBlock?: bigint | undefined;
  /** How many blocks to ask the node for at once: many refuse long ranges; all unless given. */
  blocksPerRequest?: bigint | undefined;
  /** Called after each request, with the blocks searched so far, and all of them. */
  onProgress?: ((done: bigint, total: bigint) => void) | undefined;
}
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
  const { escrow, bounty, fromBlock = 0n, blocksPerRequest, onProgress } = parameters;
  assertEncodable("The address of the contract", { type: "address" }, escrow);
  assertEncodable("The number of the bounty", { type: "uint256" }, bounty);
  if (blocksPerRequest !== undefined && blocksPerRequest < 1n) {
    throw new InvalidValueError({ subject: "blocksPerRequest", value: blocksPerRequest, expected: "1 or more" });
  }
  const topic = numberToHex(bounty, { size: 32 });
  const filters = [
    [bountyEventNames.map(signatureOf), topic],
    [signatureOf(creditEventName), null, null, topic],
  ] as const;
  return withTypedErrors(async () => {
    const toBlock = parameters.toBlock ?? (await getBlockNumber(client, { cacheTime: 0 }));
    const step = blocksPerRequest ?? toBlock - fromBlock + 1n;
    const events: BountyEvent[] = [];
    for (let start = fromBlock; start <= toBlock; start += step) {
      const end = start + step - 1n < toBlock ? start + step - 1n : toBlock;
      const range = { fromBlock: numberToHex(start), toBlock: numberToHex(end) };
      const answers = await Promise.all(
        filters.map((topics) =>
          client.request({
            method: "eth_getLogs",
            params: [{ address: escrow, topics: [...topics] as never, ...range }],
          }),
        ),
      );
      const logs = answers.flat().map((log) => formatLog(log));
      events.push(...(parseEventLogs({ abi: trainingBountiesAbi, logs }) as unknown as BountyEvent[]).sort(inOrder));
      onProgress?.(end - fromBlock + 1n, toBlock - fromBlock + 1n);
    }
    return events;
  });
}

function signatureOf(eventName: (typeof bountyEventNames)[number] | typeof creditEventName): Hex {
  return encodeEventTopics({ abi: trainingBountiesAbi, eventName })[0];
}

function inOrder(a: BountyEvent, b: BountyEvent): number {
  return Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex;
}
