// SPDX-License-Identifier: MIT
import type { Context } from "../../context.ts";
import type { Result } from "../../output.ts";
import { readProposal } from "./proposalFile.ts";

/** Makes the treasury do what was carried and queued. */
export async function execute(context: Context, path: string): Promise<Result> {
  const { governor, calls, description, bounty, proposal } = await readProposal(context, path);
  const { hash } = await (await context.writer()).executeProposal({ governor, calls, description });
  const text = hash === undefined ? "It was executed before; nothing was sent." : `Executed: ${description} (${hash}).`;
  return { json: { bounty, governor, proposal, hash }, text };
}
