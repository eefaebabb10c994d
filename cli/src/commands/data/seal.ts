// SPDX-License-Identifier: MIT
import { externalBackend, fileProofStore, proveEvaluationSet } from "@commonweight/sdk";
import { findArtifacts } from "../../artifacts.ts";
import type { Context } from "../../context.ts";
import { requireEvaluationSet } from "../../data/evaluationSet.ts";
import { NotDueError } from "../../errors.ts";
import { formatTime } from "../../format/time.ts";
import type { Result } from "../../output.ts";

export interface SealOptions {
  processes?: number;
  prover?: string;
}

/** Proves and sends the chunks that are not sealed yet. A run that was killed goes on with the proofs it had. */
export async function seal(context: Context, bounty: bigint, options: SealOptions): Promise<Result> {
  const writer = await context.writer();
  const status = await writer.getBountyStatus({ bounty });
  if (status !== "Draft") {
    throw new NotDueError(`Bounty ${bounty} is in ${status}; expected Draft.`, ["Nothing was proven or sent."]);
  }
  const set = await requireEvaluationSet(context, bounty);
  const [{ sealedChunks }, { task }] = await Promise.all([writer.getFacts({ bounty }), writer.getTerms({ bounty })]);
  const { sealChunkKey } = await writer.getRegistryTask({ task });
  const key = await writer.getVerifyingKey({ dataContract: sealChunkKey });
  const name = `seal-chunk.${set.secret.task.name}`;
  const artifacts = await findArtifacts(context.settings.artifacts, name, key);

  const { sealed, skipped, transactions } = await context.output.progress("Proving", async (update) => {
    const chunks = await proveEvaluationSet({
      set,
      artifacts,
      skip: sealedChunks,
      processes: options.processes,
      backend: options.prover === undefined ? undefined : externalBackend({ command: options.prover }),
      proofs: fileProofStore(context.settings.proofs),
      onProgress: (done, total, { id }) => update(done, total, id),
    });
    return writer.sealChunks({ bounty, chunks });
  });
  const hashes = transactions.map(({ hash }) => hash);
  const [next, now] = [await writer.getNextAction({ bounty, role: "sponsor" }), await context.chainTime()];
  const known = [...sealedChunks, ...skipped];
  const before = known.length > 0 ? `; ${new Set(known).size} were sealed before` : "";
  const when = next.until === undefined ? "" : ` ${formatTime(next.until, now)}`;
  const then = next.action === "wait" ? `from${when} on` : `before${when}`;
  return {
    json: { bounty, sealed, skipped: [...new Set(known)], hashes, next },
    text: `${sealed.length} chunks are sealed${before}.\nThe sample is drawn half an hour after the last one. Draw and open it ${then}: commonweight data open ${bounty}`,
  };
}
