// SPDX-License-Identifier: MIT
import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { BaseError, InvalidFileError } from "@commonweight/sdk";
import { type TemplateValues, termsTemplate } from "../../bounty/template.ts";
import type { Context } from "../../context.ts";
import type { Result } from "../../output.ts";

/** Writes a file of terms to be filled in: never over another. */
export async function init(context: Context, file: string, options: { token?: `0x${string}` }): Promise<Result> {
  const path = resolve(context.io.cwd, file);
  const text = termsTemplate({ ...(await knownNames(context)), token: options.token });
  const handle = await open(path, "wx").catch((cause: NodeJS.ErrnoException) => {
    const problem = cause.code === "EEXIST" ? "The file exists" : "The file cannot be written";
    throw new InvalidFileError(path, `${problem}; expected a name that is free.`, { cause });
  });
  await handle.writeFile(text);
  await handle.close();
  return { json: { path }, text: `Wrote ${path}. Fill it in, then: commonweight bounty create ${file}` };
}

/** The first task and architecture of the deployment; examples where there is no chain to ask. */
async function knownNames(context: Context): Promise<Pick<TemplateValues, "task" | "architecture">> {
  try {
    const { tasks, architectures } = await context.deployment();
    const [[task], [architecture]] = [Object.keys(tasks), Object.keys(architectures)];
    return { task: task ?? "digits-28", architecture: architecture ?? "any" };
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    return { task: "digits-28", architecture: "digits-mlp" };
  }
}
