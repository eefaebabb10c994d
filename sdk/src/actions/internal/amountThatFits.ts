// SPDX-License-Identifier: MIT
import { getFacts } from "../getFacts.ts";
import { getTerms } from "../getTerms.ts";
import type { BountyParameters, CommonweightClient } from "../types.ts";

/** What a contribution takes at this time: the amount, or what is left under the cap. */
export async function amountThatFits(
  client: CommonweightClient,
  parameters: BountyParameters & { amount: bigint },
): Promise<bigint> {
  const [{ cap }, { contributed }] = await Promise.all([getTerms(client, parameters), getFacts(client, parameters)]);
  const room = cap - contributed;
  if (parameters.amount < room) return parameters.amount;
  return room;
}
