// SPDX-License-Identifier: MIT
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Address, getAddress, type Hex } from "viem";
import { z } from "zod";
import { InvalidFileError } from "../errors/InvalidFileError.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { FIELD_ORDER } from "../proving/field.ts";
import { readFileBytes, readJsonFile, writeFileAtomic } from "../utils/files.ts";
import { addressSchema, hashSchema, integerFrom, parseWith, textMatching } from "../utils/parse.ts";
import { checkpointCommitment } from "./commitments.ts";
import { MOST_STEPS, parseRecipe, type Recipe, trainedLayersOf } from "./recipe.ts";
import type { Master } from "./step.ts";

/** What is fixed about a record before its first step. */
export interface RecordTerms {
  recipe: Recipe;
  /** See `trainingSeed`. */
  seed: bigint;
  operator: Address;
  /** Secret: it hides the weights behind every commitment. */
  salt: bigint;
  /** How many steps are taken. */
  steps: number;
  /** How many batches there are. */
  batches: number;
  /** Their root, see `batchesRoot`. */
  batchesRoot: Hex;
  /** The commitment of the checkpoint of step 0. */
  start: bigint;
}

/** What was seen in the steps up to one, since the point before. */
export interface CurvePoint {
  step: number;
  /** Mean of Σ d² a sample. */
  loss: number;
  /** Share of the samples of the batches on which the network was right, before it learned from them. */
  accuracy: number;
}

/** How far a record is. */
export interface RecordProgress {
  /** Steps taken. */
  step: number;
  /** Of checkpoints 0 to `step`. */
  commitments: bigint[];
  points: CurvePoint[];
}

const FORMAT = "commonweight-training-record";
const VERSION = 1;
const FILES = { terms: "record.json", progress: "progress.json", checkpoints: "checkpoints" } as const;

const decimal = textMatching((value) => /^(0|[1-9]\d{0,77})$/.test(value), "a decimal number").transform(BigInt);
const element = decimal.refine((value) => value < FIELD_ORDER, { error: "a number below p" });

const termsSchema = z.strictObject({
  format: z.literal(FORMAT, { error: `"${FORMAT}"` }),
  version: z.literal(VERSION, { error: `${VERSION}, the only version there is` }),
  recipe: z.unknown(),
  seed: decimal,
  operator: addressSchema,
  salt: element,
  steps: integerFrom(1, MOST_STEPS - 1),
  batches: integerFrom(1, MOST_STEPS - 1),
  batchesRoot: hashSchema,
  start: element,
});

const progressSchema = z.strictObject({
  step: integerFrom(0, MOST_STEPS - 1),
  commitments: z.array(element),
  points: z.array(z.strictObject({ step: z.number(), loss: z.number(), accuracy: z.number() })),
});

/** Writes what a record begins with. It holds the salt, so its owner only can read it. */
export async function writeTerms(folder: string, terms: RecordTerms): Promise<void> {
  const content = { format: FORMAT, version: VERSION, ...terms };
  await writeFileAtomic(join(folder, FILES.terms), textOf(content), { mode: 0o600 });
}

/** @throws {@link InvalidFileError} naming the file and what in it is wrong */
export async function readTerms(folder: string): Promise<RecordTerms> {
  return readJsonFile(join(folder, FILES.terms), "training record", (json) => {
    const { format, version, ...terms } = parseWith(termsSchema, json, "record");
    return { ...terms, operator: getAddress(terms.operator), recipe: parseRecipe(terms.recipe) };
  });
}

/** Whether a folder holds a record, begun or done. */
export async function hasRecord(folder: string): Promise<boolean> {
  return (await readdir(folder).catch((): string[] => [])).includes(FILES.terms);
}

/** Writes a checkpoint first, and then the progress that names it: a crash between them loses nothing. */
export async function writeProgress(folder: string, progress: RecordProgress, master: Master): Promise<void> {
  await writeFileAtomic(checkpointPath(folder, progress.step), bytesOfMaster(master), { mode: 0o600 });
  await writeFileAtomic(join(folder, FILES.progress), textOf(progress), { mode: 0o600 });
}

/** @throws {@link InvalidFileError} naming the file and what in it is wrong */
export async function readProgress(folder: string): Promise<RecordProgress> {
  return readJsonFile(join(folder, FILES.progress), "progress of a training record", (json) => {
    const progress = parseWith(progressSchema, json, "progress");
    const { length } = progress.commitments;
    if (length === progress.step + 1) return progress;
    const expected = `${progress.step + 1}, one for each checkpoint`;
    throw new InvalidValueError({ subject: "The number of progress.commitments", value: length, expected });
  });
}

/** Steps whose checkpoints were saved, in order. */
export async function savedSteps(folder: string): Promise<number[]> {
  const names = await readdir(join(folder, FILES.checkpoints)).catch((): string[] => []);
  return names.flatMap((name) => (/^\d{10}\.bin$/.test(name) ? [Number.parseInt(name, 10)] : [])).sort((a, b) => a - b);
}

/**
 * A checkpoint that was saved, compared with its commitment.
 *
 * @throws {@link InvalidFileError} naming the file, if it is cut short, or holds other weights
 */
export async function readCheckpoint(
  folder: string,
  terms: RecordTerms,
  step: number,
  commitment: bigint,
): Promise<Master> {
  const path = checkpointPath(folder, step);
  const bytes = await readFileBytes(path, "a checkpoint");
  const { recipe } = terms;
  const counts = trainedLayersOf(recipe).map(({ rows, columns }) => rows * columns);
  const expected = 2 * counts.reduce((sum, count) => sum + count, 0);
  if (bytes.length !== expected) {
    throw new InvalidFileError(path, `${bytes.length} bytes; expected ${expected}, two a master weight.`);
  }
  const numbers = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  const next = (): number => numbers.getInt16(2 * at++, true);
  const master = counts.map((count) => Int32Array.from({ length: count }, next));
  const limit = 2 ** (recipe.masterBits - 1);
  const isInRange = master.every((layer) => layer.every((value) => value >= -limit && value < limit));
  if (isInRange && checkpointCommitment({ ...terms, master, step }) === commitment) return master;
  throw new InvalidFileError(path, `The weights are not those that checkpoint ${step} was committed to with.`);
}

function checkpointPath(folder: string, step: number): string {
  return join(folder, FILES.checkpoints, `${String(step).padStart(10, "0")}.bin`);
}

/** Two bytes a master weight, the lowest first. */
function bytesOfMaster(master: Master): Uint8Array {
  const bytes = Buffer.alloc(2 * master.reduce((sum, layer) => sum + layer.length, 0));
  let at = 0;
  for (const layer of master) for (const value of layer) at = bytes.writeInt16LE(value, at);
  return bytes;
}

function textOf(content: object): string {
  return `${JSON.stringify(content, (_, value) => (typeof value === "bigint" ? String(value) : value))}\n`;
}
