// SPDX-License-Identifier: MIT
import { planCircuit } from "@commonweight/circuits";
import { batchIndex, initialMaster, seedElement, trainStepInputs } from "@commonweight/sdk/training";
import { buildCircuit } from "../../circuits/setup/build.ts";
import { keySizes, type Measurement, measure } from "../circuits/measure.ts";
import type { TrainedDigits } from "./train.ts";

/** One proof of one step. */
export interface StepProof extends Measurement {
  circuit: string;
  zkeyBytes: number;
  verifyingKeyBytes: number;
}

/** Proves the first step of a record, in a process of its own. */
export async function proveStep(trained: TrainedDigits, tell: (line: string) => void): Promise<StepProof> {
  const { recipe, batches, seed, salt, operator } = trained;
  const { name, main } = planCircuit(`train-step.${recipe.name}`);
  const onProgress = ({ step, done }: { step: string; done: number }) => done === 0 && tell(`${step} ${name}`);
  const artifacts = await buildCircuit({ name, main }, { onProgress });
  const master = initialMaster(recipe, seedElement(seed));
  const batch = batches[batchIndex(seed, 0, batches.length)]!;
  const { inputs } = trainStepInputs({ recipe, master, batch, step: 0, salt, operator });
  tell(`proving ${name}`);
  const [measurement] = await measure([{ artifacts, inputs }], 1);
  return { circuit: name, ...measurement!, ...(await keySizes(artifacts)) };
}
