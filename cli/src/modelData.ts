// SPDX-License-Identifier: MIT
import { open } from "node:fs/promises";
import {
  type Architecture,
  clampFeatures,
  InvalidFileError,
  InvalidValueError,
  readCsv,
  readIdx,
  type Samples,
} from "@commonweight/sdk";

/** An IDX file begins with two zeros; a file of text does not. */
const IDX_START = [0, 0];

/**
 * Labelled samples from a file of comma-separated numbers with the label last, or from a pair of IDX files; which it is, the file says.
 *
 * @param labels - path of the labels of an IDX file
 * @throws {@link InvalidFileError}, {@link InvalidValueError}
 */
export async function readSamples(path: string, labels?: string): Promise<Samples> {
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
