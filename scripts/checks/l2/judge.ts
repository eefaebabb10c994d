// SPDX-License-Identifier: MIT
// What a chain would not run of what was observed, in words.
import { type L2, opcodeBreaches, precompileBreaches } from "./chains.ts";
import { reachable } from "./code.ts";
import type { ObservedContract, ObservedTransaction } from "./observe.ts";

export interface Verdict {
  chain: string;
  /** Distinct opcodes that can run or did. */
  opcodes: number;
  /** Addresses of the precompiles that were called. */
  precompiles: number[];
  /** Once each, also where several contracts or transactions have one label. */
  breaches: string[];
}

export function judge(
  chain: L2,
  contracts: readonly ObservedContract[],
  transactions: readonly ObservedTransaction[],
): Verdict {
  const breaches = new Set<string>();
  const opcodes = new Set<string>();
  const precompiles = new Set<number>();
  for (const { label, code } of contracts) {
    const instructions = reachable(code);
    for (const { name } of instructions) opcodes.add(name);
    for (const name of opcodeBreaches(chain, new Set(instructions.map(({ name }) => name)))) {
      const { at } = instructions.find((instruction) => instruction.name === name)!;
      breaches.add(`${chain.name}: ${label} has ${name} at byte ${at}; expected none`);
    }
  }
  for (const { label, execution } of transactions) {
    const called = execution.precompiles.map(({ address }) => address);
    for (const name of execution.opcodes.keys()) opcodes.add(name);
    for (const address of called) precompiles.add(address);
    for (const name of opcodeBreaches(chain, execution.opcodes.keys()))
      breaches.add(`${chain.name}: ${label} runs ${name}; expected not to`);
    for (const address of precompileBreaches(chain, called)) {
      breaches.add(`${chain.name}: ${label} calls 0x${address.toString(16)}; expected a precompile that it has`);
    }
  }
  return {
    chain: chain.name,
    opcodes: opcodes.size,
    precompiles: [...precompiles].sort((a, b) => a - b),
    breaches: [...breaches],
  };
}
