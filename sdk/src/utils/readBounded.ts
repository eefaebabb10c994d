// SPDX-License-Identifier: MIT
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { BaseError } from "../errors/BaseError.ts";
import { InvalidFileError } from "../errors/InvalidFileError.ts";

/**
 * The bytes of a file that has at most so many. Its size is asked for before anything is read, and no more than was said is read.
 *
 * @throws {@link InvalidFileError} if the file is missing, no file, too large, or changes while it is read
 */
export async function readBounded(path: string, maximumBytes: number): Promise<Uint8Array> {
  try {
    // A pipe would else be waited for; Windows has no such flag.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const status = await file.stat();
      if (!status.isFile()) throw new InvalidFileError(path, "It is no file; expected one.");
      if (status.size > maximumBytes) {
        throw new InvalidFileError(path, `It has ${status.size} bytes; expected at most ${maximumBytes}.`);
      }
      const bytes = new Uint8Array(status.size);
      const { bytesRead } = await file.read(bytes, 0, status.size, 0);
      if (bytesRead === status.size) return bytes;
      throw new InvalidFileError(path, `${bytesRead} of ${status.size} bytes could be read; expected a whole file.`);
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (cause instanceof BaseError) throw cause;
    throw new InvalidFileError(path, "The file cannot be read; expected an existing, readable file.", { cause });
  }
}
