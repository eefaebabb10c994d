// SPDX-License-Identifier: MIT
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { REPOSITORY } from "@commonweight/circuits";
import { BaseError } from "@commonweight/sdk/proving";
import type { Detection } from "./detection.ts";
import type { StepProof } from "./prove.ts";
import type { TrainingSummary } from "./train.ts";

/** What `bench/training.json` holds. */
export interface Results {
  training: TrainingSummary;
  constraints: Record<string, number>;
  detection: Detection[];
  proof?: StepProof;
  /** Where seconds were measured. */
  machine: string;
}

const FILE = "bench/training.json";

export async function readResults(): Promise<Results | undefined> {
  const text = await readFile(join(REPOSITORY, FILE), "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Results);
}

export async function writeResults(results: Results): Promise<void> {
  await writeFile(join(REPOSITORY, FILE), `${JSON.stringify(results, null, 2)}\n`);
}

/** @throws {@link BaseError} naming the first part that is neither seconds nor as it was committed */
export function assertDeterministic(results: Results, committed: Results | undefined): void {
  const parts = ({ training, constraints, detection }: Results) => {
    const { stepsASecond, committedStepsASecond, ...rest } = training;
    void [stepsASecond, committedStepsASecond];
    return { training: rest, constraints, detection };
  };
  const [found, expected] = [parts(results), committed && parts(committed)];
  for (const key of ["training", "constraints", "detection"] as const) {
    if (JSON.stringify(found[key]) === JSON.stringify(expected?.[key])) continue;
    throw new BaseError(`${key} is not what ${FILE} says; --update writes it.`, {
      metaMessages: [JSON.stringify(found[key]), `expected ${JSON.stringify(expected?.[key])}`],
    });
  }
}

/** Results as text. */
export function formatResults({ training, constraints, detection, proof }: Results): string {
  const { recipe, steps, accuracy, root, stepsASecond, committedStepsASecond } = training;
  const percent = (share: number) => `${(share * 100).toFixed(2)} %`.padStart(9);
  return [
    `${recipe}: ${steps} steps, right on ${percent(accuracy).trim()} of the test set, root ${root}`,
    `${stepsASecond} steps a second, ${committedStepsASecond} with a commitment to each checkpoint`,
    "",
    ...Object.entries(constraints).map(([name, count]) => `${count.toLocaleString("en-GB").padStart(9)}  ${name}`),
    "",
    "One false step between the first and the last is missed:",
    "steps  drawn  expected  simulated",
    ...detection.map(({ steps, drawn, expected, simulated }) =>
      [String(steps).padStart(5), String(drawn).padStart(5), percent(expected), percent(simulated)].join("  "),
    ),
    ...(proof
      ? [
          "",
          `${proof.circuit}: witness ${proof.witnessSeconds} s, proof ${proof.proveSeconds} s, ${proof.peakMegabytes} MB`,
        ]
      : []),
  ].join("\n");
}
