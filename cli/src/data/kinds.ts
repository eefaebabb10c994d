// SPDX-License-Identifier: MIT
import {
  asClassification,
  type ClassificationTask,
  InvalidValueError,
  type SequenceTask,
  type Task,
} from "@commonweight/sdk";

/** A task that a bounty can be of. */
export type ScoredTask = ClassificationTask | SequenceTask;

/**
 * A task whose points the contracts count: labels, or symbols that follow.
 *
 * @throws {@link InvalidValueError} for a regression, whose points they cannot hold, see docs/decisions/0015
 */
export function asScored(task: Task): ScoredTask {
  if (task.metric === "next-symbol") return task;
  if (task.metric !== "squared-error") return asClassification(task);
  const expected = '"accuracy", "agreement" or "next-symbol": the contracts do not score a regression';
  throw new InvalidValueError({ subject: `The metric of ${task.name}`, value: task.metric, expected });
}

/** What a network for a task reads. */
export function readerOf(task: ScoredTask) {
  const { name } = task;
  if (task.metric === "next-symbol") {
    const { symbols, context } = task;
    return { name, input: { kind: "symbols", symbols, context } } as const;
  }
  const { features, featureBits } = task;
  return { name, input: { kind: "features", features, featureBits } } as const;
}
