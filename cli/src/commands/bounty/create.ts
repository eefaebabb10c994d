// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import { createOnce } from "../../bounty/createOnce.ts";
import { titleOf } from "../../bounty/spec.ts";
import type { Context } from "../../context.ts";
import { formatTime } from "../../format/time.ts";
import type { Result } from "../../output.ts";
import { formatAmount } from "../../token.ts";

/** Creates the bounty of a file of terms, and keeps its evaluation set in the store. */
export async function create(context: Context, file: string, options: { again?: boolean }): Promise<Result> {
  const created = await createOnce(context, resolve(context.io.cwd, file), options);
  const { bounty, chunks, chunksRoot, terms, hash } = created;
  const [token, now] = [await context.token(terms.token), await context.chainTime()];
  const first =
    hash === undefined
      ? `Bounty ${bounty} was created from this file before; nothing was sent. --again creates another.`
      : `Bounty ${bounty}, ${titleOf(terms)}, is created with a bond of ${formatAmount(terms.sponsorBond, token)} (${hash}).`;
  const lines = [
    first,
    `Its evaluation set, ${chunks} chunks, is in the store (${context.settings.store}). Without it the bond is lost: keep a copy.`,
    `Seal it before ${formatTime(terms.windows.draftEnds, now)}: commonweight data seal ${bounty}`,
  ];
  return { json: { bounty, chunks, chunksRoot, hash, created: hash !== undefined }, text: lines.join("\n") };
}
