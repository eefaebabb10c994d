// SPDX-License-Identifier: MIT
/**
 * Trains a network of every architecture that ships, on data that it makes itself, and quantises it.
 *
 *   npm run examples                    trains all; writes circuits/examples and bench/examples.json
 *   npm run examples -- NAME…           only these architectures
 *   npm run examples -- --check NAME…   trains, writes nothing, and fails where something differs from what is committed
 *   npm run examples -- --freeze        trains the base of digits-lora, and writes it into its architecture
 */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { saveModel } from "@commonweight/sdk/model";
import { loadArchitecture } from "../../circuits/generator/definitions.ts";
import { freezeBase, trainBase } from "./base.ts";
import { EXAMPLES, type Example } from "./examples.ts";
import { differencesOf, readResults, tableOf, writeResults } from "./results.ts";
import { measureCommitted, modelPath, type Result, runExample } from "./run.ts";

const { values: options, positionals: names } = parseArgs({
  options: { check: { type: "boolean", default: false }, freeze: { type: "boolean", default: false } },
  allowPositionals: true,
});

if (options.freeze) await freeze();
else process.exitCode = await run(chosenExamples(), options.check);

function chosenExamples(): Example[] {
  const known = EXAMPLES.map(({ architecture }) => architecture);
  const stranger = names.find((name) => !known.includes(name));
  if (stranger !== undefined) throw new Error(`There is no example ${stranger}; expected ${known.join(", ")}.`);
  return EXAMPLES.filter(({ architecture }) => names.length === 0 || names.includes(architecture));
}

async function run(examples: readonly Example[], isCheck: boolean): Promise<number> {
  const results: { example: Example; result: Result }[] = [];
  const failures: string[] = [];
  for (const example of examples) {
    const name = example.architecture;
    const started = performance.now();
    const { model, result } = runExample(example);
    console.error(`${name}: ${example.about}, ${((performance.now() - started) / 1000).toFixed(1)} s`);
    results.push({ example, result });
    if (isCheck) {
      failures.push(...(await checkCommitted(example, result)));
    } else {
      await mkdir(dirname(modelPath(name)), { recursive: true });
      await saveModel(modelPath(name), model);
      await writeResults({ [name]: result });
    }
  }
  console.log(tableOf(results).join("\n"));
  for (const failure of failures) console.error(failure);
  return failures.length > 0 ? 1 : 0;
}

/** The committed model has to score exactly what is committed with it; a new training about the same. */
async function checkCommitted(example: Example, result: Result): Promise<string[]> {
  const name = example.architecture;
  const committed = (await readResults())[name];
  const failures = differencesOf(name, result, committed);
  const { integer } = await measureCommitted(example);
  if (committed && integer !== committed.integer) {
    failures.push(`${modelPath(name)}: measured ${integer}; expected ${committed.integer}, as committed`);
  }
  return failures;
}

async function freeze(): Promise<void> {
  const architecture = loadArchitecture("digits-lora");
  const path = join(import.meta.dirname, "../../circuits/architectures/digits-lora.json");
  await writeFile(path, `${JSON.stringify(freezeBase(architecture, trainBase(architecture)), null, 2)}\n`);
  console.log(`wrote ${path}`);
}
