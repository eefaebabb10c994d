// SPDX-License-Identifier: MIT
import type { Command } from "commander";
import { parseAddress, parseBounty, parseCount } from "../../../arguments.ts";
import { action, examples } from "../../../command.ts";
import type { Io } from "../../../io.ts";
import { cancel } from "./cancel.ts";
import { show } from "./show.ts";
import { DEFAULT_DAYS, signing } from "./sign.ts";

/** `commonweight market offer`. */
export function addOffer(market: Command, io: Io): void {
  const group = market.command("offer").description("offers that their maker signs, and anybody can take");
  for (const side of ["sell", "buy"] as const) {
    group
      .command(side)
      .description(`sign an offer to ${side} shares, into a file for whoever shall take it`)
      .argument("<bounty>", "number of the model's bounty", parseBounty)
      .argument("<shares>", "how many shares")
      .argument("<price>", "for all of them together, in the model's token")
      .argument("<file>", "where the offer is written")
      .option("--taker <address>", "the one account that may take it; anybody unless given", parseAddress)
      .option("--days <number>", "how long it holds", parseCount, DEFAULT_DAYS)
      .option("--no-approve", "sign only: it cannot be taken before the contract is approved")
      .addHelpText(
        "after",
        examples([[`market offer ${side} 1 100 25 offer.json`, `${side} 100 shares for 25 of the token in all`]]),
      )
      .action(action(io, signing(side)));
  }
  group
    .command("show")
    .description("what an offer says, and what became of it")
    .argument("<file>", "the offer")
    .addHelpText("after", examples([["market offer show offer.json", "open, filled, cancelled or expired"]]))
    .action(action(io, show));
  group
    .command("cancel")
    .description("cancel an offer of the wallet's for ever, or all that it has signed")
    .argument("[file]", "the offer")
    .option("--all", "every offer that the wallet has signed so far")
    .addHelpText(
      "after",
      examples([
        ["market offer cancel offer.json", "this one"],
        ["market offer cancel --all", "all, the lost ones too"],
      ]),
    )
    .action(action(io, cancel));
}
