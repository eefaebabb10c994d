// SPDX-License-Identifier: MIT
// Tasks and architectures as people name them: a file with their JSON, or what the registry calls them.
import { resolve } from "node:path";
import {
  type Architecture,
  type ListDefinitionsReturnType,
  parseArchitecture,
  parseTask,
  readJsonFile,
  type Task,
} from "@commonweight/sdk";
import type { Context } from "./context.ts";
import { UnknownNameError } from "./errors.ts";

/**
 * An architecture, from a file whose name ends with `.json`, or from the registry by its name or id.
 *
 * @throws {@link InvalidFileError} where the file is none
 * @throws {@link UnknownNameError} where the registry has none of the name
 */
export async function architectureOf(context: Context, name: string): Promise<Architecture> {
  if (isFile(name)) return readJsonFile(resolve(context.io.cwd, name), "architecture", parseArchitecture);
  return findArchitecture(await (await context.reader()).listDefinitions(), name).architecture;
}

/** What the registry calls by a name, or has under an id. */
export function findArchitecture(
  { architectures }: ListDefinitionsReturnType,
  name: string,
): ListDefinitionsReturnType["architectures"][number] {
  const found = architectures.find(({ id, architecture }) => id === name || architecture.name === name);
  if (found !== undefined) return found;
  const known = architectures.map(({ architecture }) => architecture.name);
  throw new UnknownNameError({ what: "architecture", name, known });
}

/** A task, from a file whose name ends with `.json`, or by the name that the deployment has it under. */
export async function taskOf(context: Context, name: string): Promise<Task> {
  if (isFile(name)) return readJsonFile(resolve(context.io.cwd, name), "task", parseTask);
  const { tasks } = await context.deployment();
  const task = tasks[name];
  if (task === undefined) throw new UnknownNameError({ what: "task", name, known: Object.keys(tasks) });
  return (await context.reader()).getTaskDefinition({ task });
}

function isFile(name: string): boolean {
  return name.endsWith(".json");
}
