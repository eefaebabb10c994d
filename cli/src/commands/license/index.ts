// SPDX-License-Identifier: MIT
import { parseAddress, parseBounty, parseCount, parseNumber } from "../../arguments.ts";
import { type AddCommands, action, examples } from "../../command.ts";
import { EXIT_CODES } from "../../exitCodes.ts";
import { buy } from "./buy.ts";
import { renew } from "./renew.ts";
import { tiers } from "./tiers.ts";
import { verify } from "./verify.ts";

/** `commonweight license`. */
export const addLicense: AddCommands = (program, io) => {
  const group = program.command("license").description("licences to use a model");
  group
    .command("tiers")
    .description("what a model sells now")
    .argument("<bounty>", "number of the model's bounty", parseBounty)
    .addHelpText("after", examples([["license tiers 1", "prices and texts"]]))
    .action(action(io, tiers));
  group
    .command("buy")
    .description("buy a licence, for periods of 30 days from now on")
    .argument("<bounty>", "number of the model's bounty", parseBounty)
    .argument("<tier>", "its number, as tiers shows it", parseNumber)
    .option("--periods <number>", "of 30 days, 1 to 12", parseCount, 1)
    .option("--max-price <amount>", "for all periods together; what the tier costs now unless given")
    .option("--recipient <address>", "for whom; the wallet unless given", parseAddress)
    .option("--permit", "sign a permit instead of sending an approval, where the token takes one")
    .addHelpText("after", examples([["license buy 1 0 --periods 3", "90 days of the first tier"]]))
    .action(action(io, buy));
  group
    .command("renew")
    .description("add periods of 30 days to a licence whose tier is still on sale, whoever holds it")
    .argument("<bounty>", "number of the model's bounty", parseBounty)
    .argument("<license>", "its number, as buy and verify show it", parseNumber)
    .option("--periods <number>", "of 30 days; it ends at most 12 of them from now", parseCount, 1)
    .option("--max-price <amount>", "for all periods together; what the tier costs now unless given")
    .addHelpText("after", examples([["license renew 1 1 --periods 2", "60 more days of licence 1"]]))
    .action(action(io, renew));
  group
    .command("verify")
    .description("whether an account is licensed to use a model")
    .argument("<bounty>", "number of the model's bounty", parseBounty)
    .argument("<account>", "the licensee", parseAddress)
    .option("--terms <file>", "the licence's text: only a licence of this text counts")
    .addHelpText(
      "after",
      `${examples([
        ["license verify 1 0x7099…79C8", "any unexpired licence"],
        ["license verify 1 0x7099…79C8 --terms terms.md", "one of exactly this text"],
      ])}\n\nThe exit code is ${EXIT_CODES.done} where the account is licensed, and ${EXIT_CODES.no} where it is not.`,
    )
    .action(action(io, verify));
};
