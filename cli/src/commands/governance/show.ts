// SPDX-License-Identifier: MIT
import { InvalidValueError, modelGovernorAbi, withTypedErrors } from "@commonweight/sdk";
import { formatEther } from "viem";
import { getBalance, readContract } from "viem/actions";
import { functionNameOf } from "../../abis.ts";
import type { Context } from "../../context.ts";
import { formatShares } from "../../format/numbers.ts";
import { formatFacts, formatTable } from "../../format/table.ts";
import { formatTime } from "../../format/time.ts";
import type { Result } from "../../output.ts";
import { governanceOf, settledModel } from "../../settledModel.ts";
import { formatAmount, readBalance } from "../../token.ts";
import { nextOf } from "./next.ts";
import { proposalOf } from "./proposalFile.ts";

/** The governor and the treasury of a model with all proposals, or one of these. */
export async function show(context: Context, bounty: bigint, proposal: string | undefined): Promise<Result> {
  return proposal === undefined ? showAll(context, bounty) : showOne(context, bounty, proposal);
}

async function showAll(context: Context, bounty: bigint): Promise<Result> {
  const reader = await context.reader();
  const { token } = await settledModel(context, bounty);
  const { shares, governor, treasury, exists } = await reader.getGovernance({ bounty });
  const [money, held, ether, now] = await Promise.all([
    readBalance(reader, token.address, treasury),
    readBalance(reader, shares, treasury),
    withTypedErrors(() => getBalance(reader, { address: treasury })),
    context.chainTime(),
  ]);
  const call = { address: governor, abi: modelGovernorAbi, functionName: "proposalsFrom" } as const;
  const proposalsFrom = exists ? await withTypedErrors(() => readContract(reader, call)) : undefined;
  const listed = exists ? await reader.getProposals({ governor }) : [];
  const proposals = await Promise.all(
    listed.map(async (one) => ({ ...one, state: await reader.getProposalState({ governor, ...one }) })),
  );
  const facts = formatFacts([
    ["Governor", exists ? governor : `${governor}, to be created: commonweight governance create ${bounty}`],
    ["Treasury", treasury],
    ["Holds", `${formatAmount(money, token)}, ${formatShares(held)}, ${formatEther(ether)} ether`],
    ["Proposals", proposalsFrom === undefined ? undefined : `from ${formatTime(proposalsFrom, now)}`],
  ]);
  const rows = proposals.map(({ state, description, proposal }) => [state!, firstLine(description), String(proposal)]);
  const table = formatTable(["State", "Description", "Number"], rows, { left: ["Description", "Number"] });
  return {
    json: { bounty, shares, governor, treasury, exists, token, money, held, ether, proposalsFrom, proposals },
    text: rows.length > 0 ? `${facts}\n\n${table}` : facts,
  };
}

async function showOne(context: Context, bounty: bigint, text: string): Promise<Result> {
  const reader = await context.reader();
  const { governor } = await governanceOf(context, bounty);
  const proposal = await proposalOf(context, bounty, text);
  const [facts, listed, now] = await Promise.all([
    reader.getProposal({ governor, proposal }),
    reader.getProposals({ governor }),
    context.chainTime(),
  ]);
  if (facts === undefined) {
    const expected = `one of the ${listed.length} of bounty ${bounty}: commonweight governance show ${bounty}`;
    throw new InvalidValueError({ subject: "The proposal", value: proposal, expected });
  }
  const content = listed.find((one) => one.proposal === proposal);
  const { votes, quorum } = facts;
  const lines = content?.calls.map(({ target, value, data }): readonly [string, string] => [
    "Call",
    `${functionNameOf(data)} of ${target}${value > 0n ? `, with ${formatEther(value)} ether` : ""}`,
  ]);
  return {
    json: { bounty, governor, proposal, ...facts, ...content },
    text: formatFacts([
      ["Proposal", String(proposal)],
      ["Description", content?.description],
      ["State", facts.state],
      ["Next", nextOf(facts, now)],
      ["Proposer", facts.proposer],
      ["For", formatShares(votes.for)],
      ["Against", formatShares(votes.against)],
      ["Abstaining", formatShares(votes.abstain)],
      ["Quorum", `${formatShares(quorum)} for or abstaining`],
      ...(lines ?? []),
    ]),
  };
}

function firstLine(text: string): string {
  return text.split("\n")[0]!;
}
