// SPDX-License-Identifier: GPL-3.0-or-later
import { chunkWordCount, parseTask, type Task } from "@commonweight/sdk/data";
import { type Architecture, modelWordCount, parseArchitecture } from "@commonweight/sdk/model";
import type { StatementName } from "@commonweight/sdk/proving";
import { assertTaskLanes, boundsOf, type LayerBounds, laterLayerBounds } from "./bounds.ts";
import {
  assertConstraints,
  assertWords,
  evaluateModelConstraints,
  sealChunkConstraints,
  sealModelConstraints,
} from "./costs.ts";
import { emitEvaluateModel, emitSealChunk, emitSealModel } from "./emit.ts";

/** A circuit that the generator vouches for: none of its parameters lets values overflow or alias. */
export interface CircuitPlan {
  /** For example `evaluate-model.digits-28.digits-mlp`. */
  name: string;
  statement: StatementName;
  /** Bounds of the layers whose lanes the circuit relies on. */
  bounds: LayerBounds[];
  /** Constraints, estimated from above. */
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
  const name = `seal-chunk.${task.name}`;
  const constraints = sealChunkConstraints(task);
  assertWords(`a chunk of ${task.name}`, chunkWordCount(task));
  assertConstraints(name, constraints);
  return { name, statement: "SealChunk", bounds: [], constraints, main: emitSealChunk(task) };
}

/**
 * SealModel for an architecture.
 *
 * @throws InvalidValueError if the architecture is malformed; UnsoundLanesError if the lanes of a layer are too narrow;
 * CircuitTooLargeError
 */
export function planSealModel(architecture: Architecture): CircuitPlan {
  parseArchitecture(architecture);
  const bounds = laterLayerBounds(architecture);
  const name = `seal-model.${architecture.name}`;
  const constraints = sealModelConstraints(architecture);
  assertWords(`a model of ${architecture.name}`, modelWordCount(architecture));
  assertConstraints(name, constraints);
  return { name, statement: "SealModel", bounds, constraints, main: emitSealModel(architecture) };
}

/**
 * EvaluateModel for an architecture on a task.
 *
 * @throws InvalidValueError if either is malformed, or their features or classes differ; UnsoundLanesError if the lanes of a
 * layer are too narrow; CircuitTooLargeError
 */
export function planEvaluateModel(task: Task, architecture: Architecture): CircuitPlan {
  const bounds = boundsOf(task, architecture);
  const name = `evaluate-model.${task.name}.${architecture.name}`;
  const constraints = evaluateModelConstraints(task, architecture);
  assertConstraints(name, constraints);
  return { name, statement: "EvaluateModel", bounds, constraints, main: emitEvaluateModel(task, architecture) };
}
