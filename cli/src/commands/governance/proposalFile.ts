// SPDX-License-Identifier: MIT
// A proposal as the governor knows it: what `queue` and `execute` need again, and what tells voters its number.
import { resolve } from "node:path";
import { ChainMismatchError, hashProposal, InvalidFileError } from "@commonweight/sdk";
import { type Address, type Hex, isAddressEqual } from "viem";
import { z } from "zod";
import type { Context } from "../../context.ts";
import { readDocument } from "../../documents.ts";
import { addressSchema, bytesSchema, exactly, integerSchema, someText } from "../../schemas.ts";
import { governanceOf } from "../../settledModel.ts";

const KIND = "commonweight.proposal";

/** What the file holds. */
export interface ProposalFile {
  kind: typeof KIND;
  version: "1";
  chainId: bigint;
  /** Of the model. */
  bounty: bigint;
  governor: Address;
  proposal: bigint;
  description: string;
  /** `value` in wei. */
  calls: { target: Address; value: bigint; data: Hex }[];
}

const schema: z.ZodType<ProposalFile> = z.strictObject({
  kind: exactly(KIND),
  version: exactly("1"),
  chainId: integerSchema(53),
  bounty: integerSchema(),
  governor: addressSchema,
  proposal: integerSchema(),
  description: someText,
  calls: z.array(z.strictObject({ target: addressSchema, value: integerSchema(), data: bytesSchema })),
});

/** The content of a proposal's file. */
export function proposalFile(content: Omit<ProposalFile, "kind" | "version">): ProposalFile {
  return { kind: KIND, version: "1", ...content };
}

/**
 * Reads a proposal, and checks that it is one of this chain's and of its model's governor, and that its number is that of its content.
 *
 * @throws {@link InvalidFileError}, {@link ChainMismatchError}
 */
export async function readProposal(context: Context, path: string): Promise<ProposalFile> {
  const full = resolve(context.io.cwd, path);
  const file = readDocument(full, "a proposal, as propose writes it", schema);
  const number = hashProposal(file);
  if (number !== file.proposal) {
    throw new InvalidFileError(full, `The number is ${file.proposal}; expected ${number}, which its content has.`);
  }
  await assertPlace(context, full, file);
  return file;
}

/** @throws {@link InvalidFileError}, {@link ChainMismatchError} where a file is of another chain, or names another governor than the model's */
export async function assertPlace(
  context: Context,
  path: string,
  { chainId, bounty, governor }: { chainId: bigint; bounty: bigint; governor: Address },
): Promise<void> {
  const actual = (await context.deployment()).chainId;
  if (chainId !== BigInt(actual)) throw new ChainMismatchError({ expected: Number(chainId), actual });
  const present = await governanceOf(context, bounty);
  if (isAddressEqual(governor, present.governor)) return;
  throw new InvalidFileError(path, `The governor is ${governor}; expected ${present.governor}, of bounty ${bounty}.`);
}

/** A proposal by its number, or by the file that has it. */
export async function proposalOf(context: Context, bounty: bigint, text: string): Promise<bigint> {
  if (/^\d+$/.test(text)) return BigInt(text);
  const file = await readProposal(context, text);
  if (file.bounty === bounty) return file.proposal;
  const path = resolve(context.io.cwd, text);
  throw new InvalidFileError(path, `The proposal is of bounty ${file.bounty}; expected bounty ${bounty}.`);
}
