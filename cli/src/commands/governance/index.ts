// SPDX-License-Identifier: MIT
import { parseBounty, parseOneOf } from "../../arguments.ts";
import { type AddCommands, action, examples } from "../../command.ts";
import { create } from "./create.ts";
import { execute } from "./execute.ts";
import { addPropose } from "./propose/index.ts";
import { queue } from "./queue.ts";
import { show } from "./show.ts";
import { vote } from "./vote.ts";
import { SUPPORTS } from "./voteFile.ts";

/** `commonweight governance`. */
export const addGovernance: AddCommands = (program, io) => {
  const group = program.command("governance").description("what the owners of a model decide");
  group
    .command("show")
    .description("governor, treasury and proposals, or one proposal and what happens next")
    .argument("<bounty>", "number of the model's bounty", parseBounty)
    .argument("[proposal]", "its number, or its file")
    .addHelpText("after", examples([["governance show 1 auditor.proposal.json", "its votes, and what is next"]]))
    .action(action(io, show));
  group
    .command("create")
    .description("create the governor and the treasury of a settled model; anybody may")
    .argument("<bounty>", "number of the model's bounty", parseBounty)
    .addHelpText("after", examples([["governance create 1", "once for each model"]]))
    .action(action(io, create));
  addPropose(group, io);
  group
    .command("vote")
    .description("vote with the shares that were delegated to the wallet when the voting began")
    .argument("[bounty]", "number of the model's bounty", parseBounty)
    .argument("[proposal]", "its number, or its file")
    .argument("[vote]", "for, against or abstain", parseOneOf(Object.keys(SUPPORTS) as (keyof typeof SUPPORTS)[]))
    .option("--by-signature <file>", "sign the vote into a file, for anybody to send, instead of sending it")
    .option("--signed <file>", "send a vote that somebody signed")
    .addHelpText(
      "after",
      examples([
        ["governance vote 1 auditor.proposal.json for", "vote"],
        ["governance vote 1 auditor.proposal.json for --by-signature vote.json", "without paying gas"],
        ["governance vote --signed vote.json", "send it for somebody"],
      ]),
    )
    .action(action(io, vote));
  group
    .command("queue")
    .description("queue a proposal that was carried; anybody may")
    .argument("<file>", "the proposal, as propose wrote it")
    .addHelpText("after", examples([["governance queue auditor.proposal.json", "two days before it is executed"]]))
    .action(action(io, queue));
  group
    .command("execute")
    .description("make the treasury do what was carried and queued; anybody may")
    .argument("<file>", "the proposal, as propose wrote it")
    .addHelpText("after", examples([["governance execute auditor.proposal.json", "two days after it was queued"]]))
    .action(action(io, execute));
};
