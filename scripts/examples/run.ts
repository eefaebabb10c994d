// SPDX-License-Identifier: MIT
// One example from its data to a model that can be proven.
import { join } from "node:path";
import type { Task } from "@commonweight/sdk/data";
import { type Architecture, type IntegerModel, loadModel, modelBits, quantise } from "@commonweight/sdk/model";
import { loadArchitecture, loadTask } from "../../circuits/generator/definitions.ts";
import type { Example } from "./examples.ts";
import { answersOfModel, answersOfNetwork, measure } from "./measure.ts";
import type { ExampleData } from "./samples.ts";

/** What an example came to; all but the bits are measured on the samples that were kept for it. */
export interface Result {
  task: string;
  /** Labels are counted; of targets the mean squared error is taken, in steps of the targets. */
  metric: "accuracy" | "squared-error";
  /** Samples measured on. */
  samples: number;
  /** Of the network of real numbers. */
  float: number;
  /** Of the integer model. */
  integer: number;
  /** Of what the example is compared with. */
  baseline: number;
  /** Size of the model, as it counts on chain. */
  bits: number;
}

/** Training samples on which scales are settled. */
const CALIBRATION_SAMPLES = 1000;

/** Where the trained model of an architecture is kept. */
export function modelPath(architecture: string): string {
  return join(import.meta.dirname, "../../circuits/examples", `${architecture}.json`);
}

/** Trains a network, quantises it, and measures both. The model is complete: quantise refuses to make another. */
export function runExample(example: Example): { model: IntegerModel; result: Result } {
  const architecture = loadArchitecture(example.architecture);
  const task = loadTask(example.task);
  const data = example.data(task);
  const network = example.train(architecture, data.training);
  const calibration = data.training.inputs.slice(0, CALIBRATION_SAMPLES);
  const model = quantise({ architecture, network, calibration, task });
  const result: Result = {
    task: task.name,
    metric: task.metric === "squared-error" ? "squared-error" : "accuracy",
    samples: data.test.inputs.length,
    float: measure(data.test, answersOfNetwork(architecture, network)),
    integer: measureModel(model, task, data),
    baseline: example.baseline.measure(architecture, data),
    bits: modelBits(model),
  };
  return { model, result };
}

/** The committed model of an example, and what it does on the samples kept for it. */
export async function measureCommitted(example: Example): Promise<{ model: IntegerModel; integer: number }> {
  const architecture: Architecture = loadArchitecture(example.architecture);
  const task = loadTask(example.task);
  const model = await loadModel(modelPath(example.architecture), architecture);
  return { model, integer: measureModel(model, task, example.data(task)) };
}

function measureModel(model: IntegerModel, task: Task, { test }: ExampleData): number {
  const largest = task.metric === "squared-error" ? 2 ** task.targetShift * (2 ** task.targetBits - 1) : 1;
  return measure(test, answersOfModel(model, largest));
}
