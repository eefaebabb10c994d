// SPDX-License-Identifier: MIT

// Whether the tests notice a mutant, in a process of its own: the compiler holds a whole process up, and one that takes too long
// can only be ended with it. Judges one mutant after another, as they are sent.
import { CompilationFailed, compileContracts, compileTests, importsOf, type Texts } from "./compiler.ts";
import type { Outcome } from "./outcome.ts";
import { firstFailure, LimitExceeded, stagesOf, TESTS } from "./tests.ts";

/** What is sent: the text of a file with a mutant in it, or none, for the tests as they are. */
export interface Question {
  mutated?: { file: string; text: string };
}

/** What comes back. */
export interface Answer {
  outcome: Outcome;
  /** Tests still run: the process can judge no more. */
  isSpent: boolean;
}

process.on("message", async (question: Question) => {
  try {
    process.send!(await answer(question));
  } catch (error) {
    process.stderr.write(`${(error as Error).stack}\n`);
    process.exit(1);
  }
});
process.on("disconnect", () => process.exit());

let imports: Map<string, Set<string>> | undefined;
let originalCode: string | undefined;

async function answer({ mutated }: Question): Promise<Answer> {
  try {
    const outcome = mutated ? await judge(mutated.file, { [mutated.file]: mutated.text }) : await judgeOriginal();
    return { outcome, isSpent: false };
  } catch (error) {
    if (error instanceof LimitExceeded) return { outcome: { kind: "killed", by: error.message }, isSpent: true };
    if (!mutated || !(error instanceof CompilationFailed)) throw error;
    return { outcome: { kind: "does not compile", error: error.message }, isSpent: false };
  }
}

async function judge(file: string, texts: Texts): Promise<Outcome> {
  imports ??= importsOf(TESTS);
  const [first = [], ...others] = stagesOf(file, imports);
  const by = (await runTests(first, [first], texts)) ?? (await runTests(others.flat(), others, texts));
  if (by !== undefined) return { kind: "killed", by };
  originalCode ??= codeOf({});
  return { kind: codeOf(texts) === originalCode ? "same code" : "survived" };
}

async function judgeOriginal(): Promise<Outcome> {
  const by = await runTests(TESTS, [TESTS], {});
  return by === undefined ? { kind: "survived" } : { kind: "killed", by };
}

/** Compiles tests all at once, which is faster than one by one, and runs them one stage after another until one fails. */
async function runTests(
  tests: readonly string[],
  stages: readonly (readonly string[])[],
  texts: Texts,
): Promise<string | undefined> {
  if (tests.length === 0) return undefined;
  const artifacts = compileTests(tests, texts);
  for (const stage of stages) {
    const by = await firstFailure(artifacts, stage);
    if (by !== undefined) return by;
  }
  return undefined;
}

/** Compared only for survivors: what a test tells apart is not the same. */
function codeOf(texts: Texts): string {
  return JSON.stringify(compileContracts(texts));
}
