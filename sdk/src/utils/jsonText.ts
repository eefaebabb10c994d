// SPDX-License-Identifier: MIT
import { BaseError } from "../errors/BaseError.ts";
import { InvalidFileError } from "../errors/InvalidFileError.ts";

/** What the text of a file says as JSON; see `readJsonFile`. */
export function parseJsonText<value>(path: string, text: string, kind: string, parse: (json: unknown) => value): value {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    const problem = `${text.length} characters that are no complete JSON; expected a whole ${kind}.`;
    throw new InvalidFileError(path, problem, { cause });
  }
  try {
    return parse(json);
  } catch (cause) {
    if (!(cause instanceof BaseError)) throw cause;
    throw new InvalidFileError(path, cause.shortMessage, { cause });
  }
}
