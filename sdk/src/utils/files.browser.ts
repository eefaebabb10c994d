// SPDX-License-Identifier: MIT
import { InvalidFileError } from "../errors/InvalidFileError.ts";
import { onlyInNode } from "../errors/platform.ts";
import type * as node from "./files.ts";
import { parseJsonText } from "./jsonText.ts";

const instead = "offer the text or bytes as a download, or keep them in IndexedDB";

export const writeFileAtomic: typeof node.writeFileAtomic = onlyInNode("writeFileAtomic", instead);
export const writeNewFile: typeof node.writeNewFile = onlyInNode("writeNewFile", instead);
export const syncFolder: typeof node.syncFolder = onlyInNode("syncFolder", instead);

/** The bytes that a URL leads to. */
export const readFileBytes: typeof node.readFileBytes = async (url, expected = "an existing, readable file") => {
  const refused = (said: string, cause?: unknown) =>
    new InvalidFileError(url, `The file cannot be read: ${said}; expected ${expected}.`, { cause });
  const response = await fetch(url).catch((cause: unknown) => {
    throw refused("nothing answers", cause);
  });
  if (!response.ok) throw refused(`the server answers ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
};

/** What the JSON that a URL leads to says. */
export const readJsonFile: typeof node.readJsonFile = async (url, kind, parse) =>
  parseJsonText(url, new TextDecoder().decode(await readFileBytes(url)), kind, parse);
