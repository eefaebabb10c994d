// SPDX-License-Identifier: MIT
import { formatDuration } from "../../format/time.ts";
import { formatAmount, type Token } from "../../token.ts";

/** What a model was paid, and how much of it is still on its way to the holders. */
export function formatStream(
  { received, unstreamed, timeLeft }: { received: bigint; unstreamed: bigint; timeLeft: bigint },
  token: Token,
): string {
  const paid = `${formatAmount(received, token)} paid so far`;
  if (timeLeft === 0n) return `${paid}, nothing streams now`;
  return `${paid}, ${formatAmount(unstreamed, token)} of them stream over the next ${formatDuration(Number(timeLeft))}`;
}
