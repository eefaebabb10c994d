// SPDX-License-Identifier: MIT
import { drawGlyphs } from "../../scripts/training/glyphs.ts";

/** Digits as the documentation has them in files, a line each: the features, and the label last. */
export function digitsCsv(count: number, seed: number): string {
  const { features, labels } = drawGlyphs(count, seed);
  return features.map((row, i) => `${[...row, labels[i]].join(",")}\n`).join("");
}
