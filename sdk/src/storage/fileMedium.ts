// SPDX-License-Identifier: MIT
import { randomBytes } from "node:crypto";
import { link, mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { StoreAccessError } from "../errors/storage.ts";
import { syncFolder, writeNewFile } from "../utils/files.ts";
import type { RemovableMedium, ReplaceableMedium } from "./medium.ts";

/** Only the owner reads what a store holds. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
const TEMPORARY_ENDING = ".new";

/**
 * Keeps records as files below a folder, which only their owner can read.
 *
 * @throws in every function {@link StoreAccessError}, where the file system refuses what is asked
 */
export function fileMedium(folder: string): ReplaceableMedium & RemovableMedium {
  const pathOf = (name: string): string => join(folder, name);
  return {
    create: (name, text) => {
      const path = pathOf(name);
      return accessing(path, "written", async () => {
        await mkdir(dirname(path), { recursive: true, mode: FOLDER_MODE });
        await removeLeftovers(path);
        const created = await createWhole(path, text);
        await syncFolder(dirname(path));
        return created;
      });
    },
    replace: (name, text) => {
      const path = pathOf(name);
      return accessing(path, "written", async () => {
        await mkdir(dirname(path), { recursive: true, mode: FOLDER_MODE });
        await removeLeftovers(path);
        await replaceWhole(path, text);
        await syncFolder(dirname(path));
      });
    },
    remove: (name) => {
      const path = pathOf(name);
      return accessing(path, "removed", async () => {
        await rm(path, { force: true });
        await syncFolder(dirname(path)).catch(unlessMissing(undefined));
      });
    },
    read: (name) => {
      const path = pathOf(name);
      return accessing(path, "read", () => readFile(path, "utf8").catch(unlessMissing(undefined)));
    },
    list: async (prefix) => {
      // A prefix that ends in a slash has no start of a name after its folder.
      const below = prefix.slice(0, prefix.lastIndexOf("/") + 1);
      const parent = dirname(pathOf(`${below}-`));
      const names = await accessing(parent, "listed", () => readdir(parent).catch(unlessMissing<string[]>([])));
      return names
        .filter((name) => name.endsWith(".json"))
        .map((name) => `${below}${name}`)
        .filter((name) => name.startsWith(prefix))
        .sort();
    },
    locate: pathOf,
  };
}

/**
 * Makes a file that has all of its text from the moment it has its name: a link of a finished file, which, unlike a rename,
 * never takes the name from another.
 *
 * @returns false where the name is taken
 */
async function createWhole(path: string, text: string): Promise<boolean> {
  for (;;) {
    const temporary = temporaryPath(path);
    try {
      await writeNewFile(temporary, text, FILE_MODE);
      const problem = await link(temporary, path).catch((error: unknown) => error);
      if (problem === undefined) return true;
      if (hasCode(problem, "EEXIST")) return false;
      // A writer that started later took the temporary file for a leftover; each does so only once, at its start.
      if (!hasCode(problem, "ENOENT")) throw problem;
    } finally {
      await rm(temporary, { force: true });
    }
  }
}

/** Puts a finished file in the place of another. */
async function replaceWhole(path: string, text: string): Promise<void> {
  const temporary = temporaryPath(path);
  try {
    await writeNewFile(temporary, text, FILE_MODE);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

function temporaryPath(path: string): string {
  return `${path}.${randomBytes(6).toString("hex")}${TEMPORARY_ENDING}`;
}

/**
 * Removes what writers that were killed have left in folders of a store; no other process may be writing to it.
 *
 * @param folders - names below the store's folder
 * @throws {@link StoreAccessError}
 */
export async function removeTemporaryFiles(folder: string, folders: readonly string[]): Promise<void> {
  for (const parent of folders.map((name) => join(folder, name))) {
    await accessing(parent, "listed", async () => {
      const names = await readdir(parent).catch(unlessMissing<string[]>([]));
      const leftovers = names.filter((name) => name.endsWith(`.json.${name.split(".").at(-2)}${TEMPORARY_ENDING}`));
      await Promise.all(leftovers.map((name) => rm(join(parent, name), { force: true })));
    });
  }
}

/** A process that was killed leaves its temporary file, with the secret in it, until the record is next written. */
async function removeLeftovers(path: string): Promise<void> {
  const names = await readdir(dirname(path));
  const leftovers = names.filter((name) => name.startsWith(`${basename(path)}.`) && name.endsWith(TEMPORARY_ENDING));
  await Promise.all(leftovers.map((name) => rm(join(dirname(path), name), { force: true })));
}

async function accessing<result>(
  location: string,
  action: "read" | "written" | "listed" | "removed",
  work: () => Promise<result>,
): Promise<result> {
  try {
    return await work();
  } catch (cause) {
    throw new StoreAccessError({ location, action, cause });
  }
}

function unlessMissing<fallback>(fallback: fallback): (error: unknown) => fallback {
  return (error) => {
    if (hasCode(error, "ENOENT")) return fallback;
    throw error;
  };
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
