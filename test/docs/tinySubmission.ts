// SPDX-License-Identifier: MIT
import { planEvaluateModel, planSealModel } from "../../circuits/generator/plan.ts";
import { buildCircuit } from "../../circuits/setup/build.ts";
import { tinyArchitecture, tinyTask } from "../../sdk/test/fixtures.ts";
import { exampleEvaluationSet, exampleSubmission } from "../../sdk/test/support/secrets.ts";

/** Circuits of the tiny network, whose proofs take a second. */
export async function tinyArtifacts() {
  return {
    sealModel: await buildCircuit(planSealModel(tinyArchitecture)),
    evaluateModel: await buildCircuit(planEvaluateModel(tinyTask, tinyArchitecture)),
  };
}

/** What `proveSubmission` takes of a submission: a model and two open chunks, three proofs in all. */
export async function tinySubmission() {
  return {
    secret: exampleSubmission(1),
    task: tinyTask,
    chunks: exampleEvaluationSet().chunks.map((chunk) => ({ ...chunk, draw: "score" as const })),
    artifacts: await tinyArtifacts(),
    counted: undefined,
  };
}
