// SPDX-License-Identifier: MIT
import { open } from "node:fs/promises";
import { resolve } from "node:path";
import {
  type Architecture,
  clampFeatures,
  InvalidFileError,
  InvalidValueError,
  readCsv,
  readIdx,
  readSymbols,
  type Samples,
  type SymbolSamples,
  windowsOf,
} from "@commonweight/sdk";
import type { Context } from "./context.ts";

/** How a file of samples is to be read. */
export interface DataOptions {
  /** Path of the labels of an IDX file. */
  labels?: string | undefined;
  /** What features are multiplied by. */
  scale: number;
  /** Of a text whose characters are symbols. */
  alphabet?: string | undefined;
}

/** The options of a command, with paths from where it is run. */
export function dataOptions({ io }: Pick<Context, "io">, { labels, scale, alphabet }: DataOptions): DataOptions {
  return { labels: labels === undefined ? undefined : resolve(io.cwd, labels), scale, alphabet };
}

/** Samples with what is right, as a network reads them. */
export interface LabelledInputs {
  /** [samples][features], or [samples][context] */
  inputs: number[][];
  /** [samples]: labels, or the symbols that follow. */
  labels: number[];
}

/**
 * The samples of a file as a network reads them: of one that reads features, features and labels; of one that reads symbols, every window of a
 * run, and the symbol that follows it.
 *
 * @throws {@link InvalidFileError}, {@link InvalidValueError} where the file is none, or is not for the network
 */
export async function readLabelled(
  reader: Pick<Architecture, "name" | "input">,
  path: string,
  options: DataOptions,
): Promise<LabelledInputs> {
  const { name, input } = reader;
  if (input.kind === "features") {
    const { features, labels } = await readSamples(path, options);
    return { inputs: fitFeatures(reader, features, options.scale), labels };
  }
  const { symbols } = await readRun(path, options);
  const stranger = symbols.findIndex((symbol) => symbol >= input.symbols);
  if (stranger >= 0) {
    const expected = `less than ${input.symbols}, the alphabet of ${name}`;
    throw new InvalidValueError({ subject: `Symbol ${stranger + 1}`, value: symbols[stranger], expected });
  }
  if (symbols.length <= input.context) {
    const expected = `more than ${input.context}, which ${name} reads for each that follows`;
    throw new InvalidValueError({ subject: "The number of symbols", value: symbols.length, expected });
  }
  return windowsOf(symbols, input.context);
}

/**
 * A run of symbols from a file.
 *
 * @throws {@link InvalidFileError}, {@link InvalidValueError} where the file is none, or an option is given that is for features
 */
export async function readRun(path: string, { labels, scale, alphabet }: DataOptions): Promise<SymbolSamples> {
  if (labels !== undefined) {
    throw new InvalidFileError(path, "Symbols have no labels but those that follow; expected no --labels beside them.");
  }
  if (scale !== 1) {
    const expected = "none: symbols are not multiplied";
    throw new InvalidValueError({ subject: "--scale", value: scale, expected });
  }
  return readSymbols(path, { alphabet });
}

/** An IDX file begins with two zeros; a file of text does not. */
const IDX_START = [0, 0];

/**
 * Labelled samples from a file of comma-separated numbers with the label last, or from a pair of IDX files; which it is, the file says.
 *
 * @param options - `labels`: path of the labels of an IDX file
 * @throws {@link InvalidFileError}, {@link InvalidValueError}
 */
export async function readSamples(
  path: string,
  { labels, alphabet }: Pick<DataOptions, "labels" | "alphabet">,
): Promise<Samples> {
  if (alphabet !== undefined) {
    const expected = "none: the samples have features, and no symbols";
    throw new InvalidValueError({ subject: "--alphabet", value: alphabet, expected });
  }
  const start = await readStart(path).catch((cause: unknown) => {
    throw new InvalidFileError(path, "The file cannot be read; expected CSV with the label last, or IDX.", { cause });
  });
  const isIdx = IDX_START.every((byte, i) => start[i] === byte);
  if (isIdx && labels === undefined) {
    throw new InvalidFileError(path, "The file holds images without labels; expected --labels with their IDX file.");
  }
  if (!isIdx && labels !== undefined) {
    throw new InvalidFileError(path, "The file has its labels in it; expected no --labels beside it.");
  }
  return labels === undefined ? readCsv(path) : readIdx(path, labels);
}

/** The bytes that tell what a file is; what they begin is read by who knows it. */
async function readStart(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(IDX_START.length), 0, IDX_START.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * Features as a network reads them: each times `scale`, rounded, and clamped to the range of its input.
 *
 * @throws {@link InvalidValueError} where the network does not read features, or another number of them
 */
export function fitFeatures(
  { name, input }: Pick<Architecture, "name" | "input">,
  features: readonly number[][],
  scale: number,
): number[][] {
  if (input.kind !== "features") {
    const subject = `The input of ${name}`;
    throw new InvalidValueError({ subject, value: input.kind, expected: "features, as the files have them" });
  }
  const wrong = features.find((sample) => sample.length !== input.features);
  if (wrong !== undefined) {
    const subject = "The number of features of a sample";
    throw new InvalidValueError({ subject, value: wrong.length, expected: `${input.features}, as ${name} has` });
  }
  return clampFeatures(
    features.map((sample) => sample.map((value) => value * scale)),
    input.featureBits,
  );
}
