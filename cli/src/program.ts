// SPDX-License-Identifier: MIT
import tab from "@bomb.sh/tab/commander";
import { Command } from "commander";
import packageJson from "../package.json" with { type: "json" };
import type { AddCommands } from "./command.ts";
import { addArchitecture } from "./commands/architecture/index.ts";
import { addBounty } from "./commands/bounty/index.ts";
import { addData } from "./commands/data/index.ts";
import { addDevnet } from "./commands/devnet/index.ts";
import { addDoctor } from "./commands/doctor/index.ts";
import { addGovernance } from "./commands/governance/index.ts";
import { addKeys } from "./commands/keys/index.ts";
import { addLicense } from "./commands/license/index.ts";
import { addMarket } from "./commands/market/index.ts";
import { addModel } from "./commands/model/index.ts";
import { addMoney } from "./commands/money/index.ts";
import { addOperator } from "./commands/operator/index.ts";
import { addRecipe } from "./commands/recipe/index.ts";
import { addRecord } from "./commands/record/index.ts";
import { addShares } from "./commands/shares/index.ts";
import { addStore } from "./commands/store/index.ts";
import { addSubmission } from "./commands/submission/index.ts";
import { addTrain } from "./commands/train/index.ts";
import { EXIT_CODES } from "./exitCodes.ts";
import type { Io } from "./io.ts";
import { addSettings } from "./settings.ts";

/** Groups of commands, in the order in which people meet them. */
const GROUPS: readonly AddCommands[] = [
  addDevnet,
  addDoctor,
  addKeys,
  addStore,
  addData,
  addBounty,
  addArchitecture,
  addModel,
  addSubmission,
  addRecipe,
  addTrain,
  addRecord,
  addOperator,
  addMoney,
  addShares,
  addLicense,
  addMarket,
  addGovernance,
];

/** The command line, whole. */
export function createProgram(io: Io): Command {
  const program = new Command("commonweight")
    .description("From a trained model to a claimed reward: the Commonweight protocol on the command line.")
    .version(packageJson.version)
    .option("--json", "write the result as JSON")
    .option("--yes", "send transactions without asking")
    .option("--quiet", "no progress and no notes")
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) })
    .exitOverride()
    .showHelpAfterError("See --help.")
    .addHelpText("after", () => `\nExit codes: ${exitCodes()}.`);
  addSettings(program);
  for (const add of GROUPS) add(program, io);
  // Last, when all commands are there: `completion <shell>` writes the script that asks a hidden command what can come next.
  tab(program, { completionCommandName: "completion" });
  return program;
}

function exitCodes(): string {
  return Object.entries(EXIT_CODES)
    .map(([name, code]) => `${code} ${name}`)
    .join(", ");
}
