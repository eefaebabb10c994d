// SPDX-License-Identifier: MIT
import { parseAddress, parseBounty, parsePositive, parseScale } from "../../arguments.ts";
import { type AddCommands, action, examples } from "../../command.ts";
import { finish } from "./finish.ts";
import { inspect } from "./inspect.ts";
import { openTrainingRecord } from "./open.ts";
import { post } from "./post.ts";
import { prove } from "./prove.ts";
import { status } from "./status.ts";
import { verify } from "./verify.ts";

/** `commonweight record`. */
export const addRecord: AddCommands = (program, io) => {
  const group = program
    .command("record")
    .description("a training record in a bounty: proofs of how the model came to be, for a stipend");
  const add = (name: string, description: string) =>
    group.command(name).description(description).argument("<bounty>", "its number", parseBounty);
  const addOnBatches = (name: string, description: string) =>
    withBatches(add(name, description))
      .option("--processes <number>", "processes that prove side by side", parsePositive)
      .option("--prover <command>", "a program run as: prover zkey witness proof public; snarkjs unless given");
  const withBatches = (command: ReturnType<typeof add>) =>
    command
      .requiredOption("--batches <data>", "what was trained on: CSV with the label last, or IDX; or ipfs:// and a CID")
      .option("--labels <path>", "the labels of an IDX file")
      .option("--scale <number>", "what features are multiplied by before they are rounded", parseScale, 1);

  add("open", "open the wallet's record, while the bounty is in Training; its salt is in the store before")
    .addHelpText("after", examples([["record open 1", "half an hour later its seed is there: train --bounty 1"]]))
    .action(action(io, openTrainingRecord));
  add("post", "post the root of a finished training, before Training ends")
    .addHelpText("after", examples([["record post 1", "another root takes its place, until then"]]))
    .action(action(io, post));
  addOnBatches("prove", "prove the drawn steps that the chain has not counted yet, once Training has ended")
    .addHelpText(
      "after",
      examples([["record prove 1 --batches train.csv --processes 4", "goes on where a killed run was"]]),
    )
    .action(action(io, prove));
  addOnBatches("finish", "prove both ends of a record too, which raises the prize of its submission")
    .addHelpText("after", examples([["record finish 1 --batches train.csv", "with the steps that are left"]]))
    .action(action(io, finish));
  add("status", "where a record stands, and what is due next")
    .option("--account <address>", "whose; the wallet's unless given", parseAddress)
    .addHelpText("after", examples([["record status 1 --json", "for a program"]]))
    .action(action(io, status));
  group
    .command("inspect")
    .description("what the files of a record say, without a chain")
    .argument("<folder>", "of the record: train and record status tell it")
    .addHelpText("after", examples([["record inspect trial", "how far it is"]]))
    .action(action(io, inspect));
  withBatches(
    group
      .command("verify")
      .description("take every step of a record again, and compare every commitment, without a chain")
      .argument("<folder>", "of the record: train and record status tell it"),
  )
    .addHelpText("after", examples([["record verify trial --batches train.csv", "before its root is posted"]]))
    .action(action(io, verify));
};
