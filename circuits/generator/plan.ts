// SPDX-License-Identifier: GPL-3.0-or-later
import { chunkWordCount, parseTask, type Task } from "@commonweight/sdk/data";
import { type Architecture, layersOf, modelWordCount, parseArchitecture } from "@commonweight/sdk/model";
import type { StatementName } from "@commonweight/sdk/proving";
import { assertOutputLanes, assertTaskLanes } from "./bounds.ts";
import {
  assertConstraints,
  assertWords,
  type Cost,
  evaluateModelCosts,
  sealChunkCosts,
  sealModelCosts,
  totalOf,
} from "./costs.ts";
import { type EvaluateOptions, emitEvaluateModel } from "./emit/evaluateModel.ts";
import { emitSealChunk } from "./emit/sealChunk.ts";
import { emitSealModel } from "./emit/sealModel.ts";
import { type Product, productsOf } from "./products.ts";
import type { TrainingProduct } from "./training/products.ts";

/** A circuit that the generator vouches for: none of its parameters lets values overflow or alias. */
export interface CircuitPlan {
  /** For example `evaluate-model.digits-28.digits-mlp`. */
  name: string;
  statement: StatementName;
  /** Matrix products that the circuit checks, with their bounds. */
  products: Product[];
  /** TrainStep: its products. */
  trainingProducts?: TrainingProduct[];
  /** Constraints by part, estimated from above. */
  costs: Cost[];
  /** All of them together. */
  constraints: number;
  /** circom text of the main component. */
  main: string;
}

/**
 * SealChunk for a task.
 *
 * @throws InvalidValueError if the task is malformed; UnsoundLanesError if its packed features are ambiguous;
 * CircuitTooLargeError
 */
export function planSealChunk(task: Task): CircuitPlan {
  parseTask(task);
  assertTaskLanes(task);
  assertWords(`a chunk of ${task.name}`, chunkWordCount(task));
  return planned(`seal-chunk.${task.name}`, "SealChunk", [], sealChunkCosts(task), () => emitSealChunk(task));
}

/**
 * SealModel for an architecture.
 *
 * @throws InvalidValueError if the architecture is malformed; UnsoundLanesError if the lanes of a layer are too narrow;
 * CircuitTooLargeError
 */
export function planSealModel(architecture: Architecture): CircuitPlan {
  parseArchitecture(architecture);
  for (const placed of layersOf(architecture)) assertOutputLanes(architecture.name, placed);
  assertWords(`a model of ${architecture.name}`, modelWordCount(architecture));
  const costs = sealModelCosts(architecture);
  return planned(`seal-model.${architecture.name}`, "SealModel", [], costs, () => emitSealModel(architecture));
}

/**
 * EvaluateModel for an architecture on a task.
 *
 * @throws InvalidValueError if either is malformed, or they do not fit each other; UnsoundLanesError if the lanes of a
 * layer are too narrow; CircuitTooLargeError
 */
export function planEvaluateModel(task: Task, architecture: Architecture): CircuitPlan {
  const plan = countEvaluateModel(task, architecture);
  assertConstraints(plan.name, plan.constraints);
  return plan;
}

/**
 * As {@link planEvaluateModel}, but of any size: to be counted, since there is no key for it beyond the ceiling.
 *
 * @throws as {@link planEvaluateModel}, but for CircuitTooLargeError
 */
export function countEvaluateModel(task: Task, architecture: Architecture, options: EvaluateOptions = {}): CircuitPlan {
  const products = productsOf(task, architecture);
  const costs = evaluateModelCosts(task, architecture, products, options);
  const name = `evaluate-model.${task.name}.${architecture.name}`;
  const main = emitEvaluateModel(task, architecture, products, options);
  return { name, statement: "EvaluateModel", products, costs, constraints: totalOf(costs), main };
}

function planned(
  name: string,
  statement: StatementName,
  products: Product[],
  costs: Cost[],
  emit: () => string,
): CircuitPlan {
  const constraints = totalOf(costs);
  assertConstraints(name, constraints);
  return { name, statement, products, costs, constraints, main: emit() };
}
