// SPDX-License-Identifier: MIT
import { InvalidFileError } from "../errors/InvalidFileError.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { readFileBytes } from "../utils/files.ts";
import type { SymbolSamples } from "./samples.ts";
import { MAX_SYMBOLS } from "./task.ts";

const NUMBER = /^\d+$/;

/**
 * A run of symbols from a file: numbers from 0 with commas, spaces or line breaks between them; or, with an alphabet, a text whose every
 * character is one, and stands for its place in the alphabet. A byte-order mark is passed over, and so is one line break at the end of a text
 * whose alphabet has none.
 *
 * @param path - of the file, UTF-8
 * @param options - `alphabet`: each character once
 * @throws {@link InvalidFileError} with the line, the value and what was expected, if the file is missing, empty, not UTF-8, or has something
 * else in it
 * @throws {@link InvalidValueError} if the alphabet is no such text
 * @example
 * const { symbols } = await readSymbols("licence.txt", { alphabet: " abcdefghijklmnopqrstuvwxyz" });
 */
export async function readSymbols(
  path: string,
  options: { alphabet?: string | undefined } = {},
): Promise<SymbolSamples> {
  const places = options.alphabet === undefined ? undefined : placesOf(options.alphabet);
  const text = decode(path, await readFileBytes(path));
  const symbols = places === undefined ? numbersOf(path, text) : charactersOf(path, text, places);
  if (symbols.length === 0) throw new InvalidFileError(path, "The file has no symbol; expected at least one.");
  return { symbols };
}

/**
 * What a run of symbols holds for a network: every window of so many, and the symbol that follows it.
 *
 * @returns [samples][context], and [samples]; none where there are no more symbols than a window has
 */
export function windowsOf(symbols: readonly number[], context: number): { inputs: number[][]; labels: number[] } {
  const labels = symbols.slice(context);
  return { inputs: labels.map((_, s) => symbols.slice(s, s + context)), labels };
}

function decode(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new InvalidFileError(path, "The file is not UTF-8; expected a text.", { cause });
  }
}

function placesOf(alphabet: string): ReadonlyMap<string, number> {
  const characters = Array.from(alphabet);
  const places = new Map(characters.map((character, place) => [character, place]));
  if (characters.length >= 2 && characters.length <= MAX_SYMBOLS && places.size === characters.length) return places;
  throw new InvalidValueError({
    subject: "alphabet",
    value: alphabet,
    expected: `2 to ${MAX_SYMBOLS} characters, each once`,
  });
}

function charactersOf(path: string, text: string, places: ReadonlyMap<string, number>): number[] {
  const whole = places.has("\n") ? text : text.replace(/\r?\n$/, "");
  let line = 1;
  return Array.from(whole, (character) => {
    const place = places.get(character);
    if (place === undefined) {
      const problem = `The text has the character ${JSON.stringify(character)}; expected those of the alphabet alone.`;
      throw new InvalidFileError(path, problem, { line });
    }
    if (character === "\n") line++;
    return place;
  });
}

function numbersOf(path: string, text: string): number[] {
  return text.split("\n").flatMap((row, i) =>
    row
      .split(/[\s,]+/)
      .filter((part) => part !== "")
      .map((part) => {
        const value = Number(part);
        if (NUMBER.test(part) && Number.isSafeInteger(value)) return value;
        const problem = `It has ${JSON.stringify(part)}; expected symbols: integers of zero or more, or an alphabet to read a text by.`;
        throw new InvalidFileError(path, problem, { line: i + 1 });
      }),
  );
}
