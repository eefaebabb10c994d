// SPDX-License-Identifier: MIT
// What Linea's prover counts in a block, metered for one transaction: one that exceeds a counter alone is never included. Beside
// them the gas, and the bytes of calldata.
import { type Hex, size } from "viem";
import type { Execution } from "./trace.ts";

/** At most in one transaction. A transaction may ask for 16,777,216 gas since Osaka; 12,000,000 leaves room to estimate. */
export const limits = {
  gas: 12_000_000,
  "calldata bytes": 60_000,
  ecMul: 40,
  ecAdd: 256,
  pairings: 16,
  "Miller loops": 64,
  modexp: 32,
  ecrecover: 128,
  keccak: 8_192,
} as const;

export type Counter = keyof typeof limits;
export type Counters = Record<Counter, number>;
export const counters = Object.keys(limits) as Counter[];

const ECRECOVER = 0x01;
const MODEXP = 0x05;
const EC_ADD = 0x06;
const EC_MUL = 0x07;
const EC_PAIRING = 0x08;

/** Bytes of one pair, which takes one Miller loop. */
const PAIR_BYTES = 192;

/** Bytes that one permutation of keccak absorbs. */
const KECCAK_BLOCK_BYTES = 136;
const WORD_BYTES = 32;

/** A signed transaction's bytes besides its calldata, at most: fees, nonce, signature, recipient. */
const ENVELOPE_BYTES = 256;

/**
 * The counters of a transaction. `keccak` counts permutations: of every KECCAK256, and of the transaction's own hash. What hashing
 * a node does for its state, or for the address of what is created, is not in it.
 */
export function countersOf(execution: Execution, { input, gasUsed }: { input: Hex; gasUsed: bigint }): Counters {
  const inputsOf = (address: number): Hex[] =>
    execution.precompiles.filter((call) => call.address === address).map((call) => call.input);
  const pairings = inputsOf(EC_PAIRING);
  const hashed = execution.hashedWords.map((words) => words * WORD_BYTES);
  return {
    gas: Number(gasUsed),
    "calldata bytes": size(input),
    ecMul: inputsOf(EC_MUL).length,
    ecAdd: inputsOf(EC_ADD).length,
    pairings: pairings.length,
    "Miller loops": pairings.reduce((sum, pairs) => sum + Math.floor(size(pairs) / PAIR_BYTES), 0),
    modexp: inputsOf(MODEXP).length,
    ecrecover: inputsOf(ECRECOVER).length,
    keccak: [...hashed, size(input) + ENVELOPE_BYTES].reduce((sum, bytes) => sum + permutations(bytes), 0),
  };
}

/** Padding takes a byte, so that a full last block is followed by another. */
function permutations(bytes: number): number {
  return Math.floor(bytes / KECCAK_BLOCK_BYTES) + 1;
}

/** Of each counter the larger. */
export function most(one: Counters, other: Counters): Counters {
  return Object.fromEntries(counters.map((name) => [name, Math.max(one[name], other[name])])) as Counters;
}

/** The largest part of a limit that is used; above 1 where one is exceeded. */
export function load(counts: Counters): number {
  return Math.max(...counters.map((name) => counts[name] / limits[name]));
}
