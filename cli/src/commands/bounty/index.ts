// SPDX-License-Identifier: MIT
import { type BountyStatus, bountyStatusNames } from "@commonweight/sdk";
import { InvalidArgumentError } from "commander";
import { parseAddress, parseBounty, parsePositive } from "../../arguments.ts";
import { type AddCommands, action, examples } from "../../command.ts";
import { cancel } from "./cancel.ts";
import { contribute } from "./contribute.ts";
import { create } from "./create.ts";
import { init } from "./init.ts";
import { list } from "./list.ts";
import { settle } from "./settle.ts";
import { show } from "./show.ts";
import { watch } from "./watch.ts";

/** `commonweight bounty`. */
export const addBounty: AddCommands = (program, io) => {
  const group = program.command("bounty").description("rewards for models that meet frozen terms");
  group
    .command("init")
    .description("write a file of terms, each explained, to be filled in")
    .argument("[file]", "a name that is free", "bounty.yaml")
    .option("--token <address>", "what everything is paid in", parseAddress)
    .addHelpText("after", examples([["bounty init digits.yaml", "the terms of a bounty, with their bounds"]]))
    .action(action(io, init));
  group
    .command("create")
    .description("create the bounty of a file of terms, once all of them are right")
    .argument("<file>", "of terms, as init writes them")
    .option("--again", "create another one from the same file")
    .addHelpText("after", examples([["bounty create digits.yaml", "checks, keeps the evaluation set, pays the bond"]]))
    .action(action(io, create));
  group
    .command("list")
    .description("the bounties there are, the newest first")
    .option("--status <status>", "only these; repeat it for more", collectStatus)
    .option("--before <number>", "only those with a lower number", parseBounty)
    .option("--limit <number>", "how many at most", parsePositive, 20)
    .addHelpText("after", examples([["bounty list --status Funding", "what can be paid into"]]))
    .action(action(io, list));
  group
    .command("show")
    .description("where a bounty stands, who may act, until when, and its terms")
    .argument("<bounty>", "its number", parseBounty)
    .option("--account <address>", "what it means for this account, too", parseAddress)
    .addHelpText("after", examples([["bounty show 1", "status, terms and standings"]]))
    .action(action(io, show));
  group
    .command("contribute")
    .description("pay into a bounty")
    .argument("<bounty>", "its number", parseBounty)
    .argument("<amount>", "in the token's units; what does not fit under the cap is not taken")
    .option("--for <address>", "for somebody else", parseAddress)
    .option("--permit", "sign a permit instead of sending an approval")
    .addHelpText("after", examples([["bounty contribute 1 250", "pays in 250"]]))
    .action(action(io, contribute));
  group
    .command("cancel")
    .description("end a bounty of yours that nobody has paid into")
    .argument("<bounty>", "its number", parseBounty)
    .addHelpText(
      "after",
      examples([["bounty cancel 1", "the bond comes back; once the sample's round is out, less a tenth"]]),
    )
    .action(action(io, cancel));
  group
    .command("settle")
    .description("create the shares of a bounty's model; anybody may")
    .argument("<bounty>", "its number", parseBounty)
    .addHelpText("after", examples([["bounty settle 1", "once no prize can be claimed any more"]]))
    .action(action(io, settle));
  group
    .command("watch")
    .description("say what happens in a bounty, until it is over")
    .argument("<bounty>", "its number", parseBounty)
    .option("--once", "say what has happened so far, and end")
    .option("--interval <seconds>", "between two looks at the chain", parsePositive, 4)
    .addHelpText("after", examples([["bounty watch 1 --json", "an object a line, for programs"]]))
    .action(action(io, watch));
};

function collectStatus(text: string, before: BountyStatus[] = []): BountyStatus[] {
  const status = bountyStatusNames.find((name) => name.toLowerCase() === text.toLowerCase());
  if (status !== undefined && status !== "None") return [...before, status];
  throw new InvalidArgumentError(`It is ${text}; expected one of ${bountyStatusNames.slice(1).join(", ")}.`);
}
