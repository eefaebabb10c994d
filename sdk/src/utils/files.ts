// SPDX-License-Identifier: MIT
import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { BaseError } from "../errors/BaseError.ts";
import { InvalidFileError } from "../errors/InvalidFileError.ts";
import { parseJsonText } from "./jsonText.ts";

/**
 * Writes a file so that a reader, or a restart after a crash, finds either all of it or what was there before: the data go to
 * a new file in the same folder, are flushed to the disk, and take the name in one step. Missing folders are made.
 *
 * @param path - where the file shall be
 * @param data - text, written as UTF-8, or bytes, all at once or as they come; what fails on the way to them is thrown as it is
 * @param options - `mode`: permission bits of the file (0o600 for secrets; 0o644 unless given)
 * @throws {@link InvalidFileError} naming the file, where it cannot be written; the half-written one is removed
 */
export async function writeFileAtomic(
  path: string,
  data: string | Uint8Array | AsyncIterable<Uint8Array>,
  options: { mode?: number } = {},
): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    await mkdir(folder, { recursive: true });
    await writeNewFile(temporary, data, options.mode ?? 0o644);
    await rename(temporary, path);
    await syncFolder(folder);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    if (cause instanceof BaseError) throw cause;
    throw new InvalidFileError(path, "The file cannot be written; expected a place for a file.", { cause });
  }
}

/** Writes a file that does not exist yet, and flushes it to the disk. */
export async function writeNewFile(
  path: string,
  data: string | Uint8Array | AsyncIterable<Uint8Array>,
  mode: number,
): Promise<void> {
  // "wx" refuses an existing file, so that two writers never share one.
  const file = await open(path, "wx", mode);
  try {
    await file.writeFile(data);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A new name survives a loss of power only once the folder itself is on the disk. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open folders; its file systems journal names.
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
 * @param expected - what the file should be, for the message
 * @throws {@link InvalidFileError} naming the file, if it is missing or may not be read
 */
export async function readFileBytes(
  path: string,
  expected = "an existing, readable file",
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new InvalidFileError(path, `The file cannot be read; expected ${expected}.`, { cause });
  }
}

/**
 * What the JSON in a file says.
 *
 * @param kind - what the file should be, for example `model file`
 * @param parse - takes the JSON, or throws a {@link BaseError} that says what is wrong with it
 * @throws {@link InvalidFileError} naming the file and what is wrong with it
 */
export async function readJsonFile<value>(path: string, kind: string, parse: (json: unknown) => value): Promise<value> {
  return parseJsonText(path, new TextDecoder().decode(await readFileBytes(path)), kind, parse);
}
