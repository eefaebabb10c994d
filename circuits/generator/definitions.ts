// SPDX-License-Identifier: GPL-3.0-or-later
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseTask, type Task } from "@commonweight/sdk/data";
import { type Architecture, parseArchitecture } from "@commonweight/sdk/model";
import { RefusedDefinitionError, UnknownDefinitionError } from "./errors.ts";

/** The folder of the repository; circom sees nothing outside it. */
export const REPOSITORY = join(import.meta.dirname, "..", "..");

/** Names of the tasks in `circuits/tasks`, sorted. */
export function taskNames(): string[] {
  return namesIn("tasks");
}

/** Names of the architectures in `circuits/architectures`, sorted. */
export function architectureNames(): string[] {
  return namesIn("architectures");
}

/**
 * A task of `circuits/tasks`.
 *
 * @throws {@link UnknownDefinitionError} if there is none of that name; InvalidValueError if it is malformed
 * @example
 * loadTask("digits-28").groups; // 2
 */
export function loadTask(name: string): Task {
  return named(name, parseTask(readDefinition("tasks", name)));
}

/**
 * An architecture of `circuits/architectures`.
 *
 * @throws {@link UnknownDefinitionError} if there is none of that name; InvalidValueError if it is malformed
 */
export function loadArchitecture(name: string): Architecture {
  return named(name, parseArchitecture(readDefinition("architectures", name)));
}

type Folder = "tasks" | "architectures";

function namesIn(folder: Folder): string[] {
  return readdirSync(join(REPOSITORY, "circuits", folder))
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .sort();
}

function readDefinition(folder: Folder, name: string): unknown {
  const names = namesIn(folder);
  if (!names.includes(name)) {
    const expected = `one of ${names.join(", ")}, the files of circuits/${folder}`;
    throw new UnknownDefinitionError({ subject: "The name of the definition", value: name, expected });
  }
  return JSON.parse(readFileSync(join(REPOSITORY, "circuits", folder, `${name}.json`), "utf8"));
}

/** A copied file whose name was not changed inside would pass for another definition. */
function named<definition extends { name: string }>(name: string, definition: definition): definition {
  if (definition.name === name) return definition;
  throw new RefusedDefinitionError({ subject: `The name in ${name}.json`, value: definition.name, expected: name });
}
