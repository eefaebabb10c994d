// SPDX-License-Identifier: GPL-3.0-or-later
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { REPOSITORY } from "../generator/index.ts";
import { BUILD_FOLDER } from "./build.ts";
import { compileCircuit, compiledFiles } from "./compile.ts";
import { readR1cs } from "./r1cs.ts";
import { type CircuitCosts, circuitCosts } from "./report.ts";
import { type CircuitSource, contentHash } from "./sources.ts";

const COSTS = "costs.json";

/**
 * What a circuit costs once it is compiled, of any size. Nothing else of it is kept, and only until its sources change.
 *
 * @param onCompile - called if it was not compiled before
 * @throws BaseError if it does not compile
 */
export async function countCircuit(source: CircuitSource, onCompile: () => void = () => {}): Promise<CircuitCosts> {
  const folder = `${BUILD_FOLDER}/counted-${source.name}-${contentHash(source).slice(0, 16)}`;
  const at = (name: string, file = "."): string => join(REPOSITORY, name, file);
  const found = await readFile(at(folder, COSTS), "utf8").catch(() => undefined);
  if (found !== undefined) return JSON.parse(found) as CircuitCosts;
  onCompile();
  const temporary = `${folder}-${process.pid}`;
  try {
    await mkdir(at(temporary), { recursive: true });
    await compileCircuit(source, temporary);
    const costs = circuitCosts(readR1cs(at(temporary, compiledFiles.r1cs)));
    for (const file of await readdir(at(temporary))) await rm(at(temporary, file));
    await writeFile(at(temporary, COSTS), `${JSON.stringify(costs, null, 2)}\n`);
    await rm(at(folder), { recursive: true, force: true });
    await rename(at(temporary), at(folder));
    return costs;
  } finally {
    await rm(at(temporary), { recursive: true, force: true });
  }
}
