// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import { readFileBytes } from "@commonweight/sdk";
import { type Address, type Hex, keccak256 } from "viem";
import type { Context } from "../../context.ts";
import { formatTable } from "../../format/table.ts";
import { formatTime } from "../../format/time.ts";
import type { Result } from "../../output.ts";
import { settledModel } from "../../settledModel.ts";

/** Whether an account is licensed to use a model, and by which licences; of one text alone, where a file has it. */
export async function verify(
  context: Context,
  bounty: bigint,
  account: Address,
  options: { terms?: string },
): Promise<Result> {
  const wanted = options.terms === undefined ? undefined : await hashOf(resolve(context.io.cwd, options.terms));
  const { shares } = await settledModel(context, bounty);
  const { modelLicenses: licenses } = await context.deployment();
  const reader = await context.reader();
  const [held, now] = await Promise.all([reader.getLicensesOf({ licenses, shares, account }), context.chainTime()]);
  const found = held.map(({ tokenId, tier, expiry, termsUri, termsHash }) => ({
    ...{ tokenId, tier, expiry, termsUri, termsHash },
    isExpired: expiry <= now,
    ...(wanted === undefined ? {} : { isOfTerms: termsHash === wanted }),
  }));
  const isLicensed = found.some((license) => !license.isExpired && license.isOfTerms !== false);

  const under = wanted === undefined ? "" : ` under the text whose keccak256 is ${wanted}`;
  const answer = `${account} ${isLicensed ? "is" : "is not"} licensed to use the model of bounty ${bounty}${under}.`;
  const rows = found.map((license) => [
    String(license.tokenId),
    String(license.tier),
    `${license.isExpired ? "expired " : "until "}${formatTime(license.expiry, now)}`,
    license.termsUri,
    license.termsHash,
    ...(license.isOfTerms === undefined ? [] : [license.isOfTerms ? "this text" : "another text"]),
  ]);
  const head = ["Licence", "Tier", "Holds", "Text", "Its keccak256", ...(wanted === undefined ? [] : ["Is"])];
  const table = rows.length > 0 ? `\n\n${formatTable(head, rows, { left: head.slice(2) })}` : "";
  return {
    json: { bounty, shares, account, isLicensed, termsHash: wanted, licenses: found },
    text: `${answer}${table}`,
    isNo: !isLicensed,
  };
}

async function hashOf(path: string): Promise<Hex> {
  return keccak256(await readFileBytes(path, "the text of a licence"));
}
