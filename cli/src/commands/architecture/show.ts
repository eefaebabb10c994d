// SPDX-License-Identifier: MIT
import { type Architecture, matricesOf, modelWordCount } from "@commonweight/sdk";
import type { Context } from "../../context.ts";
import { findArchitecture } from "../../definitions.ts";
import { formatFacts, formatTable } from "../../format/table.ts";
import type { Result } from "../../output.ts";

/** One architecture: layer by layer, and on which tasks it can be proven. */
export async function show(context: Context, name: string): Promise<Result> {
  const definitions = await (await context.reader()).listDefinitions();
  const { id, architecture } = findArchitecture(definitions, name);
  const { tasks, pairs } = definitions;
  const ofTasks = pairs.filter((pair) => pair.architecture === id && !pair.retired);
  const taskNames = ofTasks.map(({ task }) => tasks.find((one) => one.id === task)?.task.name ?? task);
  const head = formatFacts([
    ["architecture", architecture.name],
    ["id", id],
    ["tasks", taskNames.join(", ") || "none"],
    ["words of a model", String(modelWordCount(architecture))],
    ["input", describe(architecture.input)],
    ["output", describe(architecture.output)],
  ]);
  return { json: { id, architecture, tasks: taskNames }, text: `${head}\n\n${layersTable(architecture)}` };
}

function layersTable(architecture: Architecture): string {
  const layers = architecture.layers.map((layer, i) => {
    const { kind, ...rest } = layer;
    return [String(i), kind, describe(rest)];
  });
  const matrices = matricesOf(architecture).map(({ rows, columns, weightBits, biasBits }, i) => [
    String(i),
    `${rows} × ${columns}`,
    String(weightBits),
    String(biasBits),
  ]);
  const first = formatTable(["layer", "kind", ""], layers, { left: ["kind", ""] });
  return `${first}\n\n${formatTable(["matrix", "shape", "weight bits", "bias bits"], matrices)}`;
}

/** The values of a definition in a line; long ones cut. */
function describe(values: object): string {
  return Object.entries(values)
    .map(([key, value]) => `${key} ${typeof value === "object" ? JSON.stringify(value) : String(value).slice(0, 40)}`)
    .join(", ");
}
