// SPDX-License-Identifier: MIT
import { ContentLimitError } from "../errors/content.ts";

/** No block is larger, whoever made it: the same bound as on the IPFS network. */
export const MAX_BLOCK_BYTES = 2 * 2 ** 20;

/** What content may take. Checked before anything is fetched as far as that is known, and while it comes. */
export interface ContentLimits {
  /** Bytes of the file (256 MiB unless given). */
  maxBytes?: number | undefined;
  /** Blocks that it consists of, each as often as it occurs (100,000 unless given). */
  maxBlocks?: number | undefined;
  /** Nodes above its bytes (8 unless given: enough for anything). */
  maxDepth?: number | undefined;
}

/** The limits with what was not given. */
export function completeLimits(limits: ContentLimits = {}): Required<{ [key in keyof ContentLimits]: number }> {
  const { maxBytes = 256 * 2 ** 20, maxBlocks = 100_000, maxDepth = 8 } = limits;
  return { maxBytes, maxBlocks, maxDepth };
}

/** @throws {@link ContentLimitError} */
export function assertWithin(subject: string, value: bigint | number, limit: number): void {
  if (value > limit) throw new ContentLimitError({ subject, value, limit });
}
