// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import type { Context } from "../../../context.ts";
import { readDocument } from "../../../documents.ts";
import type { Result } from "../../../output.ts";
import { governanceOf, settledModel } from "../../../settledModel.ts";
import { wordsOf } from "../abiValue.ts";
import { draftSchema, encodeDraft } from "../calls.ts";
import { type ProposeOptions, submit } from "./submit.ts";

/** Proposes the calls that a file says. */
export async function proposeCalls(
  context: Context,
  bounty: bigint,
  path: string,
  options: ProposeOptions,
): Promise<Result> {
  const full = resolve(context.io.cwd, path);
  const draft = readDocument(full, "a proposal with a description and calls", draftSchema);
  const { token } = await settledModel(context, bounty);
  const { shares, governor, treasury } = await governanceOf(context, bounty);
  const { trainingBounties: escrow, modelLicenses: licenses, shareOffers: offers } = await context.deployment();
  const addresses = { token: token.address, shares, escrow, licenses, offers, governor, treasury };
  const content = encodeDraft(draft, wordsOf(addresses, token));
  return submit(context, { bounty, governor }, content, options.out ?? `${full.replace(/\.\w+$/, "")}.proposal.json`);
}
