// SPDX-License-Identifier: MIT
import { isAddressEqual } from "viem";
import type { Context } from "../context.ts";
import type { Situation } from "./nextStep.ts";

/** The situation of the wallet in a bounty, from the chain alone. */
export async function readSituation(context: Context, bounty: bigint): Promise<Situation> {
  const writer = await context.writer();
  const operator = writer.account.address;
  const [now, status, next, submission, facts, committed] = await Promise.all([
    context.chainTime(),
    writer.getBountyStatus({ bounty }),
    writer.getNextAction({ bounty, account: operator, role: "operator" }),
    writer.getSubmission({ bounty, operator }),
    writer.getFacts({ bounty }),
    writer.getCommittedSubmission({ bounty, operator }),
  ]);
  const record = committed && status === "Proving" ? await writer.getTrainingRecord({ bounty, operator }) : undefined;
  const payee = committed?.payee;
  const isOther = payee !== undefined && !isAddressEqual(payee, operator);
  return {
    now,
    status,
    next,
    submission,
    unopened: facts.scoredChunks.filter((index) => !facts.openChunks.includes(index)),
    recordDue: record?.status === "Proving",
    payeeShares: isOther ? (await writer.getOwedTo({ bounty, account: payee })).shares : 0n,
  };
}
