// SPDX-License-Identifier: GPL-3.0-or-later

// npm run circuits -- [--list | --report | --update] [NAME …]
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { parseArchitecture } from "@commonweight/sdk/model";
import { BaseError } from "@commonweight/sdk/proving";
import {
  assertPlannable,
  type Draft,
  designArchitecture,
  explain,
  listCircuits,
  loadTask,
  planCircuit,
  planEvaluateModel,
  planSealModel,
} from "../generator/index.ts";
import { assertKnown, BUILD_FOLDER, type BuildProgress, buildCircuit, buildCircuits } from "./build.ts";
import { createLimit } from "./concurrency.ts";
import { countCircuit } from "./count.ts";
import { assertSnapshot, assertWithinLimits, formatTable, type Row, rowOf, writeSnapshot } from "./table.ts";

const USAGE = `Builds the circuits that are missing: compiles them, and makes development keys.

  npm run circuits                     all circuits
  npm run circuits -- NAME …           these circuits
  npm run circuits -- --report         compiles all circuits, or these, and prints what they cost; fails if one is above its
                                       limit, or has other constraints than bench/circuits.json says
  npm run circuits -- --update         the same, and writes bench/circuits.json
  npm run circuits -- --list           the names of the circuits
  npm run circuits -- explain NAME     form, bounds, lanes and constraints of every layer, expected and counted
  npm run circuits -- design FILE TASK the architecture of a file, whose layers may lack lanes, with the cheapest ones
  npm run circuits -- build FILE TASK  explains the circuits of an architecture that does not ship, such as \`commonweight architecture import\`
                                       writes, and builds them with development keys, for \`commonweight architecture register\`
  npm run circuits -- --help           this text
`;

/** Parts of a step after which it is told again. */
const TOLD_EVERY = 0.25;

async function main(): Promise<void> {
  const { values, positionals } = parseArguments();
  if (values.help) return void process.stdout.write(USAGE);
  if (values.list) return void process.stdout.write(`${listCircuits().join("\n")}\n`);

  if (positionals[0] === "explain") return explainCircuit(positionals.slice(1));
  if (positionals[0] === "design") return design(positionals.slice(1));
  if (positionals[0] === "build") return buildFromFile(positionals.slice(1));
  assertKnown(positionals);
  const names = positionals.length > 0 ? positionals : listCircuits();
  assertPlannable(names);
  if (values.report || values.update) return report(names, { update: values.update === true });
  await buildCircuits({ names, onProgress: createTeller(names) });
}

/** Counts circuits, and compares with what may be and with what was. */
async function report(names: readonly string[], { update }: { update: boolean }): Promise<void> {
  const limit = createLimit(availableParallelism());
  const count = (name: string): Promise<Row> =>
    limit(async () => rowOf(name, await countCircuit(planCircuit(name), () => console.log(`compiling ${name}`))));
  const rows = await Promise.all(names.map(count));
  process.stdout.write(`\n${formatTable(rows)}\n`);
  assertWithinLimits(rows);
  if (update) await writeSnapshot(rows);
  await assertSnapshot(rows);
}

async function explainCircuit(names: readonly string[]): Promise<void> {
  const [name = "", ...others] = names;
  if (others.length > 0) throw new BaseError(`explain takes one name; got ${names.join(" ")}.`);
  const plan = planCircuit(name);
  const { constraints } = await countCircuit(plan, () => console.error(`compiling ${name}`));
  process.stdout.write(`${explain(plan, constraints.total)}\n`);
}

async function design(parameters: readonly string[]): Promise<void> {
  const [file, task] = fileAndTask("design", parameters);
  const architecture = designArchitecture(readDraft(file, await readFileText(file)), loadTask(task));
  process.stdout.write(`${JSON.stringify(architecture, null, 2)}\n`);
}

/** Builds the two circuits of an architecture from a file, once both are explained. */
async function buildFromFile(parameters: readonly string[]): Promise<void> {
  const [file, taskName] = fileAndTask("build", parameters);
  const [architecture, task] = [parseArchitecture(readDraft(file, await readFileText(file))), loadTask(taskName)];
  const plans = [planSealModel(architecture), planEvaluateModel(task, architecture)];
  for (const plan of plans) {
    const { constraints } = await countCircuit(plan, () => console.error(`compiling ${plan.name}`));
    process.stdout.write(`${explain(plan, constraints.total)}\n`);
  }
  const onProgress = createTeller(plans.map(({ name }) => name));
  for (const plan of plans) await buildCircuit(plan, { onProgress });
  process.stdout.write(
    `\nRegister it: commonweight architecture register ${file} --task ${taskName} --artifacts ${BUILD_FOLDER}\n`,
  );
}

function fileAndTask(command: string, parameters: readonly string[]): [file: string, task: string] {
  const [file, task, ...others] = parameters;
  if (file !== undefined && task !== undefined && others.length === 0) return [file, task];
  throw new BaseError(`${command} takes a file and the name of a task; got ${parameters.join(" ") || "nothing"}.`);
}

/** Reads what a design starts from; what is wrong with its layers is said when it is parsed as an architecture. */
function readDraft(file: string, text: string): Draft {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new BaseError(`${file} is not JSON; expected an architecture.`, { cause });
  }
  const layers = (json as { layers?: unknown } | null)?.layers;
  if (Array.isArray(layers) && layers.every((layer) => typeof layer === "object" && layer !== null))
    return json as Draft;
  throw new BaseError(`${file} has no list of layers; expected an architecture.`);
}

async function readFileText(file: string): Promise<string> {
  return readFile(file, "utf8").catch((cause: unknown) => {
    throw new BaseError(`${file} cannot be read; expected the JSON of an architecture.`, { cause });
  });
}

function parseArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        help: { type: "boolean" },
        list: { type: "boolean" },
        report: { type: "boolean" },
        update: { type: "boolean" },
      },
    });
  } catch (cause) {
    throw new BaseError("The arguments are not understood.", { cause, metaMessages: [USAGE] });
  }
}

/** Tells the progress of a build in lines, and of a long step not more often than every quarter. */
function createTeller(names: readonly string[]): (progress: BuildProgress) => void {
  const width = Math.max(...names.map((name) => name.length));
  const told = new Map<string, number>();
  const start = performance.now();
  return ({ circuit, step, done, seconds, reason }) => {
    const key = `${circuit} ${step}`;
    const last = told.get(key);
    if (last !== undefined && done < 1 && done < last + TOLD_EVERY) return;
    if (last === 1) return;
    told.set(key, done);
    const elapsed = `${((performance.now() - start) / 1000).toFixed(1)} s`.padStart(8);
    console.log(`${elapsed}  ${circuit.padEnd(width)}  ${describe({ step, done, seconds, reason })}`);
  };
}

function describe({
  step,
  done,
  seconds,
  reason,
}: Omit<BuildProgress, "circuit" | "reason"> & { reason: string | undefined }): string {
  switch (step) {
    case "ready":
      return "ready, built before";
    case "waiting":
      return "waiting for another process that builds the same";
    case "rebuild":
      return `to be built again: ${reason}`;
    case "compile":
      return done < 1 ? "compiling" : "compiled";
    case "key":
      return done < 1 ? `making the development key: ${Math.round(100 * done)} %` : "development key made";
    case "done":
      return `ready after ${seconds.toFixed(1)} s`;
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof BaseError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
