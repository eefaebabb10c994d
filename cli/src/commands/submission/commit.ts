// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import { loadModel } from "@commonweight/sdk";
import type { Address } from "viem";
import type { Context } from "../../context.ts";
import { formatFacts } from "../../format/table.ts";
import type { Result } from "../../output.ts";
import { type CommitDone, commitOnce } from "../../submission/commit.ts";
import { warn } from "../../submission/warnings.ts";

/** Commits the wallet to the model of a file. */
export async function commit(
  context: Context,
  bounty: bigint,
  path: string,
  options: { payee?: Address },
): Promise<Result> {
  const model = await loadModel(resolve(context.io.cwd, path));
  const warned = (text: string) => warn(context, text);
  const done = await commitOnce(context, { bounty, model, payee: options.payee, warn: warned });
  return committedResult(bounty, done, "Committed to");
}

/** What a commitment is, for its result. @param verb Begins the first line, where something was sent. */
export function committedResult(bounty: bigint, { secret, sequence, hash }: CommitDone, verb: string): Result {
  const { submission, architecture } = secret;
  const head = hash === undefined ? "Committed already to" : verb;
  const facts = formatFacts([
    ["architecture", architecture.name],
    ["commitment", String(submission.modelCommitment)],
    ["payee", submission.payee],
    ["place among equals", String(sequence)],
    ["transaction", hash],
  ]);
  return {
    json: { bounty, submission, sequence, hash },
    text: `${head} a model in bounty ${bounty}.\n${facts}`,
  };
}
