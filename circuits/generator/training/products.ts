// SPDX-License-Identifier: GPL-3.0-or-later
import { samplesPerChunk } from "@commonweight/sdk/data";
import { type PlacedTraining, type Recipe, trainedLayersOf, trainingBounds } from "@commonweight/sdk/training";
import { assertExactLanes, type LaneBounds, type Lanes, widestLanes } from "../bounds.ts";
import { freivaldsConstraints, plainConstraints, transcriptConstraints } from "../costs.ts";

/**
 * A product of matrices that TrainStep checks: left (p × k) times right (q × k) transposed. `forward`: inputs of several samples share
 * an element. `backward`: errors of several samples do. `gradient`: inputs of one sample do.
 */
export interface TrainingProduct extends Lanes {
  kind: "forward" | "backward" | "gradient";
  placed: PlacedTraining;
  /** How many vectors are packed, a lane each. */
  vectors: number;
  bounds: LaneBounds;
  p: number;
  k: number;
  q: number;
  check: "plain" | "freivalds";
}

export interface TrainingOptions {
  /** `freivalds`: checks every product so, whatever it costs, for tests; else each in the cheapest way. */
  check?: "freivalds";
}

/**
 * The products of a step, with the widest exact lanes, each checked in the cheapest way.
 *
 * @throws UnsoundLanesError naming the first layer whose numbers no lane holds
 */
export function trainingProductsOf(recipe: Recipe, options: TrainingOptions = {}): TrainingProduct[] {
  const samples = samplesPerChunk(recipe.task);
  const products = trainedLayersOf(recipe).flatMap((placed): TrainingProduct[] => {
    const { rows, columns, isFirst } = placed;
    const forward = productOf(recipe, placed, "forward", { vectors: samples, k: columns - 1, q: rows });
    const gradient = productOf(recipe, placed, "gradient", { vectors: columns, k: samples, q: rows });
    if (isFirst) return [forward, gradient];
    return [forward, productOf(recipe, placed, "backward", { vectors: samples, k: rows, q: columns - 1 }), gradient];
  });
  return chooseChecks(products, options);
}

/** Which product it is, for people. */
export function describeProduct({ kind, placed }: Pick<TrainingProduct, "kind" | "placed">): string {
  return `the ${kind} product of layer ${placed.index}`;
}

function productOf(
  recipe: Recipe,
  placed: PlacedTraining,
  kind: TrainingProduct["kind"],
  { vectors, k, q }: { vectors: number; k: number; q: number },
): TrainingProduct {
  const bounds = boundsOf(recipe, placed, kind);
  const lanes = widestLanes(bounds.difference, vectors);
  assertExactLanes(`${describeProduct({ kind, placed })} of ${recipe.name}`, lanes, bounds.difference);
  const p = Math.ceil(vectors / lanes.lanes);
  return { kind, placed, vectors, bounds, ...lanes, p, k, q, check: "plain" };
}

/** How far a claimed lane can be from the true one: what each can be, over all numbers in range. */
function boundsOf(recipe: Recipe, placed: PlacedTraining, kind: TrainingProduct["kind"]): LaneBounds {
  const own = trainingBounds(recipe).find(({ layer }) => layer === placed.index)!;
  const [accumulator, claim] = {
    forward: [own.forward, claimedForward(recipe, placed)],
    backward: [own.backward, claimedBackward(recipe, placed)],
    gradient: [own.gradient, own.claimedGradient],
  }[kind].map(BigInt) as [bigint, bigint];
  return { accumulator, claim, difference: accumulator + claim };
}

/** What RequantiseSlope takes, or ClippedDifference. */
function claimedForward({ loss }: Recipe, { isLast, dense }: PlacedTraining): number {
  if (isLast) return rounded(loss) + loss.target;
  return rounded({ accumulatorBits: dense.accumulatorBits!, shift: dense.requantise!.shift });
}

/** What HiddenErrors takes, of the layer before. */
function claimedBackward(recipe: Recipe, { index }: PlacedTraining): number {
  const before = trainedLayersOf(recipe).find((placed) => placed.index === index - 1);
  return before ? rounded(before.layer.error!) : 0;
}

/** The numbers that, once half a step is added, are signed with so many bits: −2^(A−1) − 2^(s−1) is the furthest. */
function rounded({ accumulatorBits, shift }: { accumulatorBits: number; shift: number }): number {
  return 2 ** (accumulatorBits - 1) + 2 ** (shift - 1);
}

/** Freivalds where it is cheaper, its share of the transcript included, as long as all of them together pay for the hash. */
function chooseChecks(products: readonly TrainingProduct[], { check }: TrainingOptions): TrainingProduct[] {
  if (check !== undefined) return products.map((product) => ({ ...product, check }));
  const saved = (product: TrainingProduct) => plainConstraints(product) - freivaldsConstraints(product);
  const candidates = products.filter((product) => saved(product) > transcriptConstraints([product]));
  const total = candidates.reduce((sum, product) => sum + saved(product), 0);
  if (total <= transcriptConstraints(candidates)) return [...products];
  return products.map((product) => (candidates.includes(product) ? { ...product, check: "freivalds" } : product));
}
