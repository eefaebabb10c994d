// SPDX-License-Identifier: GPL-3.0-or-later
import { spawn } from "node:child_process";
import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { REPOSITORY } from "../generator/index.ts";
import type { RecordedForgery } from "../test/support/record.ts";

/** Tests of templates, of small circuits of every kind, and of those that ship. */
const TESTS = "circuits/test/{arithmetic,hash,nn,model}/*.test.ts";
const SHIPPED = "circuits/test/shipped/*.ts";

/**
 * Files of tests that try forgeries, relative to the repository, in order.
 *
 * @param parts - of their paths; all if there are none
 */
export function testFiles(parts: readonly string[]): string[] {
  const files = globSync([TESTS, SHIPPED], { cwd: REPOSITORY }).map((file) => file.replaceAll("\\", "/"));
  return files.filter((file) => parts.length === 0 || parts.some((part) => file.includes(part))).sort();
}

/** Runs tests, which tell on standard error how they go. @returns what they recorded, in their order, and failures in words */
export async function runTests(
  files: readonly string[],
): Promise<{ forgeries: RecordedForgery[]; failures: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), "commonweight-forgeries-"));
  try {
    const code = await runNode(["--test", "--test-concurrency=2", ...files], { ...process.env, FORGERIES: folder });
    const forgeries = readdirSync(folder).flatMap((name) => readRecords(join(folder, name)));
    // Tests of one file are recorded in order.
    const inOrder = files.flatMap((file) => forgeries.filter((forgery) => forgery.file === file));
    return { forgeries: inOrder, failures: code === 0 ? [] : ["Tests fail: see above."] };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readRecords(path: string): RecordedForgery[] {
  return readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as RecordedForgery);
}

/** @returns the exit code */
function runNode(parameters: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    // Standard output is for the list.
    const child = spawn(process.execPath, parameters, { cwd: REPOSITORY, env, stdio: ["ignore", 2, 2] });
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}
