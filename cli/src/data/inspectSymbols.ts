// SPDX-License-Identifier: MIT
import { type SequenceTask, type SymbolSamples, symbolsPerChunk, windowsOf } from "@commonweight/sdk";
import type { TaskFit } from "./inspect.ts";

/** What a run of symbols holds, and what a task would make of it. */
export interface SymbolInspection {
  symbols: number;
  /** How often each symbol comes that does. */
  counts: { symbol: number; count: number }[];
  /** Windows with the symbol that follows. */
  samples: number;
  /** Samples that are there before, window and symbol: they count twice. */
  duplicates: number;
  task: TaskFit;
}

/** Looks at a run of symbols. */
export function inspectSymbols(task: SequenceTask, { symbols }: SymbolSamples): SymbolInspection {
  const counts = new Map<number, number>();
  for (const symbol of symbols) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  const { inputs, labels } = windowsOf(symbols, task.context);
  const different = new Set(inputs.map((window, s) => [...window, labels[s]].join()));
  const size = symbolsPerChunk(task);
  const strangers = symbols.filter((symbol) => symbol >= task.symbols);
  const first = symbols.findIndex((symbol) => symbol >= task.symbols);
  const problems =
    strangers.length === 0
      ? []
      : [
          `${strangers.length} symbols are not from 0 to ${task.symbols - 1}; symbol ${first + 1} is ${symbols[first]}.`,
        ];
  return {
    symbols: symbols.length,
    counts: [...counts].map(([symbol, count]) => ({ symbol, count })).sort((a, b) => a.symbol - b.symbol),
    samples: labels.length,
    duplicates: labels.length - different.size,
    task: {
      name: task.name,
      fits: problems.length === 0,
      problems,
      chunks: Math.floor(symbols.length / size),
      left: symbols.length % size,
    },
  };
}
