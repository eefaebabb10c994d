// SPDX-License-Identifier: GPL-3.0-or-later
import {
  type RegressionTask,
  type SequenceTask,
  samplesPerChunk,
  symbolsPerChunk,
  type Task,
} from "@commonweight/sdk/data";
import {
  assignElements,
  type Elements,
  emitCommitData,
  emitFeatures,
  emitFlat,
  emitLabels,
  emitSymbols,
} from "./chunk.ts";
import { CircuitText } from "./text.ts";

/**
 * SealChunk for a task, a sponsor's statement about a sealed chunk: every feature, target and symbol is in range and every label
 * one-hot; dataCommitment is the commitment to them; and the words that will be published have the value `digest` at
 * `challenge`.
 */
export function emitSealChunk(task: Task): string {
  const text = new CircuitText();
  text.inputs("Public.");
  text.input("dataCommitment", [], "what EvaluateModel speaks of");
  text.input("challenge", [], "derived by the contract from the bytes and dataCommitment");
  text.input("digest", [], "computed by the contract from the bytes and the challenge");
  text.inputs("Private.");
  text.input("salt", [], "any field element");
  const { words, elements } = task.metric === "next-symbol" ? sealSymbols(text, task) : sealSamples(text, task);

  text.section("The commitment.");
  emitCommitData(text, task, "salt", elements);

  text.section("The digest of the words.");
  const total = 1 + words.reduce((sum, { count }) => sum + count, 0);
  text.component("words", "Digest", [total]);
  text.add("words.word[0] <== salt;", ...assignElements("words.word", words, 1));
  text.add("words.challenge <== challenge;", "words.value === digest;");
  return text.main("SealChunk", `the task ${task.name}`);
}

interface Sealed {
  /** As they are published. */
  words: Elements[];
  /** As they are committed to. */
  elements: Elements[];
}

function sealSymbols(text: CircuitText, task: SequenceTask): Sealed {
  text.input("symbol", [symbolsPerChunk(task), task.symbols], "one-hot");
  text.section("Symbols are one-hot, and so below the size of the alphabet.");
  const words = [emitSymbols(text, task)];
  return { words, elements: words };
}

function sealSamples(text: CircuitText, task: Exclude<Task, SequenceTask>): Sealed {
  const samples = samplesPerChunk(task);
  text.input("feature", [samples, task.features], `in [0, 2^${task.featureBits})`);
  if (task.metric === "squared-error") text.input("target", [samples, task.targets], `in [0, 2^${task.targetBits})`);
  else text.input("label", [samples, task.classes], "one-hot");

  text.section("Features are in range.");
  const sizes = { samples, width: task.features, bits: task.featureBits };
  const features = emitFeatures(text, "features", "feature", sizes);
  const others = task.metric === "squared-error" ? sealTargets(text, task) : sealLabels(text, task);
  const words = [features, ...others];
  if (task.encoding.kind !== "lanes") return { words, elements: words };

  text.section("A lane a sample.");
  const packed = [emitPacked(text, "packed", "feature", task, task.features)];
  if (task.metric === "squared-error") packed.push(emitPacked(text, "packedTarget", "target", task, task.targets));
  return { words, elements: [...packed, ...(task.metric === "squared-error" ? [] : others)] };
}

function sealTargets(text: CircuitText, task: RegressionTask): Elements[] {
  text.section("Targets are in range.");
  const sizes = { samples: samplesPerChunk(task), width: task.targets, bits: task.targetBits };
  return [emitFeatures(text, "targets", "target", sizes)];
}

function sealLabels(text: CircuitText, task: Task): Elements[] {
  text.section("Labels are one-hot.");
  return emitLabels(text, task);
}

/** Numbers of several samples in an element, at the lanes of the task. @returns the elements, group by group */
function emitPacked(text: CircuitText, name: string, signal: string, task: Task, width: number): Elements {
  if (task.encoding.kind !== "lanes") return { name, count: 0 };
  const { stride, perElement, groups } = task.encoding;
  text.component(name, "PackVectors", [samplesPerChunk(task), width, perElement, stride]);
  text.add(`${name}.in <== ${signal};`);
  return emitFlat(text, `${name}Element`, `${name}.packed`, groups, width);
}
