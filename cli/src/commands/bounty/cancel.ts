// SPDX-License-Identifier: MIT
import type { Context } from "../../context.ts";
import type { Result } from "../../output.ts";

/** Ends a bounty that nobody has paid into; its sponsor's. */
export async function cancel(context: Context, bounty: bigint): Promise<Result> {
  const writer = await context.writer();
  const { hash } = await writer.cancel({ bounty });
  const { token } = await writer.getTerms({ bounty });
  const done =
    hash === undefined ? `Bounty ${bounty} was cancelled before.` : `Bounty ${bounty} is cancelled (${hash}).`;
  return {
    json: { bounty, hash },
    text: `${done} The bond, less a tenth if the sample's round was out, is in: commonweight money owed ${token}`,
  };
}
