// SPDX-License-Identifier: MIT
import { BaseError, type Deployment, isDevelopmentKey, localChain, withTypedErrors } from "@commonweight/sdk";
import { type Address, createClient, formatEther, http } from "viem";
import { getBalance, getChainId, getCode } from "viem/actions";
import { findArtifacts } from "../artifacts.ts";
import type { Context } from "../context.ts";
import { formatDuration } from "../format/time.ts";
import { type Check, fail, look, ok, warn } from "./check.ts";

/** Seconds that a chain's clock may be off: blocks take their time. */
const CLOCK_TOLERANCE = 120;

/** Whether each endpoint answers, and all of them for one chain. */
export async function checkEndpoints({ settings }: Context): Promise<Check[]> {
  if (settings.rpc.length === 0) {
    return [
      fail("chain", "no endpoint is set", "Give --rpc, set COMMONWEIGHT_RPC, or write rpc: in commonweight.yaml."),
    ];
  }
  const answers = await Promise.all(
    settings.rpc.map(async (url) => {
      try {
        const client = createClient({ transport: http(url, { retryCount: 0 }) });
        return { url, id: await withTypedErrors(() => getChainId(client)) };
      } catch (error) {
        if (!(error instanceof BaseError)) throw error;
        return { url, problem: error.shortMessage };
      }
    }),
  );
  const first = answers.find(({ id }) => id !== undefined)?.id;
  return answers.map(({ url, id, problem }) => {
    const name = `chain at ${hostOf(url)}`;
    if (id === undefined) return fail(name, problem!, "Start it, or give another endpoint.");
    if (id !== first) return fail(name, `chain ${id}; the first is of chain ${first}`, "Give endpoints of one chain.");
    return ok(name, `chain ${id}`);
  });
}

/** A key may be in the path or the query of an endpoint's address. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** Whether there is code where the deployment says that the contracts are. */
export function checkDeployment(context: Context): Promise<Check> {
  const advice =
    "Give the deployment of this chain: --deployment, COMMONWEIGHT_DEPLOYMENT, or deployment: in commonweight.yaml.";
  return look("deployment", advice, async () => {
    const [deployment, reader] = [await context.deployment(), await context.reader()];
    const names = ["trainingBounties", "architectureRegistry", "beacon", "modelLicenses", "shareOffers"] as const;
    const codes = await Promise.all(
      names.map((name) => withTypedErrors(() => getCode(reader, { address: deployment[name] }))),
    );
    const empty = names.filter((_, i) => codes[i] === undefined);
    if (empty.length > 0)
      return fail("deployment", `no code of ${empty.join(", ")} on chain ${deployment.chainId}`, advice);
    return ok("deployment", `escrow ${deployment.trainingBounties}`);
  });
}

/** The chain's clock, by which deadlines are kept, beside the machine's. */
export function checkClock(context: Context): Promise<Check> {
  return look("clock", "See the chain.", async () => {
    const [chain, machine] = [await context.chainTime(), Math.floor(context.io.now() / 1000)];
    const distance = chain - machine;
    const way = distance > 0 ? "ahead of" : "behind";
    const found = `the chain's clock is ${formatDuration(distance)} ${way} this machine's`;
    if (Math.abs(distance) <= CLOCK_TOLERANCE) return ok("clock", found);
    const { chainId } = await context.deployment();
    const advice =
      chainId === localChain.id
        ? "A development chain may have a time of its own: deadlines are told by it."
        : "Set this machine's clock, or give another endpoint: deadlines are kept by the chain's.";
    return warn("clock", found, advice);
  });
}

/** Whether an account can pay for gas. */
export function checkBalance(context: Context, address: Address): Promise<Check> {
  return look("gas", "See the chain.", async () => {
    const reader = await context.reader();
    const balance = await withTypedErrors(() => getBalance(reader, { address }));
    const found = `${address} holds ${formatEther(balance)} ether`;
    return balance > 0n ? ok("gas", found) : warn("gas", found, "Send it some ether: transactions cost gas.");
  });
}

/** Whether the artifacts of each registered circuit are there, whole, and of the key that the chain has. */
export async function checkArtifacts(context: Context): Promise<Check[]> {
  const deployment = await context.deployment().catch((error: unknown) => {
    if (error instanceof BaseError) return undefined;
    throw error;
  });
  if (deployment === undefined) return [];
  const circuits = await registeredCircuits(context, deployment);
  return Promise.all(
    circuits.map(({ name, dataContract }) => checkCircuit(context, { name, dataContract, deployment })),
  );
}

async function registeredCircuits(context: Context, { tasks, architectures }: Deployment) {
  const reader = await context.reader();
  const ofTasks = Object.entries(tasks).map(async ([name, task]) => {
    const { sealChunkKey } = await reader.getRegistryTask({ task });
    return { name: `seal-chunk.${name}`, dataContract: sealChunkKey };
  });
  const ofArchitectures = Object.entries(architectures).map(async ([name, architecture]) => {
    const { sealModelKey } = await reader.getRegistryArchitecture({ architecture });
    return { name: `seal-model.${name}`, dataContract: sealModelKey };
  });
  const ofPairs = Object.entries(tasks).flatMap(([taskName, task]) =>
    Object.entries(architectures).map(async ([name, architecture]) => {
      // Not every architecture is registered for every task.
      const pair = await reader.getRegistryPair({ task, architecture }).catch((error: unknown) => {
        if (error instanceof BaseError) return undefined;
        throw error;
      });
      return pair && { name: `evaluate-model.${taskName}.${name}`, dataContract: pair.evaluateModelKey };
    }),
  );
  const all = await Promise.all([...ofTasks, ...ofArchitectures, ...ofPairs]);
  return all.filter((circuit) => circuit !== undefined);
}

function checkCircuit(
  context: Context,
  { name, dataContract, deployment }: { name: string; dataContract: Address; deployment: Deployment },
): Promise<Check> {
  const advice =
    "Fetch the artifacts again, and give their folder: --artifacts. Only who proves with this circuit needs them.";
  return look(name, advice, async () => {
    const key = await (await context.reader()).getVerifyingKey({ dataContract });
    const { development, verifyingKey } = await findArtifacts(context.settings.artifacts, name, key);
    if (!development && !isDevelopmentKey(verifyingKey)) return ok(name, "whole, with the key of the chain");
    if (deployment.chainId === localChain.id) return ok(name, "whole, with a development key, as the chain has");
    return fail(name, "a development key, with which anybody can forge proofs", "Use no bounty of this circuit.");
  });
}
