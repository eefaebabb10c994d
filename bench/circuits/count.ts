// SPDX-License-Identifier: MIT
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { REPOSITORY } from "@commonweight/circuits";
import { BUILD_FOLDER } from "../../circuits/setup/build.ts";
import { compileCircuit, compiledFiles } from "../../circuits/setup/compile.ts";
import { readR1cs } from "../../circuits/setup/r1cs.ts";
import { type CircuitCosts, circuitCosts } from "../../circuits/setup/report.ts";
import { type CircuitSource, contentHash } from "../../circuits/setup/sources.ts";

const COSTS = "costs.json";

/**
 * What a circuit costs once it is compiled. Nothing else of it is kept, and only until its sources change.
 *
 * @param onCompile - called if it was not compiled before
 */
export async function countCircuit(source: CircuitSource, onCompile: () => void): Promise<CircuitCosts> {
  const folder = `${BUILD_FOLDER}/counted-${source.name}-${contentHash(source).slice(0, 16)}`;
  const at = (file: string): string => join(REPOSITORY, folder, file);
  const found = await readFile(at(COSTS), "utf8").catch(() => undefined);
  if (found !== undefined) return JSON.parse(found) as CircuitCosts;
  onCompile();
  await rm(at("."), { recursive: true, force: true });
  await mkdir(at("."), { recursive: true });
  await compileCircuit(source, folder);
  const costs = circuitCosts(readR1cs(at(compiledFiles.r1cs)));
  for (const file of await readdir(at("."))) await rm(at(file));
  await writeFile(at(COSTS), `${JSON.stringify(costs, null, 2)}\n`);
  return costs;
}
