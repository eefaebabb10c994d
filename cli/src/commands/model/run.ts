// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import { evaluatorOf, type IntegerModel, InvalidValueError, loadModel, strictArgmax } from "@commonweight/sdk";
import type { Context } from "../../context.ts";
import { formatTable } from "../../format/table.ts";
import { type DataOptions, dataOptions, readLabelled } from "../../modelData.ts";
import type { Result } from "../../output.ts";

/** How a model does on the samples of one class. */
interface ClassScore {
  class: number;
  samples: number;
  correct: number;
}

/** Scores a model on labelled samples, just as the circuit counts. */
export async function runModel(
  context: Context,
  modelPath: string,
  dataPath: string,
  options: DataOptions,
): Promise<Result> {
  const at = (path: string) => resolve(context.io.cwd, path);
  const model = await loadModel(at(modelPath));
  const { architecture } = model;
  const { output } = architecture;
  if (output.kind !== "logits") {
    const subject = `The output of ${architecture.name}`;
    throw new InvalidValueError({ subject, value: output.kind, expected: "logits: the samples have labels" });
  }
  const { inputs, labels } = await readLabelled(architecture, at(dataPath), dataOptions(context, options));
  const beyond = labels.find((label) => label >= output.classes);
  if (beyond !== undefined) {
    throw new InvalidValueError({ subject: "A label", value: beyond, expected: `less than ${output.classes} classes` });
  }
  const classes = await context.output.progress("Running the model", async (update) =>
    scoreByClass(model, { inputs, labels, classes: output.classes }, update),
  );
  const correct = classes.reduce((sum, score) => sum + score.correct, 0);
  const rows = classes.map((score) => [
    String(score.class),
    String(score.correct),
    String(score.samples),
    share(score),
  ]);
  return {
    json: { architecture: architecture.name, samples: labels.length, correct, classes },
    text: `${correct} of ${labels.length} right, ${share({ correct, samples: labels.length })}.\n${formatTable(["class", "right", "of", "share"], rows)}`,
  };
}

/** A sample is right where the strictly largest logit is that of its label. */
function scoreByClass(
  model: IntegerModel,
  samples: { inputs: readonly number[][]; labels: readonly number[]; classes: number },
  onProgress: (done: number, total: number) => void,
): ClassScore[] {
  const evaluate = evaluatorOf(model);
  const scores = Array.from({ length: samples.classes }, (_, i): ClassScore => ({ class: i, samples: 0, correct: 0 }));
  for (const [i, input] of samples.inputs.entries()) {
    const score = scores[samples.labels[i]!]!;
    score.samples += 1;
    if (strictArgmax(evaluate(input).outputs) === score.class) score.correct += 1;
    onProgress(i + 1, samples.inputs.length);
  }
  return scores;
}

function share({ correct, samples }: { correct: number; samples: number }): string {
  return samples === 0 ? "-" : `${((100 * correct) / samples).toFixed(1)} %`;
}
