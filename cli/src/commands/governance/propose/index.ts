// SPDX-License-Identifier: MIT
import { DEFAULT_FEE, DEFAULT_SLIPPAGE_BPS } from "@commonweight/sdk";
import type { Command } from "commander";
import { parseBounty, parseCount, parsePercent } from "../../../arguments.ts";
import { action, examples } from "../../../command.ts";
import type { Io } from "../../../io.ts";
import { parseFee } from "../../market/fee.ts";
import { proposeCalls } from "./calls.ts";
import { proposeLiquidity } from "./liquidity.ts";
import { proposeRevenue } from "./revenue.ts";
import { proposeTiers } from "./tiers.ts";

/** Long enough for delay, vote and timelock, nine days, and some days to execute. */
const DEADLINE_DAYS = 30;

const DRAFT = `
The file is YAML or JSON:

  description: Pay the auditor
  calls:
    - target: token
      function: transfer(address to, uint256 amount)
      args: ["0x7099…79C8", 1000 token]

Names stand for addresses: token, shares, escrow, licenses, offers, governor, treasury. Amounts are whole numbers in the smallest unit, or end with
token, shares or ether. A call with data: 0x… instead of function and args is sent as it is; value: 0.5 sends ether of the treasury.`;

/** `commonweight governance propose`. */
export function addPropose(governance: Command, io: Io): void {
  const group = governance.command("propose").description("propose what the model's treasury shall do");
  withOut(group.command("calls", { isDefault: true }))
    .description("the calls that a file says")
    .argument("<bounty>", "number of the model's bounty", parseBounty)
    .argument("<file>", "description and calls")
    .addHelpText(
      "after",
      `${examples([["governance propose 1 auditor.yaml", "and write auditor.proposal.json"]])}\n${DRAFT}`,
    )
    .action(action(io, proposeCalls));
  withDescription(withOut(group.command("revenue")))
    .description("pay the treasury's money to all holders; all of it winds the model up")
    .argument("<bounty>", "number of the model's bounty", parseBounty)
    .argument("[amount]", "in the model's token; all that the treasury has unless given")
    .addHelpText("after", examples([["governance propose revenue 1 500", "pay out 500"]]))
    .action(action(io, proposeRevenue));
  withDescription(withOut(group.command("tiers")))
    .description("sell other licences")
    .argument("<bounty>", "number of the model's bounty", parseBounty)
    .argument("<file>", "a list of tiers: price, termsUri, and termsHash or terms (a file)")
    .addHelpText("after", examples([["governance propose tiers 1 tiers.yaml", "an empty list ends the sale"]]))
    .action(action(io, proposeTiers));
  withDescription(withOut(group.command("liquidity")))
    .description("open the market of the shares with shares and money of the treasury")
    .argument("<bounty>", "number of the model's bounty", parseBounty)
    .argument("<shares>", "the most shares to give")
    .argument("<amount>", "the most of the token to give")
    .requiredOption("--price <price>", "in the token for one share")
    .option("--fee <percent>", "which pool: 0.05, 0.3 or 1 per cent of each trade", parseFee, DEFAULT_FEE)
    .option("--slippage <percent>", "how far the pool may be from the price", parsePercent, DEFAULT_SLIPPAGE_BPS)
    .option("--days <number>", "how long it can be executed", parseCount, DEADLINE_DAYS)
    .addHelpText("after", examples([["governance propose liquidity 1 4000 1000 --price 0.25", "a quarter a share"]]))
    .action(action(io, proposeLiquidity));
}

function withOut(command: Command): Command {
  return command.option("--out <file>", "where the proposal is written: queue and execute need it");
}

function withDescription(command: Command): Command {
  return command.option("--description <text>", "for the voters; two proposals of the same calls differ by it");
}
