// SPDX-License-Identifier: MIT
// What a transaction did, from two traces of the node: its steps, and its calls with their input.
import { type Address, type Hash, type Hex, hexToBigInt } from "viem";
import { FIRST_CONTRACT } from "./chains.ts";

export interface Execution {
  /** Opcodes that ran, and how often. */
  opcodes: ReadonlyMap<string, number>;
  /** Calls of precompiles, in order. */
  precompiles: readonly { address: number; input: Hex }[];
  /** Contracts that exist since. */
  created: readonly Address[];
  /** Input of every KECCAK256, in words, at most: see `wordsHashed`. */
  hashedWords: readonly number[];
}

/** A step, without stack and memory: a whole one has a kilobyte, and a transaction has 100,000. */
export interface Step {
  op: string;
  gasCost: number;
}

/** A call as geth's callTracer gives it. */
export interface Frame {
  type: string;
  to?: Address;
  input: Hex;
  error?: string;
  calls?: readonly Frame[];
}

const KECCAK_GAS = 30;
const KECCAK_WORD_GAS = 6;
const callOpcodes = ["CALL", "CALLCODE", "DELEGATECALL", "STATICCALL", "CREATE", "CREATE2"];

export async function traceTransaction(
  request: (method: string, params: readonly unknown[]) => Promise<unknown>,
  hash: Hash,
): Promise<Execution> {
  const small = { disableMemory: true, disableStack: true, disableStorage: true };
  const { structLogs } = (await request("debug_traceTransaction", [hash, small])) as { structLogs: Step[] };
  const root = (await request("debug_traceTransaction", [hash, { tracer: "callTracer" }])) as Frame;
  return readTraces(structLogs, root);
}

/** @throws Error where the steps make another number of calls than the frames show: then one of the traces is incomplete. */
export function readTraces(steps: readonly Step[], root: Frame): Execution {
  const opcodes = new Map<string, number>();
  for (const { op } of steps) opcodes.set(op, (opcodes.get(op) ?? 0) + 1);

  const frames = allFrames(root);
  const called = callOpcodes.reduce((sum, name) => sum + (opcodes.get(name) ?? 0), 0);
  if (called !== frames.length - 1) {
    throw new Error(`the steps make ${called} calls, and the calls' trace has ${frames.length - 1}; expected the same`);
  }
  const numberOf = ({ to }: Frame): bigint => (to === undefined ? 0n : hexToBigInt(to));
  return {
    opcodes,
    precompiles: frames
      .filter((frame) => numberOf(frame) > 0n && numberOf(frame) < FIRST_CONTRACT)
      .map((frame) => ({ address: Number(numberOf(frame)), input: frame.input })),
    created: frames
      .filter(({ type, error, to }) => type.startsWith("CREATE") && error === undefined && to !== undefined)
      .map(({ to }) => to!),
    hashedWords: steps.filter(({ op }) => op === "KECCAK256").map(wordsHashed),
  };
}

/** What a KECCAK256 cost says how many words it read; where it also extended the memory, more than it did. */
function wordsHashed({ gasCost }: Step): number {
  return Math.floor((gasCost - KECCAK_GAS) / KECCAK_WORD_GAS);
}

function allFrames(frame: Frame): Frame[] {
  return [frame, ...(frame.calls ?? []).flatMap(allFrames)];
}
