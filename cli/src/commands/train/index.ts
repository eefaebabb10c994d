// SPDX-License-Identifier: MIT
import { parseBounty, parseNumber, parsePositive, parseScale } from "../../arguments.ts";
import { type AddCommands, action, examples } from "../../command.ts";
import { trainModel } from "./train.ts";

/** `commonweight train`. */
export const addTrain: AddCommands = (program, io) => {
  program
    .command("train")
    .description("train a network by integer SGD, step by step provable; killed, it goes on where it was")
    .requiredOption("--batches <data>", "training samples: CSV with the label last, or IDX; or ipfs:// and a CID")
    .requiredOption("--out <path>", "the model file to write")
    .option("--labels <path>", "the labels of an IDX file")
    .option("--scale <number>", "what features are multiplied by before they are rounded", parseScale, 1)
    .option("--bounty <number>", "whose recipe and steps, and the seed of the wallet's record in it", parseBounty)
    .option("--recipe <name>", "for a trial without a bounty: a recipe, or a file with its JSON")
    .option("--seed <number>", "for a trial: what the first weights and the order of batches follow from", parseNumber)
    .option("--steps <number>", "for a trial: how many steps", parsePositive)
    .option("--folder <folder>", "for a trial: where it is kept")
    .option("--save-every <steps>", "steps between two checkpoints on the disk", parsePositive, 100)
    .addHelpText(
      "after",
      examples([
        ["train --bounty 1 --batches train.csv --out model.json", "after record open"],
        [
          "train --recipe r.json --seed 1 --steps 500 --folder trial --batches train.csv --out m.json",
          "to try a recipe",
        ],
      ]),
    )
    .action(action(io, trainModel));
};
