// SPDX-License-Identifier: MIT
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { InvalidFileError, InvalidValueError, type LicenseTier, modelLicensesAbi } from "@commonweight/sdk";
import { encodeFunctionData, type Hex, keccak256 } from "viem";
import { z } from "zod";
import type { Context } from "../../../context.ts";
import { readDocument } from "../../../documents.ts";
import type { Result } from "../../../output.ts";
import { hashSchema, someText } from "../../../schemas.ts";
import { governanceOf, settledModel } from "../../../settledModel.ts";
import { parseAmount } from "../../../token.ts";
import { defaultPath, type ProposeOptions, submit } from "./submit.ts";

const MOST_TIERS = 8;

const tierSchema = z.strictObject({
  /** For 30 days, in the model's token. */
  price: someText,
  /** Where the licence's text is. */
  termsUri: someText,
  termsHash: hashSchema.optional(),
  /** A file with the text, instead of its hash. */
  terms: someText.optional(),
});
const schema = z.array(tierSchema).max(MOST_TIERS, { error: `at most ${MOST_TIERS} tiers` });

/** Proposes to sell other licences, or none. */
export async function proposeTiers(
  context: Context,
  bounty: bigint,
  path: string,
  options: ProposeOptions,
): Promise<Result> {
  const full = resolve(context.io.cwd, path);
  const listed = readDocument(full, "a list of licence tiers", schema);
  const { shares, token } = await settledModel(context, bounty);
  const { governor } = await governanceOf(context, bounty);
  const { modelLicenses: target } = await context.deployment();
  const tiers: LicenseTier[] = listed.map((tier, i) => ({
    price: parseAmount(`tiers[${i}].price`, tier.price, token),
    termsUri: tier.termsUri,
    termsHash: termsHashOf(`tiers[${i}]`, tier, dirname(full)),
  }));
  const data = encodeFunctionData({ abi: modelLicensesAbi, functionName: "setTiers", args: [shares, tiers] });
  const sold = tiers.length > 0 ? `${tiers.length} other kinds of licence` : "no more licences";
  const content = { calls: [{ target, data }], description: options.description ?? `Sell ${sold}` };
  return submit(context, { bounty, governor }, content, options.out ?? defaultPath("tiers", bounty));
}

function termsHashOf(subject: string, { termsHash, terms }: z.infer<typeof tierSchema>, folder: string): Hex {
  if ((termsHash === undefined) === (terms === undefined)) {
    const value = terms === undefined ? "neither of them" : "both of them";
    throw new InvalidValueError({ subject, value, expected: "either termsHash, or terms: a file with the text" });
  }
  if (termsHash !== undefined) return termsHash;
  const path = resolve(folder, terms!);
  try {
    return keccak256(readFileSync(path));
  } catch (cause) {
    throw new InvalidFileError(path, "The file cannot be read; expected the text of a licence.", { cause });
  }
}
