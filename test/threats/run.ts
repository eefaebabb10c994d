// SPDX-License-Identifier: MIT
// Runs tests by name, and says of each whether it ran and passed.
import { spawn } from "node:child_process";
import { join } from "node:path";
import type { ThreatTest } from "./threats.ts";

const root = join(import.meta.dirname, "../..");

export type Outcome = "passed" | "failed" | "not run";

/** What became of each test, in their order. Every file runs once. */
export async function runTests(tests: readonly ThreatTest[]): Promise<Outcome[]> {
  const solidity = new Set(tests.flatMap((test) => ("solidity" in test ? [test.solidity] : [])));
  const outcomes = new Map<string, Outcome>();
  if (solidity.size > 0) collectSolidity(await output("hardhat", ["test", "solidity", ...solidity]), outcomes);

  const files = new Set(tests.flatMap((test) => ("node" in test ? [test.node] : [])));
  for (const file of files) {
    const named = tests.filter((test) => "node" in test && test.node === file);
    const patterns = named.map(({ name }) => `--test-name-pattern=^${escapePattern(name)}$`);
    const tap = await output(process.execPath, ["--test", "--test-reporter=tap", ...patterns, file]);
    for (const [, result, name] of tap.matchAll(/^ *(ok|not ok) \d+ - (.*)$/gm)) {
      outcomes.set(key(file, name!), result === "ok" ? "passed" : "failed");
    }
  }
  return tests.map((test) => outcomes.get(key("solidity" in test ? test.solidity : test.node, test.name)) ?? "not run");
}

/** Hardhat names a file, then its tests: a tick before those that passed, a number before the others. */
function collectSolidity(text: string, outcomes: Map<string, Outcome>): void {
  let file = "";
  for (const line of text.split("\n")) {
    file = /^ *(test\/\S+\.t\.sol):/.exec(line)?.[1] ?? file;
    const [, mark, name] = /^ *(✔|\d+\)) (test\w+)\(/.exec(line) ?? [];
    if (name !== undefined) outcomes.set(key(file, name), mark === "✔" ? "passed" : "failed");
  }
}

const key = (file: string, name: string): string => `${file} ${name}`;

const escapePattern = (name: string): string => name.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");

function output(command: string, parameters: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, { cwd: root, stdio: ["ignore", "pipe", "ignore"] });
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      text += part;
    });
    // A failing test is told by its line, not by the exit code.
    child.on("error", reject).on("close", () => resolve(text));
  });
}
