// SPDX-License-Identifier: MIT
import { externalBackend, fileProofStore, type ProofProgress, proveSubmission } from "@commonweight/sdk";
import type { Hash } from "viem";
import type { Context } from "../context.ts";
import { NotDueError } from "../errors.ts";
import { submissionCircuits } from "./circuits.ts";
import { requireCommitted } from "./secret.ts";

export interface ProveOptions {
  /** How many processes prove side by side; one proof after the other in this one unless given. */
  processes?: number | undefined;
  /** A program with the command line `prover zkey witness proof public`; snarkjs unless given. */
  prover?: string | undefined;
}

/** What proving a submission has come to. */
export interface Proven {
  hashes: Hash[];
  /** Indices of the chunks that are counted by now. */
  counted: number[];
  /** Right answers on them. */
  score: number;
  /** From 0; undefined where the submission is not ranked. */
  rank: number | undefined;
}

/**
 * Makes the proofs that the chain has not counted yet, and sends them. Every finished proof is on the disk before the next begins, so that
 * a run that was killed goes on with those it had.
 *
 * @throws {@link NotDueError} where the bounty is not in Proving, or there is no submission
 */
export async function proveCommitted(
  context: Context,
  bounty: bigint,
  options: ProveOptions,
  onProgress: (done: number, total: number, progress: ProofProgress) => void,
): Promise<Proven> {
  const writer = await context.writer();
  const status = await writer.getBountyStatus({ bounty });
  if (status !== "Proving") {
    throw new NotDueError(`Bounty ${bounty} is in ${status}; expected Proving.`, ["Nothing was proven or sent."]);
  }
  const { facts, secret } = await requireCommitted(context, bounty);
  const [terms, chunks] = await Promise.all([writer.getTerms({ bounty }), writer.getChunks({ bounty })]);
  const task = await writer.getTaskDefinition({ task: terms.task });
  const { submission } = secret;
  const { model, scores } = await proveSubmission({
    secret,
    task,
    chunks,
    artifacts: await submissionCircuits(context, { task, architecture: secret.architecture }),
    counted: facts,
    processes: options.processes,
    backend: options.prover === undefined ? undefined : externalBackend({ command: options.prover }),
    proofs: fileProofStore(context.settings.proofs),
    onProgress,
  });

  const hashes: Hash[] = [];
  if (model !== undefined) {
    const { hash } = await writer.proveModel({ bounty, submission, ...model });
    if (hash !== undefined) hashes.push(hash);
  }
  const { transactions } = await writer.proveScore({ bounty, submission, scores });
  hashes.push(...transactions.map(({ hash }) => hash));

  const { operator } = submission;
  const [counted, rank] = await Promise.all([
    writer.getSubmission({ bounty, operator }),
    writer.getRank({ bounty, operator }),
  ]);
  return { hashes, counted: counted?.countedChunks ?? [], score: counted?.score ?? 0, rank };
}
