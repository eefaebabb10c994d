// SPDX-License-Identifier: MIT
// Files that people and other programs write: YAML, and JSON, which is YAML as well.
import { readFileSync } from "node:fs";
import { access } from "node:fs/promises";
import { BaseError, InvalidFileError, parseWith, writeFileAtomic } from "@commonweight/sdk";
import { parseDocument } from "yaml";
import type { z } from "zod";
import { toJson } from "./output.ts";

/**
 * What a file says. Every value in it is read as a text, so that no address becomes a number and no large number loses digits: schemas make of it
 * what it is.
 *
 * @param kind - what the file should be, for messages
 * @throws {@link InvalidFileError} naming the file, the line where it is no YAML, or the first value that is wrong
 */
export function readDocument<output>(path: string, kind: string, schema: z.ZodType<output>): output {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new InvalidFileError(path, `The file cannot be read; expected ${kind}.`, { cause });
  }
  const document = parseDocument(text, { schema: "failsafe" });
  const [problem] = document.errors;
  if (problem) {
    const line = problem.linePos?.[0].line;
    throw new InvalidFileError(path, `This is neither YAML nor JSON; expected ${kind}.`, { line, cause: problem });
  }
  try {
    return parseWith(schema, document.toJS(), "file");
  } catch (cause) {
    if (!(cause instanceof BaseError)) throw cause;
    throw new InvalidFileError(path, cause.shortMessage, { cause });
  }
}

/**
 * Writes JSON, whole or not at all, and never over something else.
 *
 * @throws {@link InvalidFileError} where a file of this name says anything different
 */
export async function writeDocument(path: string, content: object): Promise<void> {
  const text = `${toJson(content)}\n`;
  let present: string | undefined;
  try {
    present = readFileSync(path, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT") {
      throw new InvalidFileError(path, "The file cannot be read; expected a place for a new file.", { cause });
    }
  }
  if (present === text) return;
  if (present !== undefined) {
    throw new InvalidFileError(path, "The file exists and says something else; expected a name that is free.");
  }
  await writeFileAtomic(path, text);
}

/**
 * Refuses to write where something is already.
 *
 * @throws {@link InvalidFileError} naming the file
 */
export async function assertFree(path: string): Promise<void> {
  const isFree = await access(path).then(
    () => false,
    () => true,
  );
  if (!isFree) throw new InvalidFileError(path, "The file exists; expected a name that is free.");
}
