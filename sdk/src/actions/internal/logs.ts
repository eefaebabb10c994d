// SPDX-License-Identifier: MIT
import { type Abi, type Address, formatLog, type Hex, numberToHex, parseEventLogs } from "viem";
import { getBlockNumber } from "viem/actions";
import { InvalidValueError } from "../../errors/InvalidValueError.ts";
import { withTypedErrors } from "../../errors/toTypedError.ts";
import type { CommonweightClient, LogRangeParameters } from "../types.ts";

/** For actions that read all events of a range of blocks, however long. */
export interface EventRangeParameters extends LogRangeParameters {
  /** Last block to search; the latest unless given. */
  toBlock?: bigint | undefined;
  /** How many blocks to ask the node for at once: many refuse long ranges; all unless given. */
  blocksPerRequest?: bigint | undefined;
  /** Called after each request, with the blocks searched so far, and all of them. */
  onProgress?: ((done: bigint, total: bigint) => void) | undefined;
}

/** Topics that events have to have, each one of some, or any where it is null. */
export type TopicFilter = readonly (Hex | readonly Hex[] | null)[];

/**
 * The events of a contract that pass any of some filters, decoded, in the order of the chain. None may pass two of them.
 *
 * @throws {@link InvalidValueError} where `blocksPerRequest` is below 1
 */
export async function readEvents<event extends { blockNumber: bigint; logIndex: number }>(
  client: CommonweightClient,
  parameters: EventRangeParameters & { abi: Abi; address: Address; filters: readonly TopicFilter[] },
): Promise<event[]> {
  const { abi, address, filters, fromBlock = 0n, blocksPerRequest, onProgress } = parameters;
  if (blocksPerRequest !== undefined && blocksPerRequest < 1n) {
    throw new InvalidValueError({ subject: "blocksPerRequest", value: blocksPerRequest, expected: "1 or more" });
  }
  return withTypedErrors(async () => {
    const toBlock = parameters.toBlock ?? (await getBlockNumber(client, { cacheTime: 0 }));
    const step = blocksPerRequest ?? toBlock - fromBlock + 1n;
    const events: event[] = [];
    for (let start = fromBlock; start <= toBlock; start += step) {
      const end = start + step - 1n < toBlock ? start + step - 1n : toBlock;
      const range = { fromBlock: numberToHex(start), toBlock: numberToHex(end) };
      const answers = await Promise.all(
        filters.map((topics) =>
          client.request({ method: "eth_getLogs", params: [{ address, topics: [...topics] as never, ...range }] }),
        ),
      );
      const logs = answers.flat().map((log) => formatLog(log));
      events.push(...(parseEventLogs({ abi, logs }) as unknown as event[]).sort(inOrder));
      onProgress?.(end - fromBlock + 1n, toBlock - fromBlock + 1n);
    }
    return events;
  });
}

type Placed = { blockNumber: bigint; logIndex: number };

function inOrder(a: Placed, b: Placed): number {
  return Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex;
}
