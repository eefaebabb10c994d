// SPDX-License-Identifier: MIT
import { randomBytes } from "node:crypto";
import { link, mkdir, open, readdir, readFile, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { writeFileAtomic } from "../utils/files.ts";
import type { StoreMedium } from "./medium.ts";

/** Only the owner reads what a store holds. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
const TEMPORARY_ENDING = ".new";

/** Keeps records as files below a folder, which only their owner can read. */
export function fileMedium(folder: string): StoreMedium {
  const pathOf = (name: string): string => join(folder, name);
  return {
    create: async (name, text) => {
      const path = pathOf(name);
      await mkdir(dirname(path), { recursive: true, mode: FOLDER_MODE });
      // A whole file takes the name at once, and, unlike a rename, a link never takes it from another file.
      const temporary = `${path}.${randomBytes(6).toString("hex")}${TEMPORARY_ENDING}`;
      await writeFileAtomic(temporary, text, { mode: FILE_MODE });
      try {
        await link(temporary, path);
      } catch (error) {
        if (hasCode(error, "EEXIST")) return false;
        throw error;
      } finally {
        await rm(temporary, { force: true });
      }
      await syncFolder(dirname(path));
      return true;
    },
    read: (name) => readFile(pathOf(name), "utf8").catch(unlessMissing(undefined)),
    list: async (prefix) => {
      const names = await readdir(dirname(pathOf(prefix))).catch(unlessMissing<string[]>([]));
      return names
        .filter((name) => name.startsWith(basename(prefix)) && name.endsWith(".json"))
        .map((name) => `${dirname(prefix)}/${name}`)
        .sort();
    },
    locate: pathOf,
  };
}

/** The new name survives a loss of power only once the folder itself is on the disk. */
async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open folders; its file systems journal the link.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
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
