// SPDX-License-Identifier: MIT
import { join, resolve } from "node:path";
import {
  batchCommitments,
  batchesRoot,
  type ClassificationChunk,
  InvalidFileError,
  InvalidValueError,
  makeBatches,
  type Recipe,
  samplesPerChunk,
  type TrainingTerms,
} from "@commonweight/sdk";
import {
  type ContentSource,
  combinedContentSource,
  connectIpfs,
  folderContentStore,
  saveFile,
} from "@commonweight/sdk/content";
import type { Hex } from "viem";
import type { Context } from "../context.ts";
import { prepareSamples } from "../data/prepare.ts";
import { readSamples } from "../modelData.ts";

/** What training data are made of. */
export interface BatchOptions {
  /** CSV with the label last, or IDX; or `ipfs://…` of such a file. */
  batches: string;
  /** Of an IDX file. */
  labels?: string | undefined;
  /** What features are multiplied by before they are rounded. */
  scale: number;
}

/** Training data as a recipe takes them. */
export interface Batches {
  chunks: ClassificationChunk[];
  root: Hex;
  /** Samples at the end that fill no batch. */
  left: number;
}

/** The largest file that is fetched by its CID. */
const MOST_BYTES = 2 ** 30;

/**
 * The batches of a recipe, from a file or by a CID.
 *
 * @throws {@link InvalidFileError} where a sample does not fit the recipe's task
 */
export async function readBatches(context: Context, recipe: Recipe, options: BatchOptions): Promise<Batches> {
  const { cwd } = context.io;
  const [path, labels] = await Promise.all([
    localPath(context, options.batches),
    options.labels === undefined ? undefined : localPath(context, options.labels),
  ]);
  const found = await readSamples(resolve(cwd, path), { labels: labels && resolve(cwd, labels) });
  return batchesOfSamples(path, recipe, found, options.scale);
}

/** The same of samples that were read. */
export function batchesOfSamples(
  path: string,
  recipe: Recipe,
  found: Parameters<typeof prepareSamples>[1],
  scale: number,
): Batches {
  const { task } = recipe;
  const width = found.features[0]!.length;
  if (width !== task.features) {
    throw new InvalidFileError(path, `The samples have ${width} features; expected ${task.features}, as ${task.name}.`);
  }
  const { samples, outside, strangers } = prepareSamples(task, found, scale);
  if (outside.first) {
    const { sample, column, value } = outside.first;
    const expected = `expected what times ${scale} is from 0 to ${2 ** task.featureBits - 1}`;
    throw new InvalidFileError(path, `Column ${column} of sample ${sample} is ${value}; ${expected}.`);
  }
  if (strangers.first) {
    const { sample, value } = strangers.first;
    throw new InvalidFileError(
      path,
      `The label of sample ${sample} is ${value}; expected a class below ${task.classes}.`,
    );
  }
  const chunks = makeBatches(recipe, samples);
  return {
    chunks,
    root: batchesRoot(batchCommitments(recipe, chunks)),
    left: samples.labels.length - chunks.length * samplesPerChunk(task),
  };
}

/** @throws {@link InvalidValueError} where the batches are not those of a bounty's terms */
export function assertBatches({ batchesRoot: expected }: TrainingTerms, { root }: Batches): void {
  if (root === expected) return;
  throw new InvalidValueError({
    subject: "The root of the batches",
    value: root,
    expected: `${expected}, as the terms`,
  });
}

/** Where a file is on this disk; one with a CID is fetched first, into the store's folder of trainings. */
async function localPath(context: Context, name: string): Promise<string> {
  if (!name.startsWith("ipfs://")) return name;
  const { content, ipfs, store } = context.settings;
  const sources: ContentSource[] = [folderContentStore(content)];
  if (ipfs !== undefined) sources.push((await connectIpfs(ipfs)).store);
  const path = join(store, "training", "data", name.slice("ipfs://".length).replaceAll("/", "-"));
  await saveFile(combinedContentSource(sources), name, path, { maxBytes: MOST_BYTES });
  return path;
}
