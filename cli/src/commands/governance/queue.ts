// SPDX-License-Identifier: MIT
import type { Context } from "../../context.ts";
import { formatTime } from "../../format/time.ts";
import type { Result } from "../../output.ts";
import { readProposal } from "./proposalFile.ts";

/** Queues a proposal that was carried. */
export async function queue(context: Context, path: string): Promise<Result> {
  const file = await readProposal(context, path);
  const { governor, calls, description, bounty, proposal } = file;
  const writer = await context.writer();
  const { hash } = await writer.queueProposal({ governor, calls, description });
  const { executableFrom } = (await writer.getProposal({ governor, proposal }))!;
  const from = executableFrom === undefined ? undefined : formatTime(Number(executableFrom), await context.chainTime());
  const done = hash === undefined ? "It was queued before; nothing was sent." : `Queued (${hash}).`;
  return {
    json: { bounty, governor, proposal, executableFrom, hash },
    text:
      from === undefined
        ? done
        : `${done} Anybody can execute it from ${from}: commonweight governance execute ${path}`,
  };
}
