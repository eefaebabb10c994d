// SPDX-License-Identifier: MIT
import type { Context } from "../../context.ts";
import type { Result } from "../../output.ts";

/** Creates the shares of a bounty's model; anybody may. */
export async function settle(context: Context, bounty: bigint): Promise<Result> {
  const { hash, shares } = await (await context.writer()).settle({ bounty });
  const done = hash === undefined ? `Bounty ${bounty} was settled before.` : `Bounty ${bounty} is settled (${hash}).`;
  return {
    json: { bounty, shares, hash },
    text: `${done} The model's shares are ${shares}. Claim yours: commonweight shares claim ${bounty}`,
  };
}
