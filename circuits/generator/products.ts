// SPDX-License-Identifier: GPL-3.0-or-later
import { parseTask, type Task } from "@commonweight/sdk/data";
import {
  type Architecture,
  assertFits,
  lanesOf,
  layersOf,
  type Matrix,
  type PlacedLayer,
  parseArchitecture,
} from "@commonweight/sdk/model";
import {
  assertExactLanes,
  assertOutputLanes,
  assertTaskLanes,
  describeMatrix,
  type LaneBounds,
  type Lanes,
  laneBounds,
  vectorsOf,
  widestLanes,
} from "./bounds.ts";
import { freivaldsConstraints, plainConstraints, transcriptConstraints } from "./costs.ts";

/**
 * A product of matrices that EvaluateModel checks: left (p × k) times right (q × k) transposed. Lanes over samples: left are packed
 * vectors, right the weights. Lanes over outputs: left are vectors, right the packed weights.
 */
export interface Product extends Lanes {
  placed: PlacedLayer;
  matrix: Matrix;
  /** Index of the matrix in the model. */
  index: number;
  /** Vectors in a chunk. */
  vectors: number;
  /** Whether the vectors are packed in the chunk's commitment already. */
  isPacked: boolean;
  bounds: LaneBounds;
  p: number;
  k: number;
  q: number;
  /** How it is checked. An expert's product is not claimed but computed, since which of them counts is secret. */
  check: "plain" | "freivalds" | "computed";
}

/**
 * The products of an architecture on a task, with exact lanes, each checked in the cheapest way.
 *
 * @param task - checked by `parseTask`, so that unparsed JSON may be given
 * @param architecture - checked by `parseArchitecture`
 * @throws InvalidValueError if either is malformed, or they do not fit each other; UnsoundLanesError naming the first layer
 * whose lanes are too narrow
 */
export function productsOf(task: Task, architecture: Architecture): Product[] {
  parseTask(task);
  parseArchitecture(architecture);
  assertFits(architecture, task);
  assertTaskLanes(task);
  const products = layersOf(architecture).flatMap((placed) => {
    assertOutputLanes(architecture.name, placed);
    return placed.matrices.map((matrix, m) => productOf(task, architecture, placed, matrix, placed.firstMatrix + m));
  });
  return chooseChecks(products);
}

function productOf(
  task: Task,
  architecture: Architecture,
  placed: PlacedLayer,
  matrix: Matrix,
  index: number,
): Product {
  const bounds = laneBounds(placed, matrix, task);
  const vectors = vectorsOf(placed, task);
  const k = matrix.columns;
  const check = matrix.role === "expert" ? "computed" : "plain";
  if (matrix.lanes.over === "outputs") {
    const { stride, perElement, elements } = lanesOf(matrix);
    const lanes = { stride, lanes: perElement };
    return { placed, matrix, index, vectors, isPacked: false, bounds, ...lanes, p: vectors, k, q: elements, check };
  }
  const given = taskLanes(task, placed);
  const lanes = given ?? widestLanes(bounds.difference, vectors);
  const subject = `${describeMatrix(placed, matrix)} of ${architecture.name} on ${task.name}`;
  assertExactLanes(subject, lanes, bounds.difference);
  const p = Math.ceil(vectors / lanes.lanes);
  const isPacked = placed.index === 0 && task.encoding.kind === "lanes" && matrix.role !== "up";
  return { placed, matrix, index, vectors, isPacked, bounds, ...lanes, p, k, q: matrix.rows, check };
}

/** The lanes of the task, where its packed features are read, or its packed targets compared with; else none. */
function taskLanes({ encoding, metric }: Task, { index, isLast }: PlacedLayer): Lanes | undefined {
  if (encoding.kind !== "lanes") return undefined;
  const readsFeatures = index === 0;
  const meetsTargets = isLast && metric === "squared-error";
  return readsFeatures || meetsTargets ? { stride: encoding.stride, lanes: encoding.perElement } : undefined;
}

/**
 * Checks by Freivalds whatever becomes cheaper by it, the hash of its products included, as long as all of them together
 * pay for the hash.
 */
function chooseChecks(products: readonly Product[]): Product[] {
  const candidates = products.filter((product) => product.check === "plain" && saving(product) > 0);
  const saved = candidates.reduce((sum, product) => sum + plainConstraints(product) - freivaldsConstraints(product), 0);
  if (saved <= transcriptConstraints(candidates)) return [...products];
  return products.map((product) => (candidates.includes(product) ? { ...product, check: "freivalds" } : product));
}

/** Constraints that Freivalds saves, less the product's share of the hash. */
function saving(product: Product): number {
  const share = transcriptConstraints([product]);
  return plainConstraints(product) - freivaldsConstraints(product) - share;
}
