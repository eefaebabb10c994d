// SPDX-License-Identifier: MIT

// The Solidity compiler, called directly. Hardhat asks it for everything that it can say of every file, and starts it anew each time:
// measured on all tests, that takes twice as long as the code alone.
import { existsSync, globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Artifact } from "@nomicfoundation/edr";
import type { BuildProfilesSolidityUserConfig, SingleVersionSolcUserConfig } from "hardhat/types/config";
import config from "../../hardhat.config.ts";
import { childrenOf, type Node } from "./ast.ts";

export const ROOT = join(import.meta.dirname, "../..");

/** The files whose mutants are made: logic of our own that is deployed. */
export const CORE = globSync(["contracts/*.sol", "contracts/{libraries,ownership}/*.sol"], { cwd: ROOT }).sort();

/** Files by their name, with their text; instead of what is on the disk. */
export type Texts = Readonly<Record<string, string>>;

interface Output {
  errors?: { severity: string; formattedMessage: string }[];
  contracts?: Record<string, Record<string, Contract>>;
  sources?: Record<string, { ast: Node }>;
}

interface Contract {
  abi: unknown[];
  evm: { bytecode: Code; deployedBytecode: Code };
}

interface Code {
  object: string;
  linkReferences: NonNullable<Artifact["contract"]["linkReferences"]>;
}

interface Solc {
  compile(input: string, callbacks: { import(path: string): { contents: string } | { error: string } }): string;
}

const require = createRequire(import.meta.url);
const { version: solcVersion } = require("solc/package.json") as { version: string };
const { profiles } = config.solidity as BuildProfilesSolidityUserConfig;
const { settings: projectSettings } = profiles.default as SingleVersionSolcUserConfig;

/** What the compiler says of sources that are not valid. */
export class CompilationFailed extends Error {}

/** The syntax tree of each file. @throws CompilationFailed */
export function parse(files: readonly string[], texts: Texts = {}): Record<string, Node> {
  const { sources } = compile(files, texts, { outputSelection: selection(files, { "": ["ast"] }) });
  return Object.fromEntries(files.map((file) => [file, sources![file]!.ast]));
}

/**
 * What tests are run from: the contracts of test files, and those that they are linked with. Compiled without the optimizer, which
 * takes four fifths of the time, and nothing of what code does depends on it but its gas.
 * @throws CompilationFailed
 */
export function compileTests(tests: readonly string[], texts: Texts): Artifact[] {
  const outputs = ["abi", ...["bytecode", "deployedBytecode"].flatMap((code) => parts(code))];
  const settings = {
    ...projectSettings,
    optimizer: { enabled: false },
    outputSelection: selection([...tests, ...CORE], { "*": outputs }),
  };
  const { contracts } = compile(tests, texts, settings);
  return Object.entries(contracts!).flatMap(([source, named]) =>
    Object.entries(named).map(([name, contract]) => ({
      id: { name, source, solcVersion },
      contract: {
        abi: JSON.stringify(contract.abi),
        bytecode: `0x${contract.evm.bytecode.object}`,
        linkReferences: contract.evm.bytecode.linkReferences,
        deployedBytecode: `0x${contract.evm.deployedBytecode.object}`,
        deployedLinkReferences: contract.evm.deployedBytecode.linkReferences,
      },
    })),
  );
}

function parts(code: string): string[] {
  return [`evm.${code}.object`, `evm.${code}.linkReferences`];
}

/**
 * The code of every contract, as the project compiles it, less the metadata, which hash the sources. With the mocks: some of the core
 * is in no other contract.
 * @throws CompilationFailed
 */
export function compileContracts(texts: Texts): Record<string, string> {
  const files = globSync("contracts/**/*.sol", { cwd: ROOT }).sort();
  const settings = {
    ...projectSettings,
    metadata: { appendCBOR: false },
    outputSelection: selection(files, { "*": ["evm.bytecode.object"] }),
  };
  const { contracts } = compile(files, texts, settings);
  return Object.fromEntries(
    Object.entries(contracts!).flatMap(([source, named]) =>
      Object.entries(named).map(([name, { evm }]) => [`${source}:${name}`, evm.bytecode.object]),
    ),
  );
}

/** For each of some files, itself and all files of the project that it imports, directly or not. */
export function importsOf(files: readonly string[]): Map<string, Set<string>> {
  const own = globSync("{contracts,test}/**/*.sol", { cwd: ROOT });
  const { sources } = compile(own, {}, { stopAfter: "parsing", outputSelection: selection(own, { "": ["ast"] }) });
  const direct = new Map(own.map((file) => [file, importedPaths(sources![file]!.ast)]));
  const collect = (file: string, found: Set<string>): Set<string> => {
    if (!direct.has(file) || found.has(file)) return found;
    found.add(file);
    for (const path of direct.get(file)!) collect(path, found);
    return found;
  };
  return new Map(files.map((file) => [file, collect(file, new Set())]));
}

function importedPaths(tree: Node): string[] {
  return childrenOf(tree).flatMap(({ absolutePath }) => absolutePath ?? []);
}

function selection(files: readonly string[], outputs: Record<string, string[]>): object {
  return Object.fromEntries(files.map((file) => [file, outputs]));
}

function compile(files: readonly string[], texts: Texts, settings: object): Output {
  const sources = { ...Object.fromEntries(files.map((file) => [file, texts[file] ?? textOf(file)])), ...texts };
  const input = {
    language: "Solidity",
    sources: Object.fromEntries(Object.entries(sources).map(([file, content]) => [file, { content }])),
    settings: { remappings, ...settings },
  };
  const importFile = (path: string): { contents: string } | { error: string } => {
    return existsSync(fileAt(path)) ? { contents: textOf(path) } : { error: `there is no ${path}` };
  };
  const solc = require("solc") as Solc;
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: importFile })) as Output;
  const errors = (output.errors ?? []).filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new CompilationFailed(errors.map((error) => error.formattedMessage).join("\n"));
  return output;
}

const remappings = readFileSync(join(ROOT, "remappings.txt"), "utf8").split("\n").filter(Boolean);

/** The text of a source of the project or of a package. */
export function textOf(file: string): string {
  return readFileSync(fileAt(file), "utf8");
}

function fileAt(path: string): string {
  const own = join(ROOT, path);
  return existsSync(own) ? own : join(ROOT, "node_modules", path);
}
