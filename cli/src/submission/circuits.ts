// SPDX-License-Identifier: MIT
import { type Architecture, type CircuitArtifacts, definitionId, type Task } from "@commonweight/sdk";
import { findArtifacts } from "../artifacts.ts";
import type { Context } from "../context.ts";

/** The circuits that prove a submission: that of its architecture, and that of task and architecture together. */
export interface SubmissionCircuits {
  sealModel: CircuitArtifacts;
  evaluateModel: CircuitArtifacts;
}

/** The circuits of a submission, from the artifacts folder, with the keys that the registry holds. */
export async function submissionCircuits(
  context: Context,
  { task, architecture }: { task: Task; architecture: Architecture },
): Promise<SubmissionCircuits> {
  const reader = await context.reader();
  const [architectureId, taskId] = [definitionId(architecture), definitionId(task)];
  const [{ sealModelKey }, { evaluateModelKey }] = await Promise.all([
    reader.getRegistryArchitecture({ architecture: architectureId }),
    reader.getRegistryPair({ task: taskId, architecture: architectureId }),
  ]);
  const find = async (name: string, dataContract: `0x${string}`) =>
    findArtifacts(context.settings.artifacts, name, await reader.getVerifyingKey({ dataContract }));
  return {
    sealModel: await find(`seal-model.${architecture.name}`, sealModelKey),
    evaluateModel: await find(`evaluate-model.${task.name}.${architecture.name}`, evaluateModelKey),
  };
}
