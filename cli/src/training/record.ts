// SPDX-License-Identifier: MIT
// A wallet's training record in a bounty: what the chain says of it, and where it lies on the disk.
import { join } from "node:path";
import {
  type BountyTerms,
  hasRecord,
  InvalidValueError,
  inheritsModel,
  inspectRecord,
  type Recipe,
  type RecordOnDisk,
  type RecordParent,
  type TrainingRecordFacts,
  type TrainingTerms,
} from "@commonweight/sdk";
import type { Address } from "viem";
import type { Context } from "../context.ts";
import { NotDueError } from "../errors.ts";

/** What a bounty promises to those who keep a record. */
export interface BountyRecords {
  terms: BountyTerms;
  training: TrainingTerms;
  recipe: Recipe;
}

/** @throws {@link NotDueError} where the terms have no recipe */
export async function readBountyRecords(context: Context, bounty: bigint): Promise<BountyRecords> {
  const reader = await context.reader();
  const terms = await reader.getTerms({ bounty });
  const { training } = terms;
  if (training === undefined) throw new NotDueError(`Bounty ${bounty} keeps no training records; expected a recipe.`);
  return { terms, training, recipe: await reader.getRecipeDefinition({ recipe: training.recipe }) };
}

/** Whose record it is, as stores and folders have it. */
export async function recordKey(context: Context, bounty: bigint) {
  const [{ chainId, trainingBounties }, writer] = await Promise.all([context.deployment(), context.writer()]);
  return { chainId, escrow: trainingBounties, bounty, operator: writer.account.address };
}

/**
 * The folder of a record. It is in the store's, but its files are in plain: the salt, and the checkpoints, which are the model.
 *
 * @param key - see {@link recordKey}
 */
export function recordFolder(context: Context, key: Awaited<ReturnType<typeof recordKey>>): string {
  const { chainId, escrow, bounty, operator } = key;
  return join(context.settings.store, "training", `${chainId}-${escrow}-${bounty}-${operator}`.toLowerCase());
}

/** @throws {@link NotDueError} where the operator has opened none */
export async function requireRecord(
  context: Context,
  { bounty, operator }: { bounty: bigint; operator: Address },
): Promise<TrainingRecordFacts> {
  const facts = await (await context.reader()).getTrainingRecord({ bounty, operator });
  if (facts !== undefined) return facts;
  throw new NotDueError(`${operator} has opened no training record in bounty ${bounty}; expected one.`, [
    "`commonweight record open` opens it, while the bounty is in Training.",
  ]);
}

/** The seed of the wallet's record, whose round is proven first where nobody has. @throws RoundToComeError before its time */
export async function requireSeed(context: Context, bounty: bigint): Promise<bigint> {
  const writer = await context.writer();
  const operator = writer.account.address;
  const { seedRound } = await requireRecord(context, { bounty, operator });
  const known = await writer.getRecordSeed({ bounty, operator });
  if (known !== undefined) return known;
  await writer.proveRound({ round: seedRound });
  return (await writer.getRecordSeed({ bounty, operator }))!;
}

/** What a record begins with where its recipe says that it is the parent's model; undefined where it begins with its seed. */
export async function readParent(
  context: Context,
  { terms, recipe }: BountyRecords,
): Promise<RecordParent | undefined> {
  if (!inheritsModel(recipe)) return undefined;
  const reader = await context.reader();
  const { model, salt, operator } = await reader.getPublishedModel({ bounty: terms.parent });
  const submission = await reader.getCommittedSubmission({ bounty: terms.parent, operator });
  // What was published was committed to.
  return { model, salt, submission: submission! };
}

/**
 * The record of the wallet in a bounty as its folder says, with all its steps, and as the chain knows it.
 *
 * @throws {@link NotDueError} where nothing was trained
 * @throws {@link InvalidFileError} where a file is damaged, and {@link InvalidValueError} where the record is another's, or not finished
 */
export async function requireFinished(context: Context, bounty: bigint): Promise<RecordOnDisk & { folder: string }> {
  const key = await recordKey(context, bounty);
  const folder = recordFolder(context, key);
  if (!(await hasRecord(folder))) {
    throw new NotDueError(`${folder} holds no training; expected one for bounty ${bounty}.`, [
      "`commonweight train --bounty` trains by the recipe of its terms. Another store may hold it: --store.",
    ]);
  }
  const [record, { training }] = await Promise.all([inspectRecord(folder), readBountyRecords(context, bounty)]);
  const { terms, progress } = record;
  const seed = await (await context.reader()).getRecordSeed({ bounty, operator: key.operator });
  assertSame("The number of steps taken", progress.step, training.steps);
  assertSame("The root of the record's batches", terms.batchesRoot, training.batchesRoot);
  assertSame("The seed of the record", terms.seed, seed ?? "that of the chain, which has none yet");
  return { ...record, folder };
}

function assertSame(subject: string, value: string | number | bigint, expected: string | number | bigint): void {
  if (value !== expected) throw new InvalidValueError({ subject, value, expected: String(expected) });
}
