// SPDX-License-Identifier: MIT
import { custom, type Transport } from "viem";
import type { Clock } from "../../src/index.ts";

/** What a node says to a call: a result, or an error to throw. */
export type Answer = (call: { method: string; params: readonly unknown[] }) => unknown;

/** A clock that goes on by itself, as far as it is asked to wait. @param onWait - what happens meanwhile: the first wait is 1 */
export function fakeClock(onWait: (count: number) => unknown = () => {}) {
  const waits: number[] = [];
  let time = 0;
  const clock: Clock = {
    now: () => time,
    wait: async (milliseconds) => {
      waits.push(milliseconds);
      time += milliseconds;
      await onWait(waits.length);
      // Gives way to what else is under way, such as requests over HTTP.
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
  return { clock, waits };
}

/** An endpoint that answers from a table, or with a function; it is of the local chain, at block 100, unless told otherwise. */
export function fakeEndpoint(answers: Readonly<Record<string, unknown>>): {
  transport: Transport;
  calls: string[];
  answers: Record<string, unknown>;
} {
  const calls: string[] = [];
  const table: Record<string, unknown> = { eth_chainId: "0x7a69", eth_blockNumber: "0x64", ...answers };
  const request = async ({ method, params = [] }: { method: string; params?: unknown }) => {
    calls.push(method);
    const answer = table[method];
    if (answer === undefined) throw new RpcRefusal(-32_601, `${method} is not available`);
    const result =
      typeof answer === "function" ? (answer as Answer)({ method, params: params as readonly unknown[] }) : answer;
    if (result instanceof Error) throw result;
    return result;
  };
  return { transport: custom({ request }, { retryCount: 0 }), calls, answers: table };
}

/** An error as a node gives it. */
export class RpcRefusal extends Error {
  readonly code: number;
  readonly data: unknown;
  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

/** The next of some answers each time, and the last for ever. */
export function inTurn(...answers: readonly unknown[]): Answer {
  let next = 0;
  return () => answers[Math.min(next++, answers.length - 1)];
}
