// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import { loadModel } from "@commonweight/sdk";
import type { Address } from "viem";
import type { Context } from "../../context.ts";
import type { Result } from "../../output.ts";
import { requireCommitted, sealOnce } from "../../submission/secret.ts";
import { recordWarnings, storeWarnings, warn } from "../../submission/warnings.ts";
import { committedResult } from "./commit.ts";

/** Puts the model of a file in the place of the one that the wallet is committed to. */
export async function replace(
  context: Context,
  bounty: bigint,
  path: string,
  options: { payee?: Address },
): Promise<Result> {
  const model = await loadModel(resolve(context.io.cwd, path));
  const present = await requireCommitted(context, bounty);
  const payee = options.payee ?? present.secret.submission.payee;
  const secret = await sealOnce(context, { bounty, model, payee });
  for (const text of [...(await storeWarnings(context)), ...(await recordWarnings(context, { bounty, model }))]) {
    warn(context, text);
  }
  const [writer, store] = [await context.writer(), await context.store()];
  const { sequence, hash } = await writer.commitModel({ secret, store });
  return committedResult(bounty, { secret, sequence, hash }, "Replaced; committed to");
}
