// SPDX-License-Identifier: MIT
import type { Context } from "../../../context.ts";
import { UsageError } from "../../../errors.ts";
import type { Result } from "../../../output.ts";
import { readOffer } from "./file.ts";

/** Cancels one offer of the wallet's, or all. */
export async function cancel(context: Context, path: string | undefined, options: { all?: true }): Promise<Result> {
  if ((path === undefined) === (options.all === undefined)) {
    throw new UsageError("One offer is cancelled, or every one; expected either [file] or --all.");
  }
  const writer = await context.writer();
  if (path === undefined) {
    const { shareOffers: offers } = await context.deployment();
    const { hash, epoch } = await writer.cancelAllShareOffers({ offers });
    const text = `Every offer that ${writer.account.address} has signed so far is cancelled (${hash}).`;
    return { json: { maker: writer.account.address, epoch, hash }, text };
  }
  const { file } = await readOffer(context, path);
  const { hash } = await writer.cancelShareOffer({ offers: file.offers, offer: file.offer });
  return { json: { offer: file.offer, hash }, text: `The offer is cancelled for ever (${hash}).` };
}
