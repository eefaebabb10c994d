// SPDX-License-Identifier: MIT
// The demo's samples: digits drawn by code, or files. Everything that could be wrong with a file is said here, before
// anything else starts.
import { basename } from "node:path";
import { InvalidFileError } from "@commonweight/sdk";
import {
  clampFeatures,
  fitNormalisation,
  normalise,
  quantiseFeatures,
  readCsv,
  readIdx,
  type Samples,
  type Task,
} from "@commonweight/sdk/data";
import { drawGlyphs } from "./glyphs.ts";
import type { SampleSource } from "./options.ts";
import { createRandom } from "./random.ts";

/** Samples as the task wants them: whole features in its bits, labels below its classes. */
export interface DemoSamples {
  training: Samples;
  /** Never trained on. */
  test: Samples;
  /** Some of the test samples, in random order: what the sponsor seals. */
  evaluation: Samples;
  /** Whether the demo drew them itself. */
  drawn: boolean;
  /** For people. */
  description: string;
}

const GLYPHS = { training: 5000, trainingSeed: 1, test: 2000, testSeed: 2 };
const SMALLEST_TRAINING_SET = 100;
const EVALUATION_SEED = 3;

/**
 * Draws or reads the demo's samples.
 * @param evaluationSize Samples to seal.
 * @throws InvalidFileError naming the file, what is wrong with it and what was expected.
 */
export async function loadSamples(parameters: {
  task: Task;
  evaluationSize: number;
  files?: { training: SampleSource; test: SampleSource } | undefined;
}): Promise<DemoSamples> {
  const { task, evaluationSize, files } = parameters;
  const { training, test } = files ? await readFiles(files, task, evaluationSize) : drawnGlyphs();
  const described = files
    ? `${basename(pathOf(files.training))} and ${basename(pathOf(files.test))}`
    : "digits drawn by code";
  return {
    training,
    test,
    evaluation: pickSamples(test, evaluationSize),
    drawn: files === undefined,
    description: `${described}, ${training.labels.length} to train on, ${test.labels.length} to test`,
  };
}

function drawnGlyphs(): { training: Samples; test: Samples } {
  return {
    training: drawGlyphs(GLYPHS.training, GLYPHS.trainingSeed),
    test: drawGlyphs(GLYPHS.test, GLYPHS.testSeed),
  };
}

async function readFiles(
  files: { training: SampleSource; test: SampleSource },
  task: Task,
  evaluationSize: number,
): Promise<{ training: Samples; test: Samples }> {
  const training = await readSource(files.training, task, SMALLEST_TRAINING_SET);
  const test = await readSource(files.test, task, evaluationSize);
  const quantised = featureQuantiser(training, task);
  return {
    training: { features: quantised(training.features), labels: training.labels },
    test: { features: quantised(test.features), labels: test.labels },
  };
}

async function readSource(source: SampleSource, task: Task, smallest: number): Promise<Samples> {
  const path = pathOf(source);
  const samples = source.format === "csv" ? await readCsv(path) : await readIdx(path, source.labels);
  const count = samples.labels.length;
  if (count < smallest)
    throw new InvalidFileError(path, `The file has ${count} samples; expected at least ${smallest}.`);
  const width = samples.features[0]!.length;
  if (width !== task.features) {
    const problem = `A sample has ${width} features; expected ${task.features}, as in the task ${task.name}.`;
    throw new InvalidFileError(path, problem);
  }
  const stranger = samples.labels.findIndex((label) => label >= task.classes);
  if (stranger >= 0) {
    const problem = `The label of sample ${stranger + 1} is ${samples.labels[stranger]}; expected 0 to ${task.classes - 1}.`;
    throw new InvalidFileError(source.format === "csv" ? path : source.labels, problem);
  }
  return samples;
}

/**
 * How features become integers of the task's bits. Features up to 2^bits, such as counts of ink from 0 to 16, keep their
 * steps and lose the last; wider ones are scaled by the range of the training samples.
 */
function featureQuantiser(training: Samples, task: Task): (features: number[][]) => number[][] {
  const largest = training.features.reduce((most, row) => Math.max(most, ...row), 0);
  const smallest = training.features.reduce((least, row) => Math.min(least, ...row), 0);
  if (smallest >= 0 && largest <= 2 ** task.featureBits) {
    return (features) => clampFeatures(features, task.featureBits);
  }
  const range = fitNormalisation(training.features, "dataset");
  return (features) => quantiseFeatures(normalise(features, range), task.featureBits);
}

function pickSamples(samples: Samples, count: number): Samples {
  const picked = createRandom(EVALUATION_SEED)
    .shuffle(samples.labels.map((_, index) => index))
    .slice(0, count);
  return {
    features: picked.map((index) => samples.features[index]!),
    labels: picked.map((index) => samples.labels[index]!),
  };
}

function pathOf(source: SampleSource): string {
  return source.format === "csv" ? source.path : source.images;
}
