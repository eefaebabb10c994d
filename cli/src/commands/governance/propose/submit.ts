// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import { hashProposal, type ProposalContent } from "@commonweight/sdk";
import type { Address } from "viem";
import { functionNameOf } from "../../../abis.ts";
import type { Context } from "../../../context.ts";
import { writeDocument } from "../../../documents.ts";
import type { Result } from "../../../output.ts";
import { nextOf } from "../next.ts";
import { proposalFile } from "../proposalFile.ts";

export interface ProposeOptions {
  /** Where the proposal is written. */
  out?: string;
  description?: string;
}

/**
 * Writes a proposal, which `queue` and `execute` need again, and only then sends it.
 *
 * @param path - where it is written, unless the options say
 */
export async function submit(
  context: Context,
  { bounty, governor }: { bounty: bigint; governor: Address },
  content: ProposalContent,
  path: string,
): Promise<Result> {
  const calls = content.calls.map(({ target, value = 0n, data }) => ({ target, value, data }));
  const { description } = content;
  const proposal = hashProposal(content);
  const { chainId } = await context.deployment();
  const writer = await context.writer();
  const list = calls.map(({ target, data }) => `${functionNameOf(data)} of ${target}`).join(", then ");
  await context.confirm(`Propose to the owners of the model of bounty ${bounty}: ${description} (${list})?`);

  const file = resolve(context.io.cwd, path);
  await writeDocument(file, proposalFile({ chainId: BigInt(chainId), bounty, governor, proposal, description, calls }));
  const { hash } = await writer.propose({ governor, calls, description });
  const facts = (await writer.getProposal({ governor, proposal }))!;
  const next = nextOf(facts, await context.chainTime());
  const done = hash === undefined ? "It was proposed before; nothing was sent." : `Proposed (${hash}).`;
  const { snapshot, deadline } = facts;
  return {
    json: { bounty, governor, proposal, description, calls, file, snapshot, deadline, hash },
    text: `${done} Proposal ${proposal} is written to ${file}. Next, ${next}`,
  };
}

/** Where a proposal is written that comes from no file. */
export function defaultPath(what: string, bounty: bigint): string {
  return `${what}-${bounty}.proposal.json`;
}
