// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import {
  BaseError,
  type ClassificationTask,
  type Samples,
  type SequenceTask,
  type SymbolSamples,
  samplesPerChunk,
  symbolsPerChunk,
  type Task,
} from "@commonweight/sdk";
import { asScored, type ScoredTask } from "../data/kinds.ts";
import { prepareSamples } from "../data/prepare.ts";
import { readRun, readSamples } from "../modelData.ts";
import type { TermsDocument } from "./document.ts";
import { factor, someText } from "./parsers.ts";

const FEWEST_CHUNKS = 2;
const MOST_CHUNKS = 64;

/** Samples that fill whole chunks of a task. */
export interface Evaluation {
  task: ScoredTask;
  samples: Samples | SymbolSamples;
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
  const alphabet = terms.read("evaluation.alphabet", someText(256), { default: undefined });
  if (file === undefined || scale === undefined || task === undefined) return undefined;
  try {
    const scored = asScored(task);
    const path = resolve(folder, file);
    const data = { labels: labels === undefined ? undefined : resolve(folder, labels), scale, alphabet };
    if (scored.metric === "next-symbol") return fillSymbols(terms, { task: scored, found: await readRun(path, data) });
    return fill(terms, { task: scored, found: await readSamples(path, data), scale });
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    terms.refuse("evaluation.file", `samples for ${task.name}: ${error.shortMessage.replace(/\.$/, "")}`);
    return undefined;
  }
}

function fillSymbols(
  terms: TermsDocument,
  { task, found }: { task: SequenceTask; found: SymbolSamples },
): Evaluation | undefined {
  const { symbols } = found;
  const stranger = symbols.findIndex((symbol) => symbol >= task.symbols);
  if (stranger >= 0) {
    const largest = task.symbols - 1;
    terms.refuse("evaluation.file", `symbols from 0 to ${largest}; symbol ${stranger + 1} is ${symbols[stranger]}`);
    return undefined;
  }
  const chunks = countChunks(terms, { size: symbolsPerChunk(task), count: symbols.length, what: "symbols" });
  return chunks === undefined ? undefined : { task, samples: found, chunks };
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
  const chunks = countChunks(terms, { size: samplesPerChunk(task), count: samples.labels.length, what: "samples" });
  return chunks === undefined ? undefined : { task, samples, chunks };
}

/** How many chunks there are of a size; undefined where they are not whole, too few or too many. */
function countChunks(
  terms: TermsDocument,
  { size, count, what }: { size: number; count: number; what: string },
): number | undefined {
  const chunks = count / size;
  if (Number.isInteger(chunks) && chunks >= FEWEST_CHUNKS && chunks <= MOST_CHUNKS) return chunks;
  const range = `${FEWEST_CHUNKS * size} to ${MOST_CHUNKS * size}`;
  terms.refuse(
    "evaluation.file",
    `a multiple of ${size} ${what}, ${range}, which fill ${FEWEST_CHUNKS} to ${MOST_CHUNKS} chunks; there are ${count}`,
  );
  return undefined;
}
