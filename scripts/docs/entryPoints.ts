// SPDX-License-Identifier: MIT
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What the `exports` of a package can say of one entry point: a file, or a file for each condition. */
type Target = string | { [condition: string]: Target };

/**
 * The source files that a package's `exports` lead to, each once.
 *
 * @param folder - with the package's `package.json`
 * @param conditions - those that hold, besides `default`: all unless given
 */
export function entryPointsOf(folder: string, conditions?: readonly string[]): Map<string, string[]> {
  const { exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    exports: Record<string, Target>;
  };
  const filesOf = (target: Target): string[] => {
    if (typeof target === "string") return [join(folder, target)];
    const entries = Object.entries(target);
    if (conditions === undefined) return [...new Set(entries.flatMap(([, inner]) => filesOf(inner)))];
    // The first condition that holds wins, in the order of the file.
    const entry = entries.find(([condition]) => condition === "default" || conditions.includes(condition));
    return entry === undefined ? [] : filesOf(entry[1]);
  };
  return new Map(Object.entries(exports).map(([name, target]) => [name, filesOf(target)]));
}
