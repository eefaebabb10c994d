// SPDX-License-Identifier: MIT
import { type AddCommands, action, examples } from "../../command.ts";
import { list } from "./list.ts";
import { show } from "./show.ts";

/** `commonweight recipe`. */
export const addRecipe: AddCommands = (program, io) => {
  const group = program
    .command("recipe")
    .description("how networks are trained, to the last bit, so that it can be proven");
  group
    .command("list")
    .description("recipes that are registered")
    .addHelpText("after", examples([["recipe list", "what training records can be kept by"]]))
    .action(action(io, (context) => list(context)));
  group
    .command("show")
    .description("a recipe, layer by layer")
    .argument("<name>", "or its id, or a file with its JSON")
    .option("--out <path>", "where its definition goes, as JSON: what train takes without a chain")
    .addHelpText("after", examples([["recipe show digits-mlp-sgd --out recipe.json", "its definition"]]))
    .action(action(io, show));
};
