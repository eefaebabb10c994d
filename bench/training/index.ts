// SPDX-License-Identifier: MIT

// npm run bench:training -- [--count-only] [--check] [--update]
import { writeFile } from "node:fs/promises";
import { arch, cpus, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { REPOSITORY } from "@commonweight/circuits";
import { BaseError } from "@commonweight/sdk/proving";
import { trainingCurve } from "@commonweight/sdk/training";
import { countTraining } from "./counts.ts";
import { detectionTable } from "./detection.ts";
import { proveStep } from "./prove.ts";
import { assertDeterministic, formatResults, type Results, readResults, writeResults } from "./results.ts";
import { trainDigits } from "./train.ts";

const USAGE = `Trains digits by integer SGD, counts the circuits of a record, proves one step, and simulates the draw of steps. Fails where
circuits are above their limits, or the network learns less than 90 %.

  npm run bench:training                 all; some three minutes on two cores, the keys included
  npm run bench:training -- --no-proof   without the proof
  npm run bench:training -- --check      without the proof, and fails where bench/training.json says otherwise
  npm run bench:training -- --update     writes bench/training.json and bench/training.svg
  npm run bench:training -- --help       this text
`;

async function main(): Promise<void> {
  const values = parseArguments();
  if (values.help) return void process.stdout.write(USAGE);
  const committed = await readResults();
  const trained = await trainDigits((line) => console.log(line));
  const constraints = await countTraining((name) => console.log(`compiling ${name}`));
  const skipped = values["no-proof"] === true || values.check === true;
  const proof = skipped ? committed?.proof : await proveStep(trained, (line) => console.log(line));
  const results: Results = {
    training: trained.summary,
    constraints,
    detection: detectionTable(),
    ...(proof ? { proof } : {}),
    machine: skipped && committed?.machine ? committed.machine : describeMachine(),
  };
  process.stdout.write(`\n${formatResults(results)}\n`);
  if (values.check) assertDeterministic(results, committed);
  if (!values.update) return;
  await writeResults(results);
  const title = `${trained.summary.recipe}: ${trained.summary.steps} steps of integer SGD`;
  await writeFile(join(REPOSITORY, "bench/training.svg"), trainingCurve(trained.record.points, title));
}

function parseArguments() {
  try {
    const flag = { type: "boolean" } as const;
    return parseArgs({ options: { help: flag, "no-proof": flag, check: flag, update: flag } }).values;
  } catch (cause) {
    throw new BaseError("The arguments are not understood.", { cause, metaMessages: [USAGE] });
  }
}

function describeMachine(): string {
  const gigabytes = Math.round(totalmem() / 1e9);
  return `${cpus().length} cores of ${cpus()[0]?.model ?? "an unknown processor"}, ${arch()}, ${gigabytes} GB, Node ${process.version}`;
}

await main().catch((error: unknown) => {
  if (!(error instanceof BaseError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});
