// SPDX-License-Identifier: GPL-3.0-or-later
import { spawn } from "node:child_process";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { BaseError } from "@commonweight/sdk/proving";
import { REPOSITORY } from "../generator/index.ts";

/** O2 removes all linear constraints; without it Groth16 would pay for tens of thousands of them. */
export const COMPILER_FLAGS = ["--O2", "--r1cs", "--wasm", "--sym"] as const;

/** Where circom looks for included files that are not beside the including one, relative to the repository. */
const LIBRARY_FOLDERS = [".", "node_modules"];

/** Names of the files that compiling leaves in the folder. */
export const compiledFiles = {
  main: "main.circom",
  r1cs: "circuit.r1cs",
  symbols: "circuit.sym",
  wasm: "circuit.wasm",
} as const;

/**
 * Compiles a circuit with circom, which runs in the root of the repository: it sees only files below its working folder.
 *
 * @param source - the circuit
 * @param folder - an empty or missing folder, relative to the repository; gets the files of {@link compiledFiles}
 * @throws {@link BaseError} naming the circuit, with what the compiler said
 */
export async function compileCircuit(source: { name: string; main: string }, folder: string): Promise<void> {
  const at = (file: string): string => join(REPOSITORY, folder, file);
  // circom fails without a reason if the folder is missing.
  await mkdir(at("."), { recursive: true });
  await writeFile(at(compiledFiles.main), source.main);
  const libraries = LIBRARY_FOLDERS.flatMap((library) => ["-l", library]);
  const output = await runCompiler([...COMPILER_FLAGS, ...libraries, "-o", folder, join(folder, compiledFiles.main)]);
  if (output.code !== 0) {
    throw new BaseError(`${source.name} does not compile: circom ended with ${output.code}; expected 0.`, {
      details: output.text,
    });
  }
  await rename(at("main.r1cs"), at(compiledFiles.r1cs));
  await rename(at("main.sym"), at(compiledFiles.symbols));
  await rename(at(join("main_js", "main.wasm")), at(compiledFiles.wasm));
  // The rest is a witness calculator in JavaScript, which snarkjs has of its own.
  await rm(at("main_js"), { recursive: true });
}

function runCompiler(parameters: readonly string[]): Promise<{ code: number | string; text: string }> {
  const compiler = createRequire(import.meta.url).resolve("circom2/cli.js");
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [compiler, ...parameters], {
      cwd: REPOSITORY,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (piece: string) => {
        text += piece;
      });
    }
    child.on("error", reject);
    child.on("close", (code, signal) =>
      resolve({ code: code ?? signal!, text: stripVTControlCharacters(text).trim() }),
    );
  });
}
