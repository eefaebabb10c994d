// SPDX-License-Identifier: MIT
import { type ClassificationTask, fitNormalisation, type Samples, samplesPerChunk } from "@commonweight/sdk";
import { prepareSamples } from "./prepare.ts";

/** What a file of samples holds, and what a task would make of it. */
export interface Inspection {
  samples: number;
  features: number;
  /** Samples of each label that there is. */
  classes: { label: number; samples: number }[];
  minimum: number;
  maximum: number;
  /** Features that are the same in every sample: they tell nothing. */
  constant: number;
  /** The same features with different labels: at most one of them can be right. */
  contradictions: number;
  /** Samples that are there before, features and label. */
  duplicates: number;
  /** What would bring the largest feature to the largest integer of the task. */
  suggestedScale: number;
  task: TaskFit & { clamped: number; rounded: number };
}

/** How samples fit a task. */
export interface TaskFit {
  name: string;
  fits: boolean;
  /** What keeps the file from being sealed, each a sentence. */
  problems: string[];
  chunks: number;
  /** Samples, or symbols, that would fill no whole chunk. */
  left: number;
}

/** Looks at samples. @param scale - what features are multiplied by */
export function inspectSamples(task: ClassificationTask, samples: Samples, scale: number): Inspection {
  const { features, labels } = samples;
  const range = fitNormalisation(features, "feature");
  const [minimum, maximum] = [least(range.minimum), -least(range.maximum.map((value) => -value))];
  const largest = 2 ** task.featureBits - 1;
  const prepared = prepareSamples(task, samples, scale);
  const size = samplesPerChunk(task);
  const width = features[0]!.length;
  const place = (misfit: { sample: number; column: number; value: number }) =>
    `column ${misfit.column} of sample ${misfit.sample} is ${misfit.value}`;
  const problems = [
    width === task.features ? undefined : `${task.name} has ${task.features} features; the samples have ${width}.`,
    prepared.outside.first &&
      `${prepared.outside.count} features times ${scale} are not from 0 to ${largest}; ${place(prepared.outside.first)}.`,
    prepared.strangers.first &&
      `${prepared.strangers.count} labels are not from 0 to ${task.classes - 1}; ${place(prepared.strangers.first)}.`,
  ].filter((problem) => problem !== undefined);
  return {
    samples: labels.length,
    features: width,
    classes: countBy(labels),
    minimum,
    maximum,
    constant: range.minimum.filter((value, j) => value === range.maximum[j]).length,
    ...repetitions(samples),
    suggestedScale: maximum > 0 ? largest / maximum : 1,
    task: {
      name: task.name,
      fits: problems.length === 0,
      problems,
      chunks: Math.floor(labels.length / size),
      left: labels.length % size,
      clamped: prepared.clamped,
      rounded: prepared.rounded,
    },
  };
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b));
}

function countBy(labels: readonly number[]): { label: number; samples: number }[] {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].map(([label, samples]) => ({ label, samples })).sort((left, right) => left.label - right.label);
}

function repetitions({ features, labels }: Samples): { duplicates: number; contradictions: number } {
  const seen = new Map<string, Set<number>>();
  let [duplicates, contradictions] = [0, 0];
  for (const [s, sample] of features.entries()) {
    const key = sample.join();
    const known = seen.get(key) ?? new Set();
    if (known.has(labels[s]!)) duplicates++;
    else if (known.size > 0) contradictions++;
    seen.set(key, known.add(labels[s]!));
  }
  return { duplicates, contradictions };
}
