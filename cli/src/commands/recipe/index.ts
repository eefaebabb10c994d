// SPDX-License-Identifier: MIT
import { type AddCommands, action, examples } from "../../command.ts";
import { list } from "./list.ts";
import { register } from "./register.ts";
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
  group
    .command("register")
    .description("registers a recipe of a registered architecture; for the registry's owner")
    .argument("<file>", "its definition as JSON; its circuits are built, in the folder of --artifacts")
    .addHelpText("after", examples([["recipe register recipe.json", "with the keys of its three circuits"]]))
    .action(action(io, register));
};
