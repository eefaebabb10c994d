// SPDX-License-Identifier: MIT
import { setTimeout as wait } from "node:timers/promises";
import { type BountyEvent, type BountyStatus, ChainUnreachableError } from "@commonweight/sdk";
import { getBlockNumber } from "viem/actions";
import { eventText } from "../../bounty/eventText.ts";
import { FINAL_STATUSES, meaningOf } from "../../bounty/statusText.ts";
import { readSummary } from "../../bounty/summary.ts";
import type { Context } from "../../context.ts";
import type { Result } from "../../output.ts";
import type { Token } from "../../token.ts";

export interface WatchOptions {
  once?: boolean;
  /** Seconds between two looks at the chain. */
  interval: number;
}

/** Says what happens in a bounty, as it comes, until a final status: a line each, or a JSON object each. */
export async function watch(context: Context, bounty: bigint, options: WatchOptions): Promise<Result | undefined> {
  const reader = await context.reader();
  const { terms } = await readSummary(reader, bounty);
  const say = teller(context, await context.token(terms.token));
  let next = 0n;

  // Read rather than subscribed to: so no event is lost while the chain cannot be reached, and a status comes after what led to it.
  async function look(): Promise<BountyStatus> {
    const latest = await getBlockNumber(reader, { cacheTime: 0 });
    const status = await reader.getBountyStatus({ bounty });
    if (latest >= next) {
      const from = next === 0n ? undefined : next;
      const events = await reader.getBountyEvents({ bounty, toBlock: latest, ...(from && { fromBlock: from }) });
      for (const event of events) say.event(event);
      next = latest + 1n;
    }
    say.status(status);
    return status;
  }

  const stopped = new AbortController();
  if (!options.once) context.io.interrupted().then(() => stopped.abort());
  for (;;) {
    const status = await look().catch((error: unknown) => {
      // Once it has begun, it outlasts an endpoint that is away for a while.
      if (!(error instanceof ChainUnreachableError) || next === 0n || options.once) throw error;
      context.output.note(error.shortMessage);
      return undefined;
    });
    if (options.once || (status && FINAL_STATUSES.includes(status))) return undefined;
    await wait(options.interval * 1_000, undefined, { signal: stopped.signal }).catch(() => undefined);
    if (stopped.signal.aborted) return undefined;
  }
}

function teller({ io, isJson }: Context, token: Token) {
  let last: BountyStatus | undefined;
  const write = (json: object, text: string) => {
    // One object a line, for programs that read as it comes.
    const line = isJson
      ? JSON.stringify(json, (_, value) => (typeof value === "bigint" ? String(value) : value))
      : text;
    io.stdout.write(`${line}\n`);
  };
  return {
    event({ eventName, args, blockNumber, transactionHash, ...rest }: BountyEvent) {
      const event = { eventName, args, blockNumber, transactionHash, ...rest } as BountyEvent;
      write(
        { event: eventName, args, blockNumber, transactionHash },
        `block ${blockNumber}: ${eventText(event, token)}`,
      );
    },
    status(status: BountyStatus) {
      if (status === last) return;
      last = status;
      write({ status }, `${status}. ${meaningOf(status)}`);
    },
  };
}
