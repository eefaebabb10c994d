// SPDX-License-Identifier: MIT
import type { Context } from "../../context.ts";
import { formatTable } from "../../format/table.ts";
import type { Result } from "../../output.ts";
import { settledModel } from "../../settledModel.ts";
import { formatAmount } from "../../token.ts";

/** The licences that a model sells now. */
export async function tiers(context: Context, bounty: bigint): Promise<Result> {
  const { shares, token } = await settledModel(context, bounty);
  const { modelLicenses: licenses } = await context.deployment();
  const onSale = await (await context.reader()).getLicenseTiers({ licenses, shares });
  const rows = onSale.map(({ tier, price, termsUri, termsHash }) => [
    String(tier),
    formatAmount(price, token),
    termsUri,
    termsHash,
  ]);
  const head = ["Tier", "30 days", "Text", "Its keccak256"];
  const left = ["Text", "Its keccak256"];
  return {
    json: { bounty, shares, token, tiers: onSale },
    text: rows.length > 0 ? formatTable(head, rows, { left }) : `The model of bounty ${bounty} sells no licences.`,
  };
}
