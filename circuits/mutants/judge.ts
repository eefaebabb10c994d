// SPDX-License-Identifier: GPL-3.0-or-later

// node judge.ts CIRCUIT LINE
//
// Whether the checks of a composed circuit notice that it lacks a statement, in a process of its own. Prints the outcome as JSON.
import { compile } from "../test/support/circuit.ts";
import { claimsOf } from "../test/support/statements.ts";
import { compositionMutants, compositions, mutate } from "./mutants.ts";
import type { Outcome } from "./outcome.ts";

const [circuit, line] = process.argv.slice(2);
const found = compositionMutants(compositions()).find(
  ({ composition, mutant }) => composition.plan.name === circuit && String(mutant.line) === line,
);
if (!found) throw new Error(`There is no mutant of ${circuit}, line ${line}.`);
process.stdout.write(JSON.stringify(await judge(found)));

async function judge({ composition: { plan, checks }, mutant }: typeof found & {}): Promise<Outcome> {
  let check = "every signal follows from the inputs";
  try {
    const compiled = await compile(mutate(plan.main, mutant), claimsOf(plan.statement));
    for (const { name, run, isCount } of checks) {
      check = name;
      if (!isCount) run(compiled);
    }
  } catch (error) {
    const { message } = error as Error;
    return message.startsWith("circom ended") ? { kind: "does not compile" } : { kind: "killed", by: check };
  }
  return { kind: "survived" };
}
