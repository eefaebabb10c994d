// SPDX-License-Identifier: MIT
import { InvalidFileError } from "../errors/InvalidFileError.ts";
import { readFileBytes } from "./files.browser.ts";
import type * as node from "./readBounded.ts";

/** The bytes that a URL leads to, if they are at most so many. */
export const readBounded: typeof node.readBounded = async (url, maximumBytes) => {
  const bytes = await readFileBytes(url);
  if (bytes.length <= maximumBytes) return bytes;
  throw new InvalidFileError(url, `It has ${bytes.length} bytes; expected at most ${maximumBytes}.`);
};
