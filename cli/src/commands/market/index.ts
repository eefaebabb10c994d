// SPDX-License-Identifier: MIT
import { DEFAULT_FEE, DEFAULT_SLIPPAGE_BPS } from "@commonweight/sdk";
import type { Command } from "commander";
import { parseAddress, parseBounty, parseCount, parseNumber, parseOneOf, parsePercent } from "../../arguments.ts";
import { type AddCommands, action, examples } from "../../command.ts";
import { addLiquidity } from "./addLiquidity.ts";
import { buy } from "./buy.ts";
import { parseFee } from "./fee.ts";
import { fill } from "./fill.ts";
import { history } from "./history.ts";
import { addOffer } from "./offer/index.ts";
import { pool } from "./pool.ts";
import { quote } from "./quote.ts";
import { removeLiquidity } from "./removeLiquidity.ts";
import { sell } from "./sell.ts";
import { DEFAULT_MINUTES } from "./trade.ts";

/** `commonweight market`. */
export const addMarket: AddCommands = (program, io) => {
  const group = program.command("market").description("shares on Uniswap v3, and by signed offers");
  withFee(group.command("quote"))
    .description("what a trade would cost or bring now")
    .argument("<bounty>", "number of the model's bounty", parseBounty)
    .argument("<side>", "buy or sell", parseOneOf(["buy", "sell"]))
    .argument("[shares]", "how many shares")
    .option("--spend <amount>", "buy for exactly so much of the token, instead of a number of shares")
    .addHelpText("after", examples([["market quote 1 buy 100", "what 100 shares cost"]]))
    .action(action(io, quote));
  withLimits(withFee(group.command("buy")))
    .description("buy shares in their pool")
    .argument("<bounty>", "number of the model's bounty", parseBounty)
    .argument("[shares]", "how many shares")
    .option("--spend <amount>", "buy for exactly so much of the token, instead of a number of shares")
    .option("--limit <amount>", "the most to pay, or with --spend the fewest shares to get")
    .addHelpText(
      "after",
      examples([
        ["market buy 1 100 --limit 26", "100 shares for at most 26 of the token"],
        ["market buy 1 --spend 25", "as many shares as 25 of the token buy"],
      ]),
    )
    .action(action(io, buy));
  withLimits(withFee(group.command("sell")))
    .description("sell shares in their pool")
    .argument("<bounty>", "number of the model's bounty", parseBounty)
    .argument("<shares>", "how many shares")
    .option("--limit <amount>", "the least to get of the token")
    .addHelpText("after", examples([["market sell 1 100 --slippage 1", "for 1 % less than quoted at worst"]]))
    .action(action(io, sell));
  addOffer(group, io);
  group
    .command("fill")
    .description("take what a signed offer sells, all that is left or a part")
    .argument("<file>", "the offer")
    .argument("[amount]", "how much of what it sells")
    .addHelpText("after", examples([["market fill offer.json 40", "40 of the shares that it sells"]]))
    .action(action(io, fill));
  withFee(group.command("pool"))
    .description("the pool of a model's shares: its price, or a new one")
    .argument("<bounty>", "number of the model's bounty", parseBounty)
    .option("--create <price>", "create it at this price, in the token for one share")
    .option("--exclude", "exclude the pool from the model's revenue, for ever: anybody may")
    .addHelpText("after", examples([["market pool 1 --create 0.25", "a quarter of the token for one share"]]))
    .action(action(io, pool));
  withFee(group.command("history"))
    .description("every trade in the pool")
    .argument("<bounty>", "number of the model's bounty", parseBounty)
    .option("--from-block <number>", "where to start; the deployment's first block unless given", parseNumber)
    .addHelpText("after", examples([["market history 1 --json", "for a chart"]]))
    .action(action(io, history));
  const liquidity = group.command("liquidity").description("positions of liquidity in the pool");
  withLimits(withFee(liquidity.command("add")))
    .description("put shares and tokens into the pool; shares in an excluded pool earn no revenue")
    .argument("<bounty>", "number of the model's bounty", parseBounty)
    .argument("<shares>", "the most shares to give")
    .argument("<amount>", "the most of the token to give")
    .addHelpText("after", examples([["market liquidity add 1 4000 1000", "at the pool's price, as much as fits"]]))
    .action(action(io, addLiquidity));
  withLimits(liquidity.command("remove"))
    .description("take liquidity out, with the fees that it has earned")
    .argument("<bounty>", "number of the model's bounty", parseBounty)
    .argument("<position>", "its number", parseNumber)
    .option("--part <percent>", "of the position; all of it unless given", parsePercent)
    .addHelpText("after", examples([["market liquidity remove 1 17 --part 50", "half of it"]]))
    .action(action(io, removeLiquidity));
};

function withFee(command: Command): Command {
  return command.option("--fee <percent>", "which pool: 0.05, 0.3 or 1 per cent of each trade", parseFee, DEFAULT_FEE);
}

function withLimits(command: Command): Command {
  return command
    .option("--slippage <percent>", "how much worse than now it may become", parsePercent, DEFAULT_SLIPPAGE_BPS)
    .option("--minutes <number>", "how long the transaction may wait to be mined", parseCount, DEFAULT_MINUTES)
    .option("--recipient <address>", "who receives what comes out; the wallet unless given", parseAddress);
}
