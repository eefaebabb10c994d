// SPDX-License-Identifier: MIT

// Which mutants are judged, and how many of each file.
import { createHash } from "node:crypto";
import type { Mutant } from "./mutants.ts";

/** Mutants of one file: so many of them, in this order, and the next where one does not count. */
export interface Share {
  file: string;
  mutants: Mutant[];
  count: number;
}

/** As many as asked for, or all: of each file one, and of the rest in proportion. The order is shuffled by the seed. */
export function sharesOf(mutants: readonly Mutant[], count: number, seed: string): Share[] {
  const files = [...new Set(mutants.map(({ file }) => file))];
  const rest = Math.max(count - files.length, 0);
  const shares = files.map((file) => {
    const own = mutants.filter((mutant) => mutant.file === file);
    const exact = (rest * (own.length - 1)) / Math.max(mutants.length - files.length, 1);
    return { file, mutants: shuffled(own, seed), count: Math.min(1 + Math.floor(exact), own.length), exact };
  });
  // What is lost by rounding down goes to those that lost most.
  let missing = Math.min(count, mutants.length) - shares.reduce((sum, share) => sum + share.count, 0);
  for (const share of shares.toSorted((a, b) => (b.exact % 1) - (a.exact % 1) || (a.file < b.file ? -1 : 1))) {
    if (missing <= 0 || share.count === share.mutants.length) continue;
    share.count++;
    missing--;
  }
  return shares.map(({ exact: _, ...share }) => share);
}

function shuffled(mutants: readonly Mutant[], seed: string): Mutant[] {
  const keys = new Map(mutants.map(({ id }) => [id, createHash("sha256").update(`${seed} ${id}`).digest("hex")]));
  return mutants.toSorted((a, b) => (keys.get(a.id)! < keys.get(b.id)! ? -1 : 1));
}
