// SPDX-License-Identifier: GPL-3.0-or-later
import { labelsPerWord, samplesPerChunk, symbolBits, symbolsPerChunk, type Task } from "@commonweight/sdk/data";
import { layoutId } from "@commonweight/sdk/proving";
import { type CircuitText, loop } from "./text.ts";

/** A list of elements or words in the text: the name of a signal array, and how many there are. */
export interface Elements {
  name: string;
  count: number;
}

/** Input signals and ranges of labels, one-hot. @returns their words */
export function emitLabels(text: CircuitText, task: Task): Elements[] {
  if (task.metric !== "accuracy" && task.metric !== "agreement") return [];
  const samples = samplesPerChunk(task);
  text.component("labels", "Labels", [samples, task.classes]);
  text.add("labels.label <== label;");
  return [{ name: "labels.word", count: Math.ceil(samples / labelsPerWord(task)) }];
}

/** Ranges of numbers that are unpacked. @returns their words */
export function emitFeatures(text: CircuitText, name: string, signal: string, sizes: FeatureSizes): Elements {
  const { samples, width, bits } = sizes;
  text.component(name, "Features", [samples, width, bits]);
  text.add(`${name}.feature <== ${signal};`);
  return { name: `${name}.word`, count: Math.ceil((samples * width) / Math.floor(248 / bits)) };
}

export interface FeatureSizes {
  samples: number;
  width: number;
  bits: number;
}

/** Ranges of symbols, one-hot. @returns their words */
export function emitSymbols(text: CircuitText, task: Task & { metric: "next-symbol" }): Elements {
  const count = symbolsPerChunk(task);
  const bits = symbolBits(task.symbols);
  text.component("symbols", "Symbols", [count, task.symbols, bits]);
  text.add("symbols.flag <== symbol;");
  return { name: "symbols.word", count: Math.ceil(count / Math.floor(248 / bits)) };
}

/** Compares the commitment to a chunk with the public one. @param salt - name of its signal */
export function emitCommitData(text: CircuitText, task: Task, salt: string, parts: readonly Elements[]): void {
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  text.component("commitData", "CommitData", [layoutId(task), total]);
  text.add(`commitData.salt <== ${salt};`, ...assignElements("commitData.element", parts, 0));
  text.add("commitData.commitment === dataCommitment;");
}

/** Assigns lists, one after the other, to a list. */
export function assignElements(target: string, parts: readonly Elements[], from: number): string[] {
  let at = from;
  return parts.flatMap(({ name, count }) => {
    const lines = loop("k", count, [`${target}[${at === 0 ? "k" : `${at} + k`}] <== ${name}[k];`]);
    at += count;
    return lines;
  });
}

/** A matrix of elements, flattened into a list. @returns the list */
export function emitFlat(text: CircuitText, name: string, signal: string, rows: number, columns: number): Elements {
  text.add(`signal ${name}[${rows * columns}];`);
  text.add(...loop("g", rows, loop("j", columns, [`${name}[g * ${columns} + j] <== ${signal}[g][j];`])));
  return { name, count: rows * columns };
}
