// SPDX-License-Identifier: MIT
// Text as a run of symbols: the licence that ships with the circuits, in an alphabet of 32.
import type { ExampleSamples } from "../samples.ts";

/** Small letters, a space for all that is white, and the marks that are common. */
export const ALPHABET = " abcdefghijklmnopqrstuvwxyz.,;-'";

/**
 * The symbols of a text: capitals become small, white space of any length one space, colons semicolons; what the alphabet lacks
 * is left out.
 * @returns Indices into {@link ALPHABET}.
 */
export function symbolsOf(text: string): number[] {
  const reduced = text
    .toLowerCase()
    .replaceAll(":", ";")
    .replaceAll("’", "'")
    .replaceAll(/[^a-z.,;'\s-]/g, "")
    .replaceAll(/\s+/g, " ");
  return Array.from(reduced, (letter) => ALPHABET.indexOf(letter));
}

/** A run of symbols as samples: every window of so many, and the symbol that follows. */
export function windowsOf(symbols: readonly number[], context: number): { inputs: number[][]; labels: number[] } {
  const labels = symbols.slice(context);
  return { inputs: labels.map((_, s) => symbols.slice(s, s + context)), labels };
}

/**
 * What is known without a network: that the symbol after the last one is the one that most often was in training.
 * @returns For each input, 1 for that symbol and 0 for the others.
 */
export function guessByFrequency(training: ExampleSamples): (input: readonly number[]) => number[] {
  const counts = Array.from(ALPHABET, () => new Array<number>(ALPHABET.length).fill(0));
  const labels = "labels" in training ? training.labels : [];
  for (const [s, label] of labels.entries()) counts[training.inputs[s]!.at(-1)!]![label]!++;
  const guesses = counts.map((row) => row.map((_, symbol) => (symbol === row.indexOf(Math.max(...row)) ? 1 : 0)));
  return (input) => guesses[input.at(-1)!]!;
}
