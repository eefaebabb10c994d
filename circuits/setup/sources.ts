// SPDX-License-Identifier: GPL-3.0-or-later
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { BaseError } from "@commonweight/sdk/proving";
import { REPOSITORY, sourcesOf } from "../generator/index.ts";
import { COMPILER_FLAGS } from "./compile.ts";

/** A circuit to be built. */
export interface CircuitSource {
  /** Names the artifacts, for example `seal-chunk.digits-28`. */
  name: string;
  /** The main circom file, whose includes are relative to the root of the repository or to `node_modules`. */
  main: string;
}

// A change of any file beside this one makes all artifacts anew, but for these, on which no artifact depends.
const NEUTRAL_FILES = ["cli.ts", "concurrency.ts", "count.ts", "ffjavascript.d.ts", "lock.ts", "table.ts"];

/**
 * What the artifacts of a circuit depend on: its text, the text of all it includes, the compiler and this setup.
 *
 * @returns SHA-256, in hexadecimal
 * @throws {@link BaseError} naming the circuit if an included file does not exist
 */
export function contentHash(source: CircuitSource): string {
  const hash = createHash("sha256");
  const add = (name: string, content: string | Uint8Array): void => {
    // Lengths keep the parts apart.
    hash.update(`${name.length}:${name}${content.length}:`).update(content);
  };
  add("main", source.main);
  for (const path of findSources(source)) add(path, readFileSync(join(REPOSITORY, path)));
  const compiler = createRequire(import.meta.url)("circom2/package.json") as { version: string };
  add("compiler", `circom2 ${compiler.version} ${COMPILER_FLAGS.join(" ")}`);
  const files = readdirSync(import.meta.dirname).filter(
    (file) => file.endsWith(".ts") && !NEUTRAL_FILES.includes(file),
  );
  for (const file of files.sort()) add(file, readFileSync(join(import.meta.dirname, file)));
  return hash.digest("hex");
}

/** All files that a circuit includes, directly or not, relative to the repository, in order. */
function findSources(source: CircuitSource): string[] {
  try {
    return sourcesOf(source.main);
  } catch (cause) {
    throw new BaseError(`${source.name} cannot be built: a file that it includes cannot be read.`, { cause });
  }
}
