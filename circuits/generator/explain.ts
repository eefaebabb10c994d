// SPDX-License-Identifier: GPL-3.0-or-later
import { describeMatrix } from "./bounds.ts";
import { type Cost, freivaldsConstraints, plainConstraints, transcriptConstraints } from "./costs.ts";
import type { CircuitPlan } from "./plan.ts";
import type { Product } from "./products.ts";
import { describeProduct, type TrainingProduct } from "./training/products.ts";

/**
 * A plan for people: of every layer the form, its lanes and bounds, what each way of checking it costs, and the constraints
 * expected of every part.
 *
 * @param plan - of any statement
 * @param counted - constraints of the compiled circuit, if it has been compiled
 */
export function explain(plan: CircuitPlan, counted?: number): string {
  const lines = [`${plan.name}: ${plan.statement}`, ""];
  for (const product of plan.products) lines.push(...explainProduct(product), "");
  for (const product of plan.trainingProducts ?? []) lines.push(...explainTraining(product), "");
  lines.push(...explainCosts(plan.costs), "", `constraints expected  ${format(plan.constraints)}, from above`);
  lines.push(`constraints counted   ${counted === undefined ? "not compiled" : format(counted)}`);
  return lines.join("\n");
}

function explainProduct(product: Product): string[] {
  const { placed, matrix, p, k, q, vectors, stride, lanes, bounds, check } = product;
  const { accumulator, claim, difference } = bounds;
  const left = matrix.lanes.over === "samples" ? "packed vectors" : "vectors";
  return [
    `${describeMatrix(placed, matrix)}: ${matrix.rows} × ${matrix.columns} weights of ${bits(matrix.weightBits)}, on ${vectors} vectors`,
    `  form        lanes over ${matrix.lanes.over}: ${lanes} of ${stride} bits${product.isPacked ? ", the task's" : ""}`,
    `  product     ${p} ${left} × ${k} × ${q}`,
    `  bounds      |true| ≤ ${accumulator}, |claimed| ≤ ${claim}: E = ${difference} < 2^${stride} = ${2n ** BigInt(stride)}`,
    ...(check === "computed" ? [`  computed    ${format(plainConstraints(product))}`] : explainCheck(product)),
  ];
}

function explainTraining(product: TrainingProduct): string[] {
  const { p, k, q, vectors, stride, lanes, bounds } = product;
  const { accumulator, claim, difference } = bounds;
  return [
    `${describeProduct(product)}: of ${vectors} vectors`,
    `  form        ${lanes} lanes of ${stride} bits`,
    `  product     ${p} × ${k} × ${q}`,
    `  bounds      |true| ≤ ${accumulator}, |claimed| ≤ ${claim}: E = ${difference} < 2^${stride} = ${2n ** BigInt(stride)}`,
    ...explainCheck(product),
  ];
}

function explainCheck(product: Pick<Product, "p" | "k" | "q" | "check">): string[] {
  const share = transcriptConstraints([product]);
  const byFreivalds = `${format(freivaldsConstraints(product))} and ${format(share)} for the hash of its products`;
  const mark = (isChosen: boolean) => (isChosen ? "  ← chosen" : "");
  return [
    `  plain       ${format(plainConstraints(product))}${mark(product.check === "plain")}`,
    `  Freivalds   ${byFreivalds}${mark(product.check === "freivalds")}`,
  ];
}

function explainCosts(costs: readonly Cost[]): string[] {
  const rows = costs
    .filter(({ constraints }) => constraints > 0)
    .map(({ part, constraints }) => [typeof part === "number" ? `layer ${part}` : part, format(constraints)] as const);
  const width = Math.max(...rows.map(([name]) => name.length));
  const digits = Math.max(...rows.map(([, count]) => count.length));
  return rows.map(([name, count]) => `${name.padEnd(width)}  ${count.padStart(digits)}`);
}

function bits(count: number): string {
  return count === 1 ? "1 bit" : `${count} bits`;
}

function format(count: number): string {
  return count.toLocaleString("en-GB");
}
