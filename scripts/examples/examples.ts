// SPDX-License-Identifier: MIT
// The trained examples: for every architecture that ships, what it learns, and how.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Samples, TargetSamples, Task } from "@commonweight/sdk/data";
import type { Architecture, FloatNetwork } from "@commonweight/sdk/model";
import { drawGlyphs, drawNoisyGlyphs, GLYPH_MAXIMUM, type GlyphStyle } from "../training/glyphs.ts";
import { type Training, trainNetwork } from "../training/train.ts";
import { BASE_STEP, beginningFrom, trainBase, withoutAdapter } from "./base.ts";
import { sayKeywords } from "./data/keywords.ts";
import { guessByFrequency, symbolsOf, windowsOf } from "./data/text.ts";
import { answersOfNetwork, measure } from "./measure.ts";
import { type ExampleData, type ExampleSamples, lessonsOf } from "./samples.ts";

/** An architecture, and what it learns. */
export interface Example {
  /** Names in `circuits/architectures` and `circuits/tasks`. */
  architecture: string;
  task: string;
  /** For people. */
  about: string;
  data: (task: Task) => ExampleData;
  train: (architecture: Architecture, training: ExampleSamples) => FloatNetwork;
  /** What is reached without the network, measured like it. */
  baseline: { name: string; measure: (architecture: Architecture, data: ExampleData) => number };
}

const LICENCE = join(import.meta.dirname, "../../circuits/LICENSE");

const TRAINING_SEED = 1;
const TEST_SEED = 2;
const COUNTS = { training: 8000, test: 4000 };

/** Digits as a reader with a tilted head sees them, in worse light. */
const TILTED: GlyphStyle = { rotation: 0.6, noise: [1, 2.5] };
/** Digits on bad paper. */
const NOISY: GlyphStyle = { rotation: 0, noise: [4, 7] };

const CLASSIFIER: Omit<Training, "seed"> = { epochs: 20, learningRate: 0.012, weightDecay: 0.05 };

const digits = (): ExampleData => drawn(drawGlyphs);
const ofTen = { name: "one of ten", measure: () => 0.1 };

/** All that ship, in the order in which they are shown. */
export const EXAMPLES: readonly Example[] = [
  {
    architecture: "digits-mlp",
    task: "digits-28",
    about: "digits drawn by code",
    data: digits,
    train: trainer({ ...CLASSIFIER, seed: 7 }),
    baseline: ofTen,
  },
  {
    architecture: "digits-mlp-int4",
    task: "digits-28",
    about: "the same, weights of 4 bits",
    data: digits,
    train(architecture, training) {
      const { matrices } = trainer({ ...CLASSIFIER, seed: 7 })(architecture, training);
      const rounding = { epochs: 10, learningRate: 0.005, weightDecay: 0.05, matrices, rounded: true };
      return trainer({ ...rounding, seed: 8 })(architecture, training);
    },
    baseline: ofTen,
  },
  {
    architecture: "digits-cnn",
    task: "digits-28",
    about: "the same, patches and a max pool",
    data: digits,
    train: trainer({ ...CLASSIFIER, seed: 7, weightDecay: 0.03 }),
    baseline: ofTen,
  },
  {
    architecture: "digits-moe",
    task: "digits-28",
    about: "the same, one of four experts",
    data: digits,
    train: trainer({ ...CLASSIFIER, seed: 7, weightDecay: 0.03 }),
    baseline: ofTen,
  },
  {
    architecture: "digits-lora",
    task: "digits-28",
    about: "digits tilted and noisy, an adapter on a base for upright ones",
    data: () => drawn((count, seed) => drawGlyphs(count, seed + 10, TILTED)),
    train: (architecture, training) =>
      trainer({
        ...CLASSIFIER,
        seed: 7,
        baseScales: [BASE_STEP],
        matrices: beginningFrom(architecture, trainBase(architecture)),
      })(architecture, training),
    baseline: {
      name: "the base without the adapter",
      measure: (architecture, { test }) =>
        measure(test, answersOfNetwork(withoutAdapter(architecture), trainBase(architecture))),
    },
  },
  {
    architecture: "keywords-mlp",
    task: "keywords-28",
    about: "eight words, synthesised",
    data: () => drawn(sayKeywords),
    train: trainer({ ...CLASSIFIER, seed: 7 }),
    baseline: { name: "one of eight", measure: () => 1 / 8 },
  },
  {
    architecture: "denoiser",
    task: "denoise-28",
    about: "digits behind noise",
    data: () => drawn((count, seed) => drawNoisyGlyphs(count, seed, NOISY)),
    train: trainer({ seed: 7, epochs: 15, learningRate: 0.004, weightDecay: 0.3 }),
    baseline: {
      name: "the noisy input itself",
      measure: (_, { test }) => measure(test, (input) => input.map((cell) => cell / GLYPH_MAXIMUM)),
    },
  },
  {
    architecture: "next-byte",
    task: "text-64",
    about: "the licence of the circuits, letter by letter",
    data: licence,
    train: trainer({ seed: 7, epochs: 12, learningRate: 0.005, weightDecay: 0.05 }),
    baseline: {
      name: "what most often follows the last letter",
      measure: (_, { training, test }) => measure(test, guessByFrequency(training)),
    },
  },
];

function trainer(training: Training): Example["train"] {
  return (architecture, samples) => trainNetwork(architecture, lessonsOf(samples), training);
}

function drawn(draw: (count: number, seed: number) => Samples | TargetSamples): ExampleData {
  const samples = (count: number, seed: number): ExampleSamples => {
    const { features: inputs, ...answers } = draw(count, seed);
    return "labels" in answers ? { inputs, ...answers } : { inputs, ...answers, largestTarget: GLYPH_MAXIMUM };
  };
  return { training: samples(COUNTS.training, TRAINING_SEED), test: samples(COUNTS.test, TEST_SEED) };
}

/** The end of the text is kept for the test. */
function licence(task: Task): ExampleData {
  if (task.metric !== "next-symbol")
    throw new Error(`The metric of ${task.name} is ${task.metric}; expected next-symbol.`);
  const symbols = symbolsOf(readFileSync(LICENCE, "utf8"));
  const held = symbols.length - COUNTS.test - task.context;
  return {
    training: windowsOf(symbols.slice(0, held), task.context),
    test: windowsOf(symbols.slice(held), task.context),
  };
}
