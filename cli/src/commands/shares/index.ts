// SPDX-License-Identifier: MIT
import { Option } from "commander";
import { parseAddress, parseBounty } from "../../arguments.ts";
import { type AddCommands, action, examples } from "../../command.ts";
import { claim } from "./claim.ts";
import { delegate } from "./delegate.ts";
import { revenue } from "./revenue.ts";
import { show } from "./show.ts";
import { transfer } from "./transfer.ts";

/** `commonweight shares`. */
export const addShares: AddCommands = (program, io) => {
  const group = program.command("shares").description("the shares of a model, named by its bounty");
  group
    .command("show")
    .description("supply, what an account has and may claim, revenue and lineage")
    .argument("<bounty>", "number of the model's bounty", parseBounty)
    .option("--account <address>", "whose; the wallet's unless given", parseAddress)
    .addHelpText("after", examples([["shares show 1 --account 0x7099…79C8", "what somebody holds"]]))
    .action(action(io, show));
  group
    .command("claim")
    .description("take the shares that a backer, an operator's payee or a sponsor is due")
    .argument("<bounty>", "number of the model's bounty", parseBounty)
    .option("--for <address>", "for whom; the wallet unless given", parseAddress)
    .addHelpText("after", examples([["shares claim 1 --for 0x7099…79C8", "pay the gas for somebody else"]]))
    .action(action(io, claim));
  group
    .command("transfer")
    .description("give shares away")
    .argument("<bounty>", "number of the model's bounty", parseBounty)
    .argument("<to>", "who gets them", parseAddress)
    .argument("<amount>", "how many shares")
    .addHelpText("after", examples([["shares transfer 1 0x7099…79C8 12.5", "twelve and a half shares"]]))
    .action(action(io, transfer));
  group
    .command("delegate")
    .description("let an account vote with the wallet's shares; without it they do not vote")
    .argument("<bounty>", "number of the model's bounty", parseBounty)
    .argument("[to]", "who votes; the wallet itself unless given", parseAddress)
    .addHelpText("after", examples([["shares delegate 1", "vote with your own shares"]]))
    .action(action(io, delegate));
  group
    .command("revenue")
    .description("what shares earn: look at it, claim it, pay it, or pass a royalty on to the parent model")
    .argument("<bounty>", "number of the model's bounty", parseBounty)
    .option("--account <address>", "whose revenue to look at; the wallet's unless given", parseAddress)
    .addOption(new Option("--claim", "take out what the shares have earned").conflicts(["pay", "distribute"]))
    .addOption(
      new Option("--for <address>", "claim for somebody else, who is paid").argParser(parseAddress).conflicts("to"),
    )
    .option("--to <address>", "where the wallet's claim goes; the wallet itself unless given", parseAddress)
    .addOption(new Option("--pay <amount>", "pay the holders, in the model's token").conflicts("distribute"))
    .option("--distribute", "pass the royalty that has come together on to the parent model")
    .addHelpText(
      "after",
      examples([
        ["shares revenue 1", "what has streamed, and what will"],
        ["shares revenue 1 --claim", "take it out"],
        ["shares revenue 1 --pay 500", "pay 500 of the token to all holders, over seven days"],
      ]),
    )
    .action(action(io, revenue));
};
