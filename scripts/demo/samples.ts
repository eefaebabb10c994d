// SPDX-License-Identifier: MIT
// The demo's samples: digits drawn by code, or files. Everything that could be wrong with a file is said here, before
// anything else starts.
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { InvalidFileError } from "@commonweight/sdk";
import {
  type ClassificationTask,
  clampFeatures,
  fitNormalisation,
  normalise,
  quantiseFeatures,
  readCsv,
  readIdx,
  type Samples,
} from "@commonweight/sdk/data";
import { drawGlyphs } from "../training/glyphs.ts";
import { createRandom } from "../training/random.ts";
import type { SampleSource } from "./options.ts";

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
/** The magic number with which IDX images begin. */
const IDX_IMAGES = Buffer.from([0, 0, 8, 3]);

/**
 * Draws or reads the demo's samples.
 * @param evaluationSize Samples to seal.
 * @throws InvalidFileError naming the file, what is wrong with it and what was expected.
 */
export async function loadSamples(parameters: {
  task: ClassificationTask;
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
  task: ClassificationTask,
  evaluationSize: number,
): Promise<{ training: Samples; test: Samples }> {
  const training = await readSource(files.training, task, SMALLEST_TRAINING_SET);
  const test = await readSource(files.test, task, evaluationSize);
  const scale = scaleOf(training, files.training, task);
  assertWithin(scale, training, files.training);
  assertWithin(scale, test, files.test);
  return {
    training: { features: scale.quantise(training.features), labels: training.labels },
    test: { features: scale.quantise(test.features), labels: test.labels },
  };
}

async function readSource(source: SampleSource, task: ClassificationTask, smallest: number): Promise<Samples> {
  const path = pathOf(source);
  if (source.format === "csv" && (await holdsImages(path))) {
    const problem =
      "The file holds IDX images; expected --data-labels for those of --data, --test-labels for those of --test.";
    throw new InvalidFileError(path, problem);
  }
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

/** Which features are taken, and how they become integers of the task's bits. */
interface Scale {
  least: number;
  most: number;
  /** The range in words. */
  expected: string;
  quantise: (features: number[][]) => number[][];
}

/**
 * Features up to 2^bits, such as counts of ink from 0 to 16, keep their steps and lose the last. Images with wider ones are
 * scaled by the range of the training samples; CSV has none.
 */
function scaleOf(training: Samples, source: SampleSource, { featureBits }: ClassificationTask): Scale {
  const most = 2 ** featureBits;
  const range = fitNormalisation(training.features, "dataset");
  if (source.format === "csv" || range.maximum[0]! <= most) {
    const expected = `an integer from 0 to ${most}`;
    return { least: 0, most, expected, quantise: (features) => clampFeatures(features, featureBits) };
  }
  const quantise = (features: number[][]) => quantiseFeatures(normalise(features, range), featureBits);
  const [least, greatest] = [range.minimum[0]!, range.maximum[0]!];
  const expected = `an integer from ${least} to ${greatest}, the range of --data`;
  return { least, most: greatest, expected, quantise };
}

/** Nothing is altered silently: a feature outside the scale would be cut off. */
function assertWithin({ least, most, expected }: Scale, samples: Samples, source: SampleSource): void {
  for (const [index, features] of samples.features.entries()) {
    const stranger = features.findIndex((value) => !Number.isInteger(value) || value < least || value > most);
    if (stranger < 0) continue;
    const place = `${source.format === "csv" ? "Column" : "Pixel"} ${stranger + 1} of sample ${index + 1}`;
    const problem = `${place} is ${features[stranger]}; expected ${expected}.`;
    throw new InvalidFileError(pathOf(source), problem);
  }
}

/** Whether a file begins as IDX images do. One that cannot be read does not: reading it as CSV then says why. */
async function holdsImages(path: string): Promise<boolean> {
  const bytes = await readFile(path).catch(() => Buffer.alloc(0));
  return bytes.subarray(0, IDX_IMAGES.length).equals(IDX_IMAGES);
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

/** The samples from `start` up to, and without, `end`. */
export function sliceSamples({ features, labels }: Samples, start: number, end: number): Samples {
  return { features: features.slice(start, end), labels: labels.slice(start, end) };
}

function pathOf(source: SampleSource): string {
  return source.format === "csv" ? source.path : source.images;
}
