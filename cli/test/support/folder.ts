// SPDX-License-Identifier: MIT
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A new folder for a test, which has to remove it. */
export function makeFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "commonweight-cli-"));
}
