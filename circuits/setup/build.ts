// SPDX-License-Identifier: GPL-3.0-or-later

// From a circuit's source to artifacts that can prove: compile, key, report.
//
// A build happens in a folder of its own, which is renamed to its final name as the last step. So a folder with a final name
// is whole whatever happened: a build that was killed, or two at once. The name holds the hash of all that the artifacts
// depend on, so a changed source cannot meet artifacts of the old one.
import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { artifactFiles, BaseError, type CircuitArtifacts, hashFile, loadArtifacts } from "@commonweight/sdk/proving";
import { listCircuits, planCircuit, REPOSITORY } from "../generator/index.ts";
import { compileCircuit, compiledFiles } from "./compile.ts";
import { createLimit } from "./concurrency.ts";
import { makeDevelopmentKey } from "./developmentKey.ts";
import { isRunning, removeStaleLock, withLock } from "./lock.ts";
import { readR1cs } from "./r1cs.ts";
import { type CircuitReport, circuitCosts } from "./report.ts";
import { type CircuitSource, contentHash } from "./sources.ts";

/** Where artifacts are built, relative to the repository; ignored by git. */
export const BUILD_FOLDER = "circuits/build";

/** A step of a build that has begun, goes on, or is over. */
export interface BuildProgress {
  circuit: string;
  /** `ready`: the artifacts were there; `waiting`: another process builds the same; `rebuild`: what was there is damaged. */
  step: "ready" | "waiting" | "rebuild" | "compile" | "key" | "done";
  /** The done part of the step, from 0 to 1. */
  done: number;
  /** Since the build of this circuit began. */
  seconds: number;
  /** The reason of a `rebuild`. */
  reason?: string;
}

/** Where a build happens, and who hears of it. */
export interface BuildOptions {
  onProgress?: (progress: BuildProgress) => void;
  /** Relative to the repository; {@link BUILD_FOLDER} unless given. */
  buildFolder?: string;
}

const LOCK_SUFFIX = ".lock";

// Compiling takes one core, a key takes all: keys are made one after the other, while further circuits compile.
const limitCompiling = createLimit(availableParallelism());
const limitKeys = createLimit(1);

/**
 * Builds the artifacts of circuits, or finds those that were built before.
 *
 * @param parameters - `names`: which circuits, of those that `listCircuits` names; `onProgress`: called at every step
 * @returns the artifacts by name, in the order of the names
 * @throws {@link BaseError} for an unknown name, before anything is built, and for a circuit that cannot be built
 * @example
 * const circuits = await buildCircuits({ names: ["seal-chunk.digits-28"] });
 * circuits.get("seal-chunk.digits-28")!.zkey; // "/…/circuits/build/seal-chunk.digits-28-0123456789abcdef/circuit.zkey"
 */
export async function buildCircuits(
  parameters: { names: readonly string[] } & BuildOptions,
): Promise<Map<string, CircuitArtifacts>> {
  const { names, ...options } = parameters;
  assertKnown(names);
  // The largest begins first, since its key is the last to be done.
  const plans = [...new Set(names)].map(planCircuit).sort((a, b) => b.constraints - a.constraints);
  // All end before the first failure is told: nothing goes on in the background.
  const results = await Promise.allSettled(plans.map(({ name, main }) => buildCircuit({ name, main }, options)));
  const artifacts = new Map<string, CircuitArtifacts>();
  for (const result of results) {
    if (result.status === "rejected") throw result.reason;
    artifacts.set(result.value.name, result.value);
  }
  return new Map(names.map((name) => [name, artifacts.get(name)!]));
}

/** @throws {@link BaseError} naming the first name that no circuit has, and those that exist */
export function assertKnown(names: readonly string[]): void {
  const known = listCircuits();
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new BaseError(`There is no circuit ${JSON.stringify(unknown)}.`, {
      metaMessages: ["Circuits:", ...known.map((name) => `  ${name}`)],
    });
  }
}

/**
 * Builds the artifacts of one circuit from its source, or finds those that were built before. See {@link buildCircuits}.
 *
 * @throws {@link BaseError} naming the circuit; no half-built artifacts are left
 */
export async function buildCircuit(source: CircuitSource, options: BuildOptions = {}): Promise<CircuitArtifacts> {
  const { onProgress = () => {}, buildFolder = BUILD_FOLDER } = options;
  const start = performance.now();
  const report = (step: BuildProgress["step"], done: number, reason?: string): void => {
    const seconds = (performance.now() - start) / 1000;
    onProgress({ circuit: source.name, step, done, seconds, ...(reason === undefined ? {} : { reason }) });
  };

  const hash = contentHash(source);
  const id = `${source.name}-${hash.slice(0, 16)}`;
  const inBuild = (name: string): string => join(REPOSITORY, buildFolder, name);
  const find = async (): Promise<CircuitArtifacts | undefined> => {
    const found = await findArtifacts(inBuild(id));
    if (found instanceof BaseError) report("rebuild", 0, found.shortMessage);
    else if (found !== undefined) report("ready", 1);
    return found instanceof BaseError ? undefined : found;
  };

  const ready = await find();
  if (ready !== undefined) return ready;
  await mkdir(inBuild("."), { recursive: true });
  const build = async (): Promise<CircuitArtifacts> => {
    // Another process may have been faster.
    const built = await find();
    if (built !== undefined) return built;
    await removeLeftovers(inBuild("."));
    const temporary = `tmp-${process.pid}-${randomBytes(4).toString("hex")}-${id}`;
    try {
      await makeArtifacts(source, hash, join(buildFolder, temporary), report);
      await rm(inBuild(id), { recursive: true, force: true });
      await rename(inBuild(temporary), inBuild(id));
    } catch (error) {
      await rm(inBuild(temporary), { recursive: true, force: true });
      throw error;
    }
    report("done", 1);
    return loadArtifacts(inBuild(id));
  };
  return withLock(inBuild(`${id}${LOCK_SUFFIX}`), build, () => report("waiting", 0));
}

/** The artifacts of a folder, undefined if there is none, or what is wrong with them. */
async function findArtifacts(folder: string): Promise<CircuitArtifacts | BaseError | undefined> {
  const exists = await stat(folder).then(
    () => true,
    () => false,
  );
  if (!exists) return undefined;
  try {
    return await loadArtifacts(folder);
  } catch (error) {
    if (error instanceof BaseError) return error;
    throw error;
  }
}

/** Removes what builds that were killed have left: the folders and locks of processes that are no more. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.endsWith(LOCK_SUFFIX)) await removeStaleLock(join(folder, name));
    const processId = /^tmp-(\d+)-/.exec(name)?.[1];
    if (processId !== undefined && !isRunning(Number(processId))) {
      // Retries: a compiler that outlived its parent may still be writing.
      await rm(join(folder, name), { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

/** Makes all artifacts of a circuit in a folder, relative to the repository, and sees them onto the disk. */
async function makeArtifacts(
  source: CircuitSource,
  hash: string,
  folder: string,
  report: (step: "compile" | "key", done: number) => void,
): Promise<void> {
  const at = (file: string): string => join(REPOSITORY, folder, file);
  const compile = await timed(limitCompiling, async () => {
    report("compile", 0);
    await compileCircuit(source, folder);
    report("compile", 1);
  });
  const r1cs = readR1cs(at(compiledFiles.r1cs));
  const key = await timed(limitKeys, async () => {
    report("key", 0);
    const verifyingKey = await makeDevelopmentKey(r1cs, at(artifactFiles.zkey), {
      onProgress: (done) => report("key", done),
    });
    await writeFile(at(artifactFiles.verifyingKey), `${JSON.stringify(verifyingKey, null, 2)}\n`);
    report("key", 1);
  });

  const files: CircuitReport["files"] = {};
  for (const name of [...Object.values(compiledFiles), artifactFiles.zkey, artifactFiles.verifyingKey]) {
    files[name] = { bytes: (await stat(at(name))).size, sha256: await hashFile(at(name)) };
  }
  const content: CircuitReport = {
    name: source.name,
    contentHash: hash,
    ...circuitCosts(r1cs),
    seconds: { compile, key },
    files,
  };
  await writeFile(at(artifactFiles.report), `${JSON.stringify(content, null, 2)}\n`);
  // A loss of power must not leave a folder with its final name and empty files.
  for (const name of [...Object.keys(files), artifactFiles.report]) {
    const file = await open(at(name), "r+");
    await file.sync();
    await file.close();
  }
}

/** Runs a task within a limit, and returns how long it took, the waiting not counted, in seconds. */
function timed(limit: ReturnType<typeof createLimit>, task: () => Promise<void>): Promise<number> {
  return limit(async () => {
    const start = performance.now();
    await task();
    return Math.round(performance.now() - start) / 1000;
  });
}

/** The report of artifacts that were built. */
export async function readReport(artifacts: CircuitArtifacts): Promise<CircuitReport> {
  return JSON.parse(await readFile(join(artifacts.zkey, "..", artifactFiles.report), "utf8")) as CircuitReport;
}
