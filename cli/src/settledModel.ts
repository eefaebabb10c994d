// SPDX-License-Identifier: MIT
// Models are named by the number of their bounty.
import { SharesMissingError } from "@commonweight/sdk";
import type { Address } from "viem";
import type { Context } from "./context.ts";
import { GovernanceMissingError } from "./errors.ts";
import type { Token } from "./token.ts";

/** A model that has shares. */
export interface SettledModel {
  bounty: bigint;
  shares: Address;
  /** In which it earns, and its bounty was paid. */
  token: Token;
}

/** A bounty's model. @throws {@link SharesMissingError} before the bounty is settled */
export async function settledModel(context: Context, bounty: bigint): Promise<SettledModel> {
  const reader = await context.reader();
  const [{ shares }, terms] = await Promise.all([reader.getFacts({ bounty }), reader.getTerms({ bounty })]);
  if (shares === undefined) throw new SharesMissingError({ bounty });
  return { bounty, shares, token: await context.token(terms.token) };
}

/** The governor and the treasury of a model. @throws {@link GovernanceMissingError} before anybody has created them */
export async function governanceOf(
  context: Context,
  bounty: bigint,
): Promise<{ shares: Address; governor: Address; treasury: Address }> {
  const { exists, ...governance } = await (await context.reader()).getGovernance({ bounty });
  if (!exists) throw new GovernanceMissingError({ bounty });
  return governance;
}

/** Whom a command is about: the account that is given, or the wallet's. */
export async function accountOf(context: Context, given: Address | undefined): Promise<Address> {
  return given ?? (await context.wallet()).account.address;
}
