// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { Context } from "../../context.ts";
import type { Result } from "../../output.ts";
import { formatAmount } from "../../token.ts";

/** Takes out all that the escrow owes the wallet of a token. */
export async function withdraw(context: Context, token: Address, options: { to?: Address }): Promise<Result> {
  const writer = await context.writer();
  const to = options.to ?? writer.account.address;
  const unit = await context.token(token);
  const { hash, amount } = await writer.withdraw({ token, to });
  return { json: { token, to, amount, hash }, text: `${formatAmount(amount, unit)} sent to ${to} (${hash}).` };
}
