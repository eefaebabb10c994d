// SPDX-License-Identifier: MIT
// What the demo needs built: contracts and circuits. Both are cached, so that a second run builds nothing.
import { buildCircuits } from "@commonweight/circuits";
import type { Architecture, CircuitArtifacts, Task } from "@commonweight/sdk";
import { tasks } from "hardhat";
import { muted } from "./muted.ts";

/** The circuits of one task and one architecture. */
export interface DemoCircuits {
  sealChunk: CircuitArtifacts;
  sealModel: CircuitArtifacts;
  evaluateModel: CircuitArtifacts;
}

/** Compiles the contracts, where they have changed. Warnings, which are of dependencies, are for `npm run build`. */
export async function buildContracts(): Promise<void> {
  const build = () => tasks.getTask("build").run({ quiet: true, noTests: true });
  await muted(build, (printed) => process.stderr.write(`${printed}\n`));
}

/** Builds the circuits of a task and an architecture with development keys. @param onProgress Called with what is being done. */
export async function buildDemoCircuits(
  task: Task,
  architecture: Architecture,
  onProgress: (detail: string) => void,
): Promise<DemoCircuits> {
  const names = {
    sealChunk: `seal-chunk.${task.name}`,
    sealModel: `seal-model.${architecture.name}`,
    evaluateModel: `evaluate-model.${task.name}.${architecture.name}`,
  };
  const built = await buildCircuits({
    names: Object.values(names),
    onProgress: ({ circuit, step, done }) => onProgress(`${circuit} ${step} ${Math.round(100 * done)} %`),
  });
  // All are there: `buildCircuits` throws where it cannot build one.
  return {
    sealChunk: built.get(names.sealChunk)!,
    sealModel: built.get(names.sealModel)!,
    evaluateModel: built.get(names.evaluateModel)!,
  };
}
