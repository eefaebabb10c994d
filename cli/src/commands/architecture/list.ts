// SPDX-License-Identifier: MIT
import { matricesOf, samplesPerChunk } from "@commonweight/sdk";
import type { Context } from "../../context.ts";
import { formatTable } from "../../format/table.ts";
import type { Result } from "../../output.ts";

/** What is registered: tasks, and architectures with the tasks that they can be proven on. */
export async function list(context: Context): Promise<Result> {
  const definitions = await (await context.reader()).listDefinitions();
  const { tasks, architectures, pairs } = definitions;
  const nameOf = (id: string) => tasks.find((one) => one.id === id)?.task.name ?? id;
  const taskTable = formatTable(
    ["task", "metric", "samples a chunk", ""],
    tasks.map(({ task, retired }) => [task.name, task.metric, String(samplesPerChunk(task)), retired ? "retired" : ""]),
    { left: ["metric", ""] },
  );
  const table = formatTable(
    ["architecture", "weights", "tasks"],
    architectures.map(({ id, architecture }) => [
      architecture.name,
      String(matricesOf(architecture).reduce((sum, { rows, columns }) => sum + rows * columns, 0)),
      pairs
        .filter((pair) => pair.architecture === id)
        .map(({ task, retired }) => `${nameOf(task)}${retired ? " (retired)" : ""}`)
        .join(", "),
    ]),
    { left: ["tasks"] },
  );
  return { json: definitions, text: `${taskTable}\n\n${table}` };
}
