// SPDX-License-Identifier: MIT
import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { InvalidFileError } from "../errors/InvalidFileError.ts";

/**
 * Writes a file so that a reader, or a restart after a crash, finds either all of it or what was there before: the data go to
 * a new file in the same folder, are flushed to the disk, and take the name in one step. Missing folders are made.
 *
 * @param path - where the file shall be
 * @param data - text, written as UTF-8, or bytes
 * @param options - `mode`: permission bits of the file (0o600 for secrets; 0o644 unless given)
 * @throws the error of the file system; the half-written file is removed
 */
export async function writeFileAtomic(
  path: string,
  data: string | Uint8Array,
  options: { mode?: number } = {},
): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    // "wx" refuses an existing file, so that two writers never share a temporary one.
    const file = await open(temporary, "wx", options.mode ?? 0o644);
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

/** The new name survives a loss of power only once the folder itself is on the disk. */
async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open folders; its file systems journal the rename.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * The bytes of a file.
 *
 * @throws {@link InvalidFileError} naming the file, if it is missing or may not be read
 */
export async function readFileBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new InvalidFileError(path, "The file cannot be read; expected an existing, readable file.", { cause });
  }
}
