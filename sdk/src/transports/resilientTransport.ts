// SPDX-License-Identifier: MIT
import { createTransport, hexToNumber, keccak256, type Transport } from "viem";
import { ChainMismatchError, ChainUnreachableError } from "../errors/chain.ts";
import { EndpointsDisagreeError, EndpointsFailedError } from "../errors/endpoints.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { toTypedError } from "../errors/toTypedError.ts";
import { type Clock, systemClock } from "../utils/clock.ts";
import { blockNumberOf, createEndpoint, type Endpoint, type RpcCall } from "./endpoint.ts";
import { describeFailure, isAnswer, retryAfter } from "./failures.ts";
import { FILTER_METHODS, isRepeatable, readsLatestState } from "./methods.ts";

/** How long, how often and with which doubts endpoints are asked; each has a default. */
export interface ResilientTransportOptions {
  /** The chain that every endpoint has to be of; the client's unless given, else the one that all endpoints say they are of. */
  chainId?: number | undefined;
  /** How often every endpoint is asked again before a request fails; 6 unless given. */
  retryCount?: number | undefined;
  /** Longest wait before the first retry, in milliseconds; it doubles each time. 250 unless given. */
  retryDelayMs?: number | undefined;
  /** Longest wait between retries, in milliseconds; 10,000 unless given. */
  maximumDelayMs?: number | undefined;
  /** How long one endpoint may take to answer, in milliseconds; 10,000 unless given. */
  timeoutMs?: number | undefined;
  /** How many blocks an endpoint may be behind the others, or behind what it said itself; 3 unless given. */
  maximumLag?: number | undefined;
  /** How old may be what is known of the others' latest blocks, in milliseconds; 4,000 unless given. */
  headAgeMs?: number | undefined;
  clock?: Clock | undefined;
  /** From 0 to 1, for the jitter of waits. */
  random?: (() => number) | undefined;
}

/** What one endpoint says, or why it says nothing. */
export interface EndpointAnswer {
  endpoint: string;
  result?: unknown;
  error?: unknown;
}

/** What a client's `transport` has besides viem's own. */
export interface ResilientTransportValue {
  /** Names of the endpoints. */
  endpoints: readonly string[];
  /** Asks every endpoint of the chain, for what one alone is not to be believed. */
  askAll: (call: RpcCall) => Promise<EndpointAnswer[]>;
}

/** A transport of viem over several endpoints. */
export type ResilientTransport = Transport<"resilient", ResilientTransportValue>;

/**
 * A transport for viem over one or several endpoints of one chain, for networks that lose, delay and repeat things and for nodes
 * that are behind. viem's `http` makes each request; what is repeated, where and when is decided here, because viem's own retries know
 * neither which requests may be repeated, nor which chain an endpoint is of, nor how far it has got.
 *
 * - What may be repeated is, at every endpoint in turn, and again after a wait that doubles and is jittered.
 * - An endpoint of another chain is never used, nor one whose latest block is behind the others' or behind a receipt that was seen.
 * - A signed transaction may be sent twice: its hash is the same. Where a node refuses it, the hash is looked for before that is reported.
 * - An answer of a wrong shape, or to another question, is none.
 *
 * @param endpoints - addresses of JSON-RPC over HTTP, or transports of viem that do not retry themselves
 * @throws {@link InvalidValueError} where there is no endpoint; through the client: {@link ChainUnreachableError}, {@link ChainMismatchError}, {@link EndpointsFailedError}, {@link EndpointsDisagreeError}
 * @example
 * const transport = resilientTransport(["https://rpc.example", "https://other.example"]);
 * const client = createWalletClient({ account, chain, transport });
 */
export function resilientTransport(
  endpoints: string | readonly (string | Transport)[],
  options: ResilientTransportOptions = {},
): ResilientTransport {
  const { retryCount = 6, retryDelayMs = 250, maximumDelayMs = 10_000, timeoutMs = 10_000 } = options;
  const { maximumLag = 3, headAgeMs = 4_000, clock = systemClock, random = Math.random } = options;
  const given = typeof endpoints === "string" ? [endpoints] : endpoints;
  if (given.length === 0) {
    throw new InvalidValueError({ subject: "The list of endpoints", value: given, expected: "at least one" });
  }

  return ({ chain }) => {
    const all = given.map((one, i) => createEndpoint(one, i, { chain, timeoutMs, maximumLag: BigInt(maximumLag) }));
    let expectedChain = options.chainId ?? chain?.id;
    /** The one to be asked first: the last that answered. */
    let preferred = 0;
    /** The block of the latest receipt that was seen: what reads the state has to know of it. */
    let seen = 0n;
    /** A block that an endpoint must have reached, so as not to lag behind the others. */
    let common = { block: 0n, at: Number.NEGATIVE_INFINITY };

    const pause = (attempt: number, failures: readonly unknown[]) => {
      const longest = Math.min(maximumDelayMs, retryDelayMs * 2 ** attempt);
      const asked = Math.max(0, ...failures.map((failure) => retryAfter(failure) ?? 0));
      return clock.wait(Math.max(Math.min(asked, maximumDelayMs), random() * longest));
    };

    /** Runs something at one endpoint after the other, in rounds, until it is done or answered. */
    const attempt = async <result>(
      method: string,
      run: (endpoint: Endpoint) => Promise<result>,
      among: readonly Endpoint[] = all,
    ): Promise<result> => {
      const last = new Map<Endpoint, unknown>();
      for (let round = 0; ; round++) {
        const first = among === all ? preferred : 0;
        for (let i = 0; i < among.length; i++) {
          const index = (first + i) % among.length;
          const endpoint = among[index]!;
          try {
            const result = await run(endpoint);
            if (among === all) preferred = index;
            return result;
          } catch (error) {
            if (isAnswer(error)) throw error;
            last.set(endpoint, error);
          }
        }
        if (round === retryCount) break;
        await pause(round, [...last.values()]);
      }
      // What no endpoint has reached may have been false: the next request starts from what they say then.
      seen = 0n;
      common = { block: 0n, at: Number.NEGATIVE_INFINITY };
      throw failureOf(method, last);
    };

    const chainId = async (): Promise<number> => {
      if (expectedChain !== undefined) return expectedChain;
      const answers = await attempt("eth_chainId", async () => {
        const said = (await askEach(all, { method: "eth_chainId" })).filter(({ error }) => error === undefined);
        // None has answered: asking the first anew tells why.
        if (said.length === 0) await all[0]!.ask({ method: "eth_chainId" });
        return said;
      });
      const ids = new Set(answers.map(({ result }) => hexToNumber(result as `0x${string}`)));
      if (ids.size > 1) {
        const told = answers.map(({ endpoint, result }) => `${endpoint}: ${hexToNumber(result as `0x${string}`)}`);
        throw new EndpointsDisagreeError({ subject: "the chain they are of", answers: told });
      }
      [expectedChain] = ids;
      return expectedChain ?? chainId();
    };

    /** The block that no endpoint may be too far behind. One that claims too much is not followed where two others contradict it. */
    const commonBlock = async (): Promise<bigint> => {
      if (all.length === 1 || clock.now() - common.at < headAgeMs) return common.block;
      common = { block: common.block, at: clock.now() };
      await askEach(all, { method: "eth_blockNumber" });
      const heads = all.flatMap((endpoint) => endpoint.head() ?? []).sort((a, b) => (a < b ? 1 : -1));
      const reference = (heads.length > 2 ? heads[1] : heads[0]) ?? 0n;
      common = { block: reference - BigInt(maximumLag), at: common.at };
      return common.block;
    };

    const ready = async (endpoint: Endpoint, call: RpcCall): Promise<void> => {
      await endpoint.assertChain(expectedChain!);
      if (!readsLatestState(call)) return;
      const behind = await commonBlock();
      const needed = seen > behind ? seen : behind;
      if (needed > 0n) await endpoint.assertReached(needed);
    };

    const askReady = async (endpoint: Endpoint, call: RpcCall): Promise<unknown> => {
      await ready(endpoint, call);
      const result = await endpoint.ask(call);
      if (call.method === "eth_chainId" && hexToNumber(result as `0x${string}`) !== expectedChain) {
        throw new ChainMismatchError({ expected: expectedChain!, actual: hexToNumber(result as `0x${string}`) });
      }
      const mined = call.method === "eth_getTransactionReceipt" ? blockNumberOf(result) : undefined;
      if (mined !== undefined && mined > seen) seen = mined;
      return result;
    };

    const request = async (call: RpcCall): Promise<unknown> => {
      await chainId();
      const { method } = call;
      if (method === "eth_sendRawTransaction") return sendRaw(call);
      if (isRepeatable(method)) return attempt(method, (endpoint) => askReady(endpoint, call));
      // An endpoint is looked for as long as it takes; what might change something is asked of it once.
      const endpoint = await attempt(method, async (one) => {
        await ready(one, call);
        return one;
      });
      return endpoint.ask(call);
    };

    /** The same bytes are the same transaction, however often and wherever they are sent. */
    const sendRaw = async (call: RpcCall): Promise<unknown> => {
      const hash = keccak256((call.params as [`0x${string}`])[0]);
      // Another endpoint comes first each time, in case one keeps transactions to itself.
      preferred = (preferred + 1) % all.length;
      try {
        return await attempt(call.method, (endpoint) => askReady(endpoint, call));
      } catch (error) {
        // A node that refuses what it has already has answered; one that is silent may have taken it, and is not asked more.
        if (isAnswer(error) && (await isKnown(hash))) return hash;
        throw error;
      }
    };

    const isKnown = async (hash: `0x${string}`): Promise<boolean> => {
      const answers = await askAll({ method: "eth_getTransactionByHash", params: [hash] });
      return answers.some(({ result }) => result !== undefined && result !== null);
    };

    const askAll = async (call: RpcCall): Promise<EndpointAnswer[]> => {
      await chainId();
      return Promise.all(
        all.map(async (endpoint) => {
          try {
            const result = await attempt(call.method, (one) => askReady(one, call), [endpoint]);
            return { endpoint: endpoint.name, result };
          } catch (error) {
            return { endpoint: endpoint.name, error };
          }
        }),
      );
    };

    return createTransport(
      {
        key: "resilient",
        name: "Resilient JSON-RPC",
        type: "resilient",
        // What an endpoint keeps for a client cannot be read at another; viem reads ranges of events instead.
        methods: { exclude: [...FILTER_METHODS] },
        request: request as never,
        retryCount: 0,
      },
      { endpoints: all.map(({ name }) => name), askAll },
    );
  };
}

async function askEach(endpoints: readonly Endpoint[], call: RpcCall): Promise<EndpointAnswer[]> {
  return Promise.all(
    endpoints.map(async (endpoint) => {
      try {
        return { endpoint: endpoint.name, result: await endpoint.ask(call) };
      } catch (error) {
        return { endpoint: endpoint.name, error };
      }
    }),
  );
}

/** The error that says most: what one endpoint said where there is one, silence where all are silent, else a list. */
function failureOf(method: string, failures: Map<Endpoint, unknown>): unknown {
  const errors = [...failures.values()].map(toTypedError);
  const [first] = errors;
  if (errors.every((error) => error instanceof ChainMismatchError)) return first;
  const names = [...failures.keys()].map(({ name }) => name);
  if (errors.every((error) => error instanceof ChainUnreachableError)) {
    return new ChainUnreachableError({ url: names.join(", "), cause: first });
  }
  const problems = [...failures].map(([{ name }, error]) => `${name}: ${describeFailure(error)}`);
  return new EndpointsFailedError({ method, problems, cause: first });
}
