// SPDX-License-Identifier: MIT
import { seededRandom } from "../../sdk/test/fixtures.ts";

/** What a network and a server may do to a request. */
export const NETWORK_FAULTS = [
  "request dropped",
  "answer dropped",
  "answer delayed",
  "request duplicated",
  "status 429",
  "status 502",
  "garbage",
  "truncated",
  "outage",
] as const;

/** What a node may say that is not so, and that can be found out from one endpoint alone. */
export const LIES = [
  "another chain",
  "stale block",
  "receipt of another",
  "logs of another",
  "block of another",
  "receipt hidden",
  "false success",
  "not passed on",
] as const;

export type NetworkFault = (typeof NETWORK_FAULTS)[number];
export type Lie = (typeof LIES)[number];
export type Fault = NetworkFault | Lie;

/** The request that each lie is an answer to. */
const LIES_ABOUT: Readonly<Record<string, readonly Lie[]>> = {
  eth_chainId: ["another chain"],
  eth_blockNumber: ["stale block"],
  eth_getTransactionReceipt: [
    "receipt of another",
    "logs of another",
    "block of another",
    "receipt hidden",
    "false success",
  ],
  eth_sendRawTransaction: ["not passed on"],
};

/** What happens to the requests of one run, one after the other. */
export interface FaultPlan {
  /** @returns undefined where nothing happens to the request */
  next(method: string): Fault | undefined;
  /** How often each fault was planned. */
  counts: ReadonlyMap<Fault, number>;
}

export interface FaultRates {
  /** Of all requests. */
  network: number;
  /** Of the requests that there is a lie about. */
  lies: number;
  /** Of all requests: the first of several that get no answer, more than are repeated at once. */
  outage: number;
}

const LONGEST_OUTAGE = 24;

/** A plan that a seed decides. */
export function createPlan(seed: number, rates: FaultRates): FaultPlan {
  const random = seededRandom(seed);
  const counts = new Map<Fault, number>();
  const pick = <item>(items: readonly item[]): item => items[Math.floor(random() * items.length)]!;
  let outage = 0;

  const choose = (method: string): Fault | undefined => {
    if (outage > 0) {
      outage -= 1;
      return "outage";
    }
    const lies = LIES_ABOUT[method];
    if (lies !== undefined && random() < rates.lies) return pick(lies);
    if (random() < rates.outage) {
      outage = Math.floor(random() * LONGEST_OUTAGE);
      return "outage";
    }
    return random() < rates.network ? pick(NETWORK_FAULTS.filter((fault) => fault !== "outage")) : undefined;
  };

  return {
    counts,
    next: (method) => {
      const fault = choose(method);
      if (fault !== undefined) counts.set(fault, (counts.get(fault) ?? 0) + 1);
      return fault;
    },
  };
}
