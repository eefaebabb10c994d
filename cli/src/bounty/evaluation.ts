// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import {
  asClassification,
  BaseError,
  type ClassificationTask,
  type Samples,
  samplesPerChunk,
  type Task,
} from "@commonweight/sdk";
import { prepareSamples } from "../data/prepare.ts";
import { readSamples } from "../modelData.ts";
import type { TermsDocument } from "./document.ts";
import { factor, someText } from "./parsers.ts";

const FEWEST_CHUNKS = 2;
const MOST_CHUNKS = 64;

/** Samples that fill whole chunks of a task. */
export interface Evaluation {
  task: ClassificationTask;
  samples: Samples;
  chunks: number;
}

/** The evaluation set that a file of terms names; undefined where something is wrong, which is noted then. */
export async function readEvaluation(
  terms: TermsDocument,
  { folder, task }: { folder: string; task: Task | undefined },
): Promise<Evaluation | undefined> {
  const file = terms.read("evaluation.file", someText(4_096));
  const labels = terms.read("evaluation.labels", someText(4_096), { default: undefined });
  const scale = terms.read("evaluation.scale", factor, { default: 1 });
  if (file === undefined || scale === undefined || task === undefined) return undefined;
  try {
    const classification = asClassification(task);
    const path = resolve(folder, file);
    const found = await readSamples(path, labels === undefined ? undefined : resolve(folder, labels));
    return fill(terms, { task: classification, found, scale });
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    terms.refuse("evaluation.file", `samples for ${task.name}: ${error.shortMessage.replace(/\.$/, "")}`);
    return undefined;
  }
}

function fill(
  terms: TermsDocument,
  { task, found, scale }: { task: ClassificationTask; found: Samples; scale: number },
): Evaluation | undefined {
  const wrong = (expected: string): undefined => terms.refuse("evaluation.file", expected) as undefined;
  const width = found.features[0]!.length;
  if (width !== task.features)
    return wrong(`samples with ${task.features} features, as in ${task.name}; they have ${width}`);
  const { samples, outside, strangers } = prepareSamples(task, found, scale);
  if (outside.first) {
    const { sample, column, value } = outside.first;
    const range = `0 to ${2 ** task.featureBits - 1}`;
    return wrong(`features that times scale are from ${range}; column ${column} of sample ${sample} is ${value}`);
  }
  if (strangers.first) {
    const { sample, value } = strangers.first;
    return wrong(`labels from 0 to ${task.classes - 1}; that of sample ${sample} is ${value}`);
  }
  const size = samplesPerChunk(task);
  const [count, chunks] = [samples.labels.length, samples.labels.length / size];
  if (!Number.isInteger(chunks) || chunks < FEWEST_CHUNKS || chunks > MOST_CHUNKS) {
    const range = `${FEWEST_CHUNKS * size} to ${MOST_CHUNKS * size}`;
    return wrong(
      `a multiple of ${size} samples, ${range}, which fill ${FEWEST_CHUNKS} to ${MOST_CHUNKS} chunks; there are ${count}`,
    );
  }
  return { task, samples, chunks };
}
