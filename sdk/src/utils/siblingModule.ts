// SPDX-License-Identifier: MIT
import { fileURLToPath } from "node:url";

/**
 * Path of a module beside another, for a process to run: with the ending that the other has, as packages hold compiled modules and the
 * workspace holds sources.
 *
 * @param url - `import.meta.url` of the other
 */
export function siblingModule(url: string, name: string): string {
  const ending = /\.[^./]+$/.exec(new URL(url).pathname)?.[0] ?? ".js";
  return fileURLToPath(new URL(`./${name}${ending}`, url));
}
