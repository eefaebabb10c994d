// SPDX-License-Identifier: GPL-3.0-or-later
import { samplesPerChunk, type Task } from "@commonweight/sdk/data";
import type { Architecture } from "@commonweight/sdk/model";
import { layoutId, type StatementName, statements } from "@commonweight/sdk/proving";
import { rowsOf } from "./bounds.ts";

/** An argument of a template, and what it is, for the reader. */
type Argument = [value: string | number | bigint, meaning: string];

/** The main component of SealChunk for a task. */
export function emitSealChunk(task: Task): string {
  return emitMain("SealChunk", `the task ${task.name}`, [
    [layoutId(task), `taskLayoutId: low 120 bits of the id of ${task.name}`],
    [task.features, "features"],
    [task.featureBits, "featureBits"],
    [task.classes, "classes"],
    [task.groups, "groups"],
    [task.lanes.perElement, `samplesPerElement: ${samplesPerChunk(task)} samples in all`],
    [task.lanes.stride, "stride"],
  ]);
}

/** The main component of SealModel for an architecture. */
export function emitSealModel(architecture: Architecture): string {
  const { layers } = architecture;
  return emitMain("SealModel", `the architecture ${architecture.name}`, [
    [layoutId(architecture), `architectureLayoutId: low 120 bits of the id of ${architecture.name}`],
    [architecture.features, "features"],
    [layers.length, "depth"],
    [list(rowsOf(architecture)), "rows: stored outputs; class 0 is not stored"],
    [list(layers.map((layer) => layer.weightBits)), "weightBits"],
    [list(layers.map((layer) => layer.biasBits)), "biasBits"],
    [
      list(layers.map((layer) => (layer.lanes.over === "outputs" ? layer.lanes.stride : 0))),
      "stride; the first is unused",
    ],
  ]);
}

/** The main component of EvaluateModel for an architecture on a task. */
export function emitEvaluateModel(task: Task, architecture: Architecture): string {
  const { layers } = architecture;
  const hidden = layers.flatMap(({ requantise }) => requantise ?? []);
  const strides = layers.map(({ lanes }) => (lanes.over === "outputs" ? lanes.stride : task.lanes.stride));
  return emitMain("EvaluateModel", `the architecture ${architecture.name} on the task ${task.name}`, [
    [layoutId(architecture), `architectureLayoutId: low 120 bits of the id of ${architecture.name}`],
    [layoutId(task), `taskLayoutId: low 120 bits of the id of ${task.name}`],
    [task.features, "features"],
    [task.classes, "classes"],
    [task.groups, "groups"],
    [task.lanes.perElement, `samplesPerElement: ${samplesPerChunk(task)} samples in all`],
    [layers.length, "depth"],
    [list(rowsOf(architecture)), "rows: stored outputs; class 0 is not stored"],
    [layers[0]!.weightBits, "weightBits of layer 0"],
    [layers[0]!.biasBits, "biasBits of layer 0"],
    [list(layers.map((layer) => layer.accumulatorBits)), "accumulatorBits"],
    [list(hidden.map(({ shift }) => shift)), "shift"],
    [list(hidden.map(({ activationBits }) => activationBits)), "activationBits"],
    [list(strides), "stride: over samples, then over outputs"],
  ]);
}

/** The statement's public inputs are listed in its order; circom takes the order from the template, and a test compares. */
function emitMain(statement: StatementName, subject: string, parameters: readonly Argument[]): string {
  const lines = parameters.map(([value, meaning], i) => {
    const separator = i < parameters.length - 1 ? "," : "";
    return `    ${`${value}${separator}`.padEnd(40)} // ${meaning}`;
  });
  return [
    "// SPDX-License-Identifier: GPL-3.0-or-later",
    `// Generated: ${statement} for ${subject}. Compiled in the root of the repository with -l . -l node_modules --O2.`,
    "pragma circom 2.2.0;",
    "",
    `include "circuits/src/model/${statement}.circom";`,
    "",
    `component main {public [${statements[statement].join(", ")}]} = ${statement}(`,
    ...lines,
    ");",
    "",
  ].join("\n");
}

function list(numbers: readonly number[]): string {
  return `[${numbers.join(", ")}]`;
}
