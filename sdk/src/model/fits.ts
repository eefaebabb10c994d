// SPDX-License-Identifier: MIT
import type { Task } from "../data/task.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import type { Architecture } from "./architecture.ts";

/**
 * Checks that an architecture reads the samples of a task, and gives what its metric scores. Whether its lanes are wide enough
 * for the task's is checked where circuits are generated.
 *
 * @throws {@link InvalidValueError} naming the first property that differs
 */
export function assertFits(architecture: Architecture, task: Task): void {
  const subjectOf = (key: string) => `${key} of the architecture ${architecture.name}`;
  const actual: Record<string, unknown> = {
    input: architecture.input.kind,
    ...architecture.input,
    ...architecture.output,
  };
  const expected: Record<string, unknown> =
    task.metric === "next-symbol"
      ? { symbols: task.symbols, context: task.context, classes: task.symbols }
      : task.metric === "squared-error"
        ? { features: task.features, featureBits: task.featureBits, values: task.targets }
        : { features: task.features, featureBits: task.featureBits, classes: task.classes };
  for (const [key, value] of Object.entries(expected)) {
    if (actual[key] === value) continue;
    const sentence = `${value}, as in ${task.name}`;
    throw new InvalidValueError({ subject: subjectOf(key), value: actual[key] ?? "none", expected: sentence });
  }
  assertComputesOn(architecture, task);
}

/** Checks that the first layer can compute on packed features, and the last one towards packed targets. */
function assertComputesOn(architecture: Architecture, task: Task): void {
  if (task.encoding.kind !== "lanes") return;
  const first = architecture.layers[0]!;
  if (!("lanes" in first) || first.lanes.over !== "samples") {
    const expected = `a layer with lanes over samples: ${task.name} packs the features of several samples in an element`;
    throw new InvalidValueError({ subject: `Layer 0 of ${architecture.name}`, value: first.kind, expected });
  }
  const last = architecture.layers.at(-1)!;
  if (task.metric === "squared-error" && "lanes" in last && last.lanes.over !== "samples") {
    const expected = `lanes over samples: ${task.name} packs the targets of several samples in an element`;
    throw new InvalidValueError({
      subject: `The last layer of ${architecture.name}`,
      value: "lanes over outputs",
      expected,
    });
  }
}

/** Whether an architecture fits a task, see {@link assertFits}. */
export function fits(architecture: Architecture, task: Task): boolean {
  try {
    assertFits(architecture, task);
    return true;
  } catch (error) {
    if (error instanceof InvalidValueError) return false;
    throw error;
  }
}
