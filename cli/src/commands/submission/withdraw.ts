// SPDX-License-Identifier: MIT
import type { Context } from "../../context.ts";
import { NotDueError } from "../../errors.ts";
import type { Result } from "../../output.ts";

/** Takes the wallet's submission out of a bounty. */
export async function withdraw(context: Context, bounty: bigint): Promise<Result> {
  const writer = await context.writer();
  const operator = writer.account.address;
  if ((await writer.getSubmission({ bounty, operator })) === undefined) {
    throw new NotDueError(`${operator} has no submission in bounty ${bounty}; expected one.`);
  }
  const { hash } = await writer.withdrawSubmission({ bounty });
  return {
    json: { bounty, operator, hash },
    text: `The submission is out of bounty ${bounty} (${hash}). The bond can be withdrawn: money withdraw. The entry fee stays.`,
  };
}
