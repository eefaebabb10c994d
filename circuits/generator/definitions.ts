// SPDX-License-Identifier: GPL-3.0-or-later
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseTask, type Task } from "@commonweight/sdk/data";
import { type Architecture, parseArchitecture } from "@commonweight/sdk/model";
import { parseRecipe, type Recipe } from "@commonweight/sdk/training";
import { InvalidDefinitionError, RefusedDefinitionError, UnknownDefinitionError } from "./errors.ts";

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

/** Names of the recipes in `circuits/recipes`, sorted. */
export function recipeNames(): string[] {
  return namesIn("recipes");
}

/**
 * A task of `circuits/tasks`.
 *
 * @throws {@link UnknownDefinitionError} if there is none of that name; and as {@link parseDefinition}
 * @example
 * loadTask("digits-28").groups; // 2
 */
export function loadTask(name: string): Task {
  return loadDefinition("tasks", name, parseTask);
}

/**
 * An architecture of `circuits/architectures`.
 *
 * @throws {@link UnknownDefinitionError} if there is none of that name; and as {@link parseDefinition}
 */
export function loadArchitecture(name: string): Architecture {
  return loadDefinition("architectures", name, parseArchitecture);
}

/**
 * A recipe of `circuits/recipes`, which names its architecture.
 *
 * @throws as {@link loadTask}; also for the architecture
 */
export function loadRecipe(name: string): Recipe {
  return loadDefinition("recipes", name, recipeOf);
}

/** A recipe from JSON with the name of an architecture of `circuits/architectures` in place of the architecture. */
export function recipeOf(json: unknown): Recipe {
  const { architecture } = json as { architecture: unknown };
  if (typeof architecture !== "string") return parseRecipe(json);
  return parseRecipe({ ...(json as object), architecture: loadArchitecture(architecture) });
}

/**
 * A definition from the text of its file, whose name it must bear: a copied file in which the name was not changed would
 * pass for another definition.
 *
 * @param folder - of `circuits`
 * @param name - of the file, without its ending
 * @param parse - from JSON
 * @throws {@link InvalidDefinitionError} if it is malformed, and {@link RefusedDefinitionError} if it bears another name;
 * both begin with the file
 */
export function parseDefinition<definition extends { name: string }>(
  { folder, name, text }: { folder: Folder; name: string; text: string },
  parse: (json: unknown) => definition,
): definition {
  const file = `circuits/${folder}/${name}.json`;
  const definition = attempt(file, () => parse(JSON.parse(text)));
  if (definition.name === name) return definition;
  throw new RefusedDefinitionError({ subject: `${file}: The name`, value: definition.name, expected: name });
}

type Folder = "tasks" | "architectures" | "recipes";

function namesIn(folder: Folder): string[] {
  return readdirSync(join(REPOSITORY, "circuits", folder))
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .sort();
}

function loadDefinition<definition extends { name: string }>(
  folder: Folder,
  name: string,
  parse: (json: unknown) => definition,
): definition {
  const names = namesIn(folder);
  if (!names.includes(name)) {
    const expected = `one of ${names.join(", ")}, the files of circuits/${folder}`;
    throw new UnknownDefinitionError({ subject: "The name of the definition", value: name, expected });
  }
  const text = readFileSync(join(REPOSITORY, "circuits", folder, `${name}.json`), "utf8");
  return parseDefinition({ folder, name, text }, parse);
}

function attempt<definition>(file: string, parse: () => definition): definition {
  try {
    return parse();
  } catch (cause) {
    throw new InvalidDefinitionError(file, cause);
  }
}
