// SPDX-License-Identifier: GPL-3.0-or-later

// Whether tests notice a mutant. Outcomes are kept by the content of everything that they depend on.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../generator/index.ts";
import { type Composition, type Mutant, mutatedFile } from "./mutants.ts";
import type { Outcome } from "./outcome.ts";

const SOURCES = "circuits/src";
const BUILD = "circuits/build";

/** Tests that count constraints: they would notice every mutant, and say nothing of what constraints prove. */
const COUNTS =
  "/\\bcosts? (a constraint|no constraint|at most|its |what its|n \\+ 1|A bits|\\d)|the cost is|of the constraints|as many constraints/";

/** The test of a template, relative to the repository. @throws if it has none */
export function testOf(file: string): string {
  const test = file.replace(SOURCES, "circuits/test").replace(/\.circom$/, ".test.ts");
  if (!existsSync(join(REPOSITORY, test))) throw new Error(`${file} has no ${test}.`);
  return test;
}

/** What the test of a template says, up to its first failure, of a mutant of the template; or of no mutant, if there is none. */
export function judgeTemplate(test: string, mutant?: Mutant & { file: string }): Promise<Outcome> {
  const text = mutant ? `${mutant.file}\n${mutatedFile(mutant)}` : "";
  return kept([test, text], async () => {
    const scratch = `${BUILD}/mutant-${process.pid}-${scratches++}`;
    try {
      cpSync(join(REPOSITORY, SOURCES), join(REPOSITORY, scratch), { recursive: true });
      if (mutant) writeFileSync(join(REPOSITORY, mutant.file.replace(SOURCES, scratch)), mutatedFile(mutant));
      return await runTest(test, scratch);
    } finally {
      rmSync(join(REPOSITORY, scratch), { recursive: true, force: true, maxRetries: 5 });
    }
  });
}

let scratches = 0;

/** What the checks of a composed circuit say of a mutant of it. */
export function judgeComposition({ plan }: Composition, mutant: Mutant): Promise<Outcome> {
  return kept([plan.main, String(mutant.line)], async () => {
    const { output, errors } = await runNode([join(import.meta.dirname, "judge.ts"), plan.name, String(mutant.line)]);
    if (output === "") throw new Error(`${mutant.statement} of ${plan.name} cannot be judged:\n${errors}`);
    return JSON.parse(output) as Outcome;
  });
}

/** Runs a test with templates from another folder, and stops it when something fails. */
async function runTest(test: string, sources: string): Promise<Outcome> {
  const isFailed = (output: string): boolean => /^ *not ok .*\n/m.test(output);
  const parameters = ["--test-reporter=tap", `--test-skip-pattern=${COUNTS}`, test];
  const { code, output, errors } = await runNode(parameters, { CIRCUITS_SOURCE: sources }, isFailed);
  if (/circom ended with \d+:/.test(output + errors)) return { kind: "does not compile" };
  if (code === 0) return { kind: "survived" };
  // What fails before the first test is the forger, which finds a signal that follows from nothing.
  const [, reason] = /Error: (.* follows from no constraint and is no input)/.exec(errors + output) ?? [];
  const [, title] = /^ *not ok \d+ - (.*)$/m.exec(output) ?? [];
  const by = reason ?? title;
  if (by === undefined) throw new Error(`${test} ends with ${code}, and no test fails:\n${errors}`);
  return { kind: "killed", by };
}

interface Ended {
  /** null if it was stopped. */
  code: number | null;
  output: string;
  errors: string;
}

/** @param isEnough - of the output so far: ends the process */
function runNode(
  parameters: readonly string[],
  env: NodeJS.ProcessEnv = {},
  isEnough: (output: string) => boolean = () => false,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    // A group of its own: the compilers that a test has started end with it.
    const child = spawn(process.execPath, parameters, {
      cwd: REPOSITORY,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let output = "";
    let errors = "";
    child.stdout.on("data", (data) => {
      output += data;
      if (child.exitCode === null && isEnough(output)) process.kill(-child.pid!, "SIGKILL");
    });
    child.stderr.on("data", (data) => {
      errors += data;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output, errors }));
  });
}

async function kept(key: readonly string[], judge: () => Promise<Outcome>): Promise<Outcome> {
  const path = join(REPOSITORY, BUILD, "mutants", contentHash(key));
  if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8")) as Outcome;
  const outcome = await judge();
  mkdirSync(join(REPOSITORY, BUILD, "mutants"), { recursive: true });
  writeFileSync(path, JSON.stringify(outcome));
  return outcome;
}

function contentHash(key: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of key) hash.update(`${part.length}\n${part}`);
  dependencies ??= globSync(
    [
      "circuits/{src,generator,test}/**/*.{circom,ts}",
      "circuits/mutants/{judge,mutants,run}.ts",
      "sdk/src/**/*.ts",
      "sdk/test/fixtures.ts",
      "package-lock.json",
    ],
    { cwd: REPOSITORY },
  )
    .sort()
    .map((file) => `${file}\n${readFileSync(join(REPOSITORY, file), "utf8")}`)
    .join("\n");
  return hash.update(dependencies).digest("hex");
}

let dependencies: string | undefined;
