// SPDX-License-Identifier: MIT
import { externalBackend, fileProofStore, type ProofProgress, proveRecord } from "@commonweight/sdk";
import type { Hash } from "viem";
import type { Context } from "../context.ts";
import { NotDueError } from "../errors.ts";
import type { ProveOptions } from "../submission/prove.ts";
import { requireCommitted } from "../submission/secret.ts";
import { assertBatches, type BatchOptions, readBatches } from "./batches.ts";
import { recordCircuits } from "./circuits.ts";
import { readBountyRecords, readParent, requireFinished, requireRecord } from "./record.ts";

/** What proving a record has come to. */
export interface RecordProven {
  hashes: Hash[];
  /** Numbers of the steps that are proven by now, ascending. */
  provenSteps: number[];
  drawn: number[];
  /** Whether the record is proven, both ends included. */
  isProven: boolean;
}

/**
 * Makes the proofs of the wallet's record that the chain has not counted yet, and sends those of its steps, or, to finish it, of its ends
 * too. Every finished proof is on the disk before the next begins, so that a run that was killed goes on with those it had.
 *
 * @throws {@link NotDueError} where the record is not to be proven now
 * @throws RoundToComeError before the round that draws the steps
 */
export async function proveStanding(
  context: Context,
  bounty: bigint,
  options: BatchOptions & ProveOptions & { finish: boolean },
  onProgress: (done: number, total: number, progress: ProofProgress) => void,
): Promise<RecordProven> {
  const writer = await context.writer();
  const operator = writer.account.address;
  const facts = await requireRecord(context, { bounty, operator });
  if (facts.status === "Proven") {
    return { hashes: [], provenSteps: facts.provenSteps, drawn: facts.provenSteps, isProven: true };
  }
  if (facts.status !== "Proving") {
    throw new NotDueError(
      `The training record of ${operator} in bounty ${bounty} is in ${facts.status}; expected Proving.`,
      ["Nothing was proven or sent."],
    );
  }
  const [record, records, { secret }] = await Promise.all([
    requireFinished(context, bounty),
    readBountyRecords(context, bounty),
    requireCommitted(context, bounty),
  ]);
  if (record.root !== facts.root) {
    throw new NotDueError(`The record in ${record.folder} has the root ${record.root}; posted is ${facts.root}.`, [
      "Give the store whose record was posted: --store.",
    ]);
  }
  const batches = await readBatches(context, records.recipe, options);
  assertBatches(records.training, batches);
  const hashes: Hash[] = [];
  const drawn = await requireDrawn(context, bounty, hashes);
  const { steps, ends } = await proveRecord({
    folder: record.folder,
    batches: batches.chunks,
    drawn,
    secret,
    artifacts: await recordCircuits(context, records.recipe),
    parent: await readParent(context, records),
    counted: facts.provenSteps,
    processes: options.processes,
    backend: options.prover === undefined ? undefined : externalBackend({ command: options.prover }),
    proofs: fileProofStore(context.settings.proofs),
    onProgress,
  });
  const { transactions } = await writer.proveSteps({ bounty, operator, steps });
  hashes.push(...transactions.map(({ hash }) => hash));
  if (options.finish) {
    const { hash } = await writer.finishRecord({ bounty, submission: secret.submission, ends });
    if (hash !== undefined) hashes.push(hash);
  }
  const after = await requireRecord(context, { bounty, operator });
  return { hashes, provenSteps: after.provenSteps, drawn, isProven: after.status === "Proven" };
}

/** The drawn steps; they are drawn first where nobody has. */
async function requireDrawn(context: Context, bounty: bigint, hashes: Hash[]): Promise<number[]> {
  const writer = await context.writer();
  const { hash, steps } = await writer.drawSteps({ bounty });
  if (hash !== undefined) hashes.push(hash);
  return steps;
}
