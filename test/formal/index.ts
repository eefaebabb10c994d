// SPDX-License-Identifier: MIT

// npm run verify:formal [-- PART …] [--self-test] [--engine bmc|chc] [--seconds N]
import { parseArgs } from "node:util";
import type { Engine } from "./compiler.ts";
import { nameOf, type Property, readProperties } from "./properties.ts";
import { type Options, prove, SECONDS_PER_QUERY } from "./prove.ts";
import { SolverMissing, versionOfSolver } from "./solver.ts";
import { proveWrong, wrongsOf } from "./wrong.ts";

const USAGE = `Proves for all values within the bounds of the terms that no formula of money, shares and turns overflows or gives more than there is.

  npm run verify:formal                   every property of test/formal
  npm run verify:formal -- PART …         those whose name contains PART, such as Prizes. or Shares.payeesAddUp
  npm run verify:formal -- --self-test    puts wrong formulas in their place, and expects each property to be violated
  npm run verify:formal -- --engine chc   asks the compiler's other engine
  npm run verify:formal -- --seconds 10   for one query; ${SECONDS_PER_QUERY} unless told otherwise

Needs z3. Fails unless every property is proven; with --self-test, unless every wrong formula is caught.
`;

/** What the status says where nothing could be tried. */
const REFUSED = 2;

try {
  process.exitCode = main();
} catch (error) {
  console.error(error instanceof SolverMissing ? error.message : error);
  process.exitCode = REFUSED;
}

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: "boolean" },
      "self-test": { type: "boolean" },
      engine: { type: "string", default: "bmc" },
      seconds: { type: "string", default: String(SECONDS_PER_QUERY) },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (!isEngine(values.engine)) return refuse(`--engine is ${values.engine}; expected bmc or chc.`);
  const seconds = Number(values.seconds);
  if (!Number.isInteger(seconds) || seconds < 1) return refuse(`--seconds is ${values.seconds}; expected 1 or more.`);
  const isAsked = (name: string): boolean =>
    positionals.length === 0 || positionals.some((part) => name.includes(part));
  const all = readProperties();
  const asked = all.filter((property) => isAsked(nameOf(property)));
  if (asked.length === 0) return refuse(`PART is ${positionals.join(" or ")}; expected part of a property's name.`);

  console.log(`solc's model checker, engine ${values.engine}, with ${versionOfSolver()}\n`);
  const options = { engine: values.engine, seconds };
  return values["self-test"] ? selfTest(asked, options) : proveAll(asked, options);
}

function proveAll(properties: readonly Property[], options: Options): number {
  let proven = 0;
  for (const property of properties) {
    const { verdict, complaints, seconds } = prove(property, options);
    console.log(row(property, verdict, seconds, property.says));
    if (verdict === "proven") proven += 1;
    else for (const complaint of complaints) console.log(complaint);
  }
  console.log(`\n${proven} of ${properties.length} properties are proven.`);
  return proven === properties.length ? 0 : 1;
}

function selfTest(properties: readonly Property[], options: Options): number {
  let missed = 0;
  for (const property of properties) {
    const seeded = wrongsOf(property);
    if (seeded.length === 0) {
      missed += 1;
      console.log(`${nameOf(property)}: no wrong formula breaks it; expected one in test/formal/wrong.ts.`);
    }
    for (const wrong of seeded) {
      const { verdict, seconds } = proveWrong(property, wrong, options);
      if (verdict !== "violated") missed += 1;
      console.log(row(property, verdict, seconds, `${wrong.original} → ${wrong.mutated}`));
    }
  }
  console.log(missed === 0 ? "\nEvery wrong formula is caught." : `\n${missed} are not caught.`);
  return missed === 0 ? 0 : 1;
}

function row(property: Property, verdict: string, seconds: number, text: string): string {
  return `${nameOf(property).padEnd(34)}  ${verdict.padEnd(8)}  ${seconds.toFixed(1).padStart(5)} s  ${text}`;
}

function isEngine(engine: string): engine is Engine {
  return engine === "bmc" || engine === "chc";
}

function refuse(reason: string): number {
  console.error(reason);
  return REFUSED;
}
