// SPDX-License-Identifier: GPL-3.0-or-later
import { layoutId } from "@commonweight/sdk/proving";
import type { Recipe } from "@commonweight/sdk/training";
import { assignElements } from "../emit/chunk.ts";
import type { CircuitText } from "../emit/text.ts";

/** Masters of a layer in the form in which they are packed: the name of a list of signals, and how many there are. */
export interface Masters {
  offset: string;
  count: number;
}

/** Compares the commitment to a checkpoint with the public one. */
export function emitCheckpoint(
  text: CircuitText,
  recipe: Recipe,
  matrices: readonly Masters[],
  { name, step, commitment }: { name: string; step: string; commitment: string },
): void {
  const total = matrices.reduce((sum, { count }) => sum + count, 0);
  text.component(name, "CommitCheckpoint", [layoutId(recipe), total, recipe.masterBits]);
  const parts = matrices.map(({ offset, count }) => ({ name: offset, count }));
  text.add(...assignElements(`${name}.offset`, parts, 0));
  text.add(`${name}.salt <== salt;`, `${name}.operator <== operator;`, `${name}.step <== ${step};`);
  text.add(`${name}.commitment === ${commitment};`);
}
