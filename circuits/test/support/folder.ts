// SPDX-License-Identifier: GPL-3.0-or-later
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../../generator/index.ts";
import { isRunning } from "../../setup/lock.ts";

/**
 * A new folder where circom, which sees nothing outside the repository, can see it. Removes those that tests which were
 * killed have left.
 *
 * @returns its absolute path
 */
export function createTestFolder(): string {
  const parent = join(REPOSITORY, "circuits", "build");
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    const processId = /^test-(\d+)-/.exec(name)?.[1];
    if (processId === undefined || isRunning(Number(processId))) continue;
    // Retries: a compiler that outlived its parent may still be writing.
    rmSync(join(parent, name), { recursive: true, force: true, maxRetries: 5 });
  }
  return mkdtempSync(join(parent, `test-${process.pid}-`));
}
