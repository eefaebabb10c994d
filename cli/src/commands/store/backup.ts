// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import { backupStore } from "@commonweight/sdk";
import type { Context } from "../../context.ts";
import type { Result } from "../../output.ts";
import { unlockOf } from "../../secrets.ts";

/** Copies the whole store into one file, as encrypted as the store is, once every record has been read. */
export async function backup({ io, settings }: Context, file: string): Promise<Result> {
  const { store } = settings;
  const path = resolve(io.cwd, file);
  const records = await backupStore(store, path, await unlockOf(io, settings));
  const text = `${records} records of ${store} are in ${path}.\nKeep it on another machine: what it holds cannot be made again.`;
  return { json: { store, file: path, records }, text };
}
