// SPDX-License-Identifier: MIT
import { isDeepStrictEqual } from "node:util";
import { custom, type Transport } from "viem";
import { BaseError, type ResilientTransportOptions, resilientTransport } from "../../sdk/src/index.ts";
import { seededRandom } from "../../sdk/test/fixtures.ts";
import { fakeClock } from "../../sdk/test/support/fakeEndpoint.ts";
import type { Upstream } from "./lies.ts";
import type { FaultOptions, FaultPart, FaultReport } from "./part.ts";
import { createPlan, type Fault, type FaultRates } from "./plan.ts";
import { startProxy } from "./proxy.ts";
import { driveRoad, layRoad, type Outcome, type Road } from "./road.ts";

/** A fifth of everything goes wrong, and some outages outlast what is repeated at once. */
const RATES: FaultRates = { network: 0.15, lies: 0.25, outage: 0.004 };
const NONE: FaultRates = { network: 0, lies: 0, outage: 0 };

/** The road of a bounty through a proxy that drops, delays, duplicates and lies. */
export const rpcFaults: FaultPart = {
  name: "rpc",
  title: "A flaky network and a lying node",
  run: (options) => runRpcFaults(options),
};

/** How the road reaches its endpoints. */
export type Connect = (urls: readonly string[], options: ResilientTransportOptions) => Transport;

/**
 * Goes the road once without faults, and once under each plan: every run has to end with the same money in the same hands, after the same
 * number of transactions.
 *
 * @param connect - what is tried; {@link resilientTransport} unless given
 */
export async function runRpcFaults(
  { runs, seed, onRun }: FaultOptions,
  connect: Connect = resilientTransport,
): Promise<FaultReport> {
  const road = await layRoad();
  const { provider } = road.world;
  const upstream: Upstream = ({ method, params }) => provider.request({ method, params: [...params] } as never);
  const { outcome: expected } = await driveRoad(road, custom({ request: upstreamOf(upstream) }), {});
  await road.reset();

  const proxies = [await startProxy(upstream, createPlan(0, NONE)), await startProxy(upstream, createPlan(0, NONE))];
  const injected = new Map<Fault, number>();
  const survived = new Map<Fault, number>();
  const losses: string[] = [];
  let repeated = 0;
  try {
    for (let run = 0; run < runs; run++) {
      const planSeed = seed + run;
      // Every second run has two endpoints, each with troubles of its own.
      const used = run % 2 === 1 ? proxies : proxies.slice(0, 1);
      const plans = used.map((proxy, i) => {
        const plan = createPlan(planSeed * 2 + i, RATES);
        proxy.follow(plan);
        return plan;
      });
      const urls = used.map(({ url }) => url);
      const found = await runOnce(road, { connect, urls, seed: planSeed, expected });
      repeated += found.repeated;
      losses.push(...found.losses.map((loss) => `seed ${planSeed}: ${loss}`));
      for (const [fault, count] of plans.flatMap(({ counts }) => [...counts])) {
        injected.set(fault, (injected.get(fault) ?? 0) + count);
        if (found.losses.length === 0) survived.set(fault, (survived.get(fault) ?? 0) + count);
      }
      await road.reset();
      onRun(run + 1, runs);
    }
  } finally {
    await Promise.all(proxies.map((proxy) => proxy.close()));
  }
  const rows = [...injected].map(([fault, count]) => ({ fault, injected: count, survived: survived.get(fault) ?? 0 }));
  return { rows, runs, repeated, losses };
}

async function runOnce(
  road: Road,
  { connect, urls, seed, expected }: { connect: Connect; urls: readonly string[]; seed: number; expected: Outcome },
) {
  const { clock } = fakeClock();
  const transport = connect(urls, { clock, random: seededRandom(seed) });
  try {
    const { outcome, repeated, falseSuccesses } = await driveRoad(road, transport, { clock, pollingIntervalMs: 1_000 });
    const losses = falseSuccesses.map((step) => `the step "${step}" reported a success that the chain does not hold`);
    if (!isDeepStrictEqual(outcome, expected))
      losses.push(`it ended with ${show(outcome)}; expected ${show(expected)}`);
    return { repeated, losses };
  } catch (error) {
    return { repeated: 0, losses: [`it was given up: ${error instanceof BaseError ? error.shortMessage : error}`] };
  }
}

function show(outcome: Outcome): string {
  return JSON.stringify(outcome, (_, value) => (typeof value === "bigint" ? String(value) : value));
}

/** For viem's transport, which gives parameters only where there are some. */
function upstreamOf(upstream: Upstream) {
  return ({ method, params = [] }: { method: string; params?: unknown }) =>
    upstream({ method, params: params as readonly unknown[] });
}
