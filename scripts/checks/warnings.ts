// SPDX-License-Identifier: MIT
// Compiles every contract of ours and fails on any warning that points into `contracts/`. Hardhat prints warnings only
// when it compiles, so a cached build would hide them; this asks the compiler afresh, for the analysis alone.
import { globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

interface Diagnostic {
  severity: "error" | "warning" | "info";
  formattedMessage: string;
  sourceLocation?: { file: string };
}

interface Solc {
  compile(input: string, callbacks: { import(path: string): { contents: string } | { error: string } }): string;
}

const root = join(import.meta.dirname, "../..");
const solc = createRequire(import.meta.url)("solc") as Solc;

const paths = globSync("contracts/**/*.sol", { cwd: root }).sort();
if (paths.length === 0) throw new Error(`no contract found under ${join(root, "contracts")}`);

const input = {
  language: "Solidity",
  sources: Object.fromEntries(paths.map((path) => [path, { content: readFileSync(join(root, path), "utf8") }])),
  settings: { evmVersion: "cancun", outputSelection: { "*": { "*": ["abi"] } } },
};

function importFromPackages(path: string): { contents: string } | { error: string } {
  try {
    return { contents: readFileSync(join(root, "node_modules", path), "utf8") };
  } catch (cause) {
    return { error: `cannot read ${path}: ${String(cause)}` };
  }
}

const output = JSON.parse(solc.compile(JSON.stringify(input), { import: importFromPackages })) as {
  errors?: Diagnostic[];
};
const ours = (output.errors ?? []).filter(
  ({ severity, sourceLocation }) => severity === "error" || sourceLocation?.file.startsWith("contracts/"),
);
for (const { formattedMessage } of ours) console.error(formattedMessage);
if (ours.length > 0) {
  console.error(`${ours.length} warnings or errors in our contracts, expected none`);
  process.exit(1);
}
console.log(`${paths.length} contract files compile without a warning`);
