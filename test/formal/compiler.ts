// SPDX-License-Identifier: MIT

// The Solidity compiler, for its syntax tree and its model checker.
import { createRequire } from "node:module";
import type { Node } from "../mutants/ast.ts";
import { type Texts, textOf } from "../mutants/compiler.ts";

export interface Diagnostic {
  severity: "error" | "warning" | "info";
  message: string;
  formattedMessage: string;
  sourceLocation?: { file: string; start: number };
}

interface Output {
  errors?: Diagnostic[];
  sources: Record<string, { ast: Node }>;
}

interface Callbacks {
  import(path: string): { contents: string };
  smtSolver?(query: string): { contents: string };
}

const solc = createRequire(import.meta.url)("solc") as { compile(input: string, callbacks: Callbacks): string };

export type Engine = "bmc" | "chc";

/** The syntax trees of some files, and of all that they import. */
export function treesOf(files: readonly string[]): Record<string, Node> {
  const { sources } = compile(files, {}, {});
  return Object.fromEntries(Object.entries(sources).map(([file, { ast }]) => [file, ast]));
}

/** What the model checker says of a contract, which may ask `smtSolver`. No time limit here: with one, the compiler fails. */
export function checkModel(
  { file, contract }: { file: string; contract: string },
  texts: Texts,
  engine: Engine,
  smtSolver: (query: string) => string,
): Diagnostic[] {
  const modelChecker = {
    engine,
    solvers: ["smtlib2"],
    contracts: { [file]: [contract] },
    targets: ["assert", "overflow", "underflow", "divByZero"],
    showProvedSafe: true,
    showUnproved: true,
  };
  return compile([file], texts, { modelChecker }, smtSolver).errors ?? [];
}

function compile(
  files: readonly string[],
  texts: Texts,
  settings: object,
  smtSolver?: (query: string) => string,
): Output {
  const read = (file: string): string => texts[file] ?? textOf(file);
  const input = {
    language: "Solidity",
    sources: Object.fromEntries(files.map((file) => [file, { content: read(file) }])),
    settings: { evmVersion: "cancun", outputSelection: { "*": { "": ["ast"] } }, ...settings },
  };
  const callbacks: Callbacks = { import: (path) => ({ contents: read(path) }) };
  if (smtSolver) callbacks.smtSolver = (query) => ({ contents: smtSolver(query) });
  const output = JSON.parse(solc.compile(JSON.stringify(input), callbacks)) as Output;
  const errors = (output.errors ?? []).filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join("\n"));
  return output;
}
