// SPDX-License-Identifier: MIT
// A vote that was signed, for anybody to send.
import { resolve } from "node:path";
import type { VoteSupport } from "@commonweight/sdk";
import type { Address, Hex } from "viem";
import { z } from "zod";
import type { Context } from "../../context.ts";
import { readDocument } from "../../documents.ts";
import { addressSchema, bytesSchema, exactly, integerSchema } from "../../schemas.ts";
import { assertPlace } from "./proposalFile.ts";

const KIND = "commonweight.vote";

/** How people say what they vote. */
export const SUPPORTS = { for: "For", against: "Against", abstain: "Abstain" } as const satisfies Record<
  string,
  VoteSupport
>;

/** What the file holds. */
export interface VoteFile {
  kind: typeof KIND;
  version: "1";
  chainId: bigint;
  bounty: bigint;
  governor: Address;
  proposal: bigint;
  support: VoteSupport;
  voter: Address;
  signature: Hex;
}

const schema: z.ZodType<VoteFile> = z.strictObject({
  kind: exactly(KIND),
  version: exactly("1"),
  chainId: integerSchema(53),
  bounty: integerSchema(),
  governor: addressSchema,
  proposal: integerSchema(),
  support: z.enum(["For", "Against", "Abstain"], { error: "For, Against or Abstain" }),
  voter: addressSchema,
  signature: bytesSchema,
});

/** The content of a vote's file. */
export function voteFile(content: Omit<VoteFile, "kind" | "version">): VoteFile {
  return { kind: KIND, version: "1", ...content };
}

/** Reads a signed vote, and checks that it is one of this chain's and of its model's governor. */
export async function readVote(context: Context, path: string): Promise<VoteFile> {
  const full = resolve(context.io.cwd, path);
  const file = readDocument(full, "a signed vote", schema);
  await assertPlace(context, full, file);
  return file;
}
