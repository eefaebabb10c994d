// SPDX-License-Identifier: MIT
import type { PlacedLayer } from "../placement.ts";

/**
 * Layers whose activations are added to each other, so that a step of them has to stand for the same number: the index of each
 * that computes activations, and the factor between its units and those that are compared.
 */
export type Tie = Map<number, number>;

/** The layers whose units reach the output of a layer, through pools and residuals, and by what factor. */
function producersOf(placed: readonly PlacedLayer[], index: number): Tie {
  if (index < 0) return new Map();
  const { layer } = placed[index]!;
  switch (layer.kind) {
    case "maxPool":
      return producersOf(placed, index - 1);
    case "averagePool":
      // The sum of a window stands for its mean.
      return scaled(producersOf(placed, index - 1), 1 / layer.window ** 2);
    case "residual":
      return new Map([...producersOf(placed, layer.from), ...producersOf(placed, index - 1)]);
    default:
      return new Map([[index, 1]]);
  }
}

function scaled(tie: Tie, factor: number): Tie {
  return new Map([...tie].map(([layer, other]) => [layer, other * factor]));
}

/** What residuals tie together; ties with a layer in common are one. */
export function tiesOf(placed: readonly PlacedLayer[]): Tie[] {
  let ties: Tie[] = [];
  for (const { index, layer } of placed) {
    if (layer.kind !== "residual") continue;
    let merged = producersOf(placed, index);
    for (const tie of ties) {
      const shared = [...tie.keys()].find((other) => merged.has(other));
      if (shared === undefined) continue;
      merged = new Map([...scaled(tie, merged.get(shared)! / tie.get(shared)!), ...merged]);
    }
    ties = [...ties.filter((tie) => ![...tie.keys()].some((other) => merged.has(other))), merged];
  }
  return ties;
}

/**
 * The layers all of whose outputs shall have one unit: those that a layer reads whose weights cannot divide units out again, be
 * they frozen, mere signs, or so narrow that they were trained on a grid.
 *
 * @param widest - bits of the widest weights that are not to divide units out
 */
export function commonLayers(placed: readonly PlacedLayer[], widest: number): Set<number> {
  const common = new Set<number>();
  for (const { index, layer } of placed) {
    const isFixed = layer.kind === "lora" || ("weightBits" in layer && layer.weightBits <= widest);
    if (isFixed) for (const producer of producersOf(placed, index - 1).keys()) common.add(producer);
  }
  return common;
}

/** Units that a layer found for itself. */
export interface OwnUnits {
  natural: readonly number[];
  isRigid: boolean;
}

/**
 * Units for all layers of a tie: the coarsest that any of them needs, or those of one that cannot choose.
 *
 * @param own - by layer; units of a list repeat along the layer's outputs
 */
export function tiedUnits(tie: Tie, own: ReadonlyMap<number, OwnUnits>): Map<number, number[]> {
  const members = [...tie].map(([layer, factor]) => ({ layer, factor, ...own.get(layer)! }));
  const rigid = members.filter(({ isRigid }) => isRigid);
  const deciding = rigid.length > 0 ? rigid : members;
  const length = Math.max(...members.map(({ natural }) => natural.length));
  const target = Array.from({ length }, (_, k) =>
    Math.max(...deciding.map(({ natural, factor }) => natural[k % natural.length]! * factor)),
  );
  return new Map(
    members.map(({ layer, factor, natural }) => {
      const units = natural.map((_, c) =>
        target.reduce((most, unit, k) => (k % natural.length === c ? Math.max(most, unit) : most), 0),
      );
      return [layer, units.map((unit) => unit / factor)];
    }),
  );
}
