// SPDX-License-Identifier: MIT

// Where mutants are judged: two at a time. Outcomes are kept by the content of everything that they depend on.
import { type ChildProcess, fork } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./compiler.ts";
import type { Answer, Question } from "./judge.ts";
import type { Outcome } from "./outcome.ts";

const KEPT = join(ROOT, "build/mutants/contracts");

/** The compiler takes one core, and a gigabyte. */
const PLACES = 2;

/** Judges one mutant after another. */
export interface Place {
  judge(file: string, mutated: string): Promise<Outcome>;
}

/** Does all of the work, with as many places as there are. */
export async function inPlaces(work: readonly ((place: Place) => Promise<void>)[]): Promise<void> {
  const waiting = [...work];
  const judges = Array.from({ length: PLACES }, createJudge);
  try {
    await judges[0]!.assertPassing();
    await Promise.all(
      judges.map(async (judge) => {
        for (let next = waiting.shift(); next; next = waiting.shift()) await next(judge);
      }),
    );
  } finally {
    for (const judge of judges) judge.end();
  }
}

interface Judge extends Place {
  /** @throws if a test fails without any mutant: it would kill them all */
  assertPassing(): Promise<void>;
  end(): void;
}

function createJudge(): Judge {
  let child: ChildProcess | undefined;
  const end = (): void => {
    child?.kill("SIGKILL");
    child = undefined;
  };
  const ask = async (question: Question): Promise<Outcome> => {
    child ??= fork(join(import.meta.dirname, "judge.ts"));
    const { outcome, isSpent } = await answerOf(child, question);
    if (isSpent) end();
    return outcome;
  };
  return {
    judge: (file, text) => kept([file, text], () => ask({ mutated: { file, text } })),
    assertPassing: async () => {
      const outcome = await kept([], () => ask({}));
      if (outcome.kind === "killed") throw new Error(`Without any mutant fails ${outcome.by}.`);
    },
    end,
  };
}

function answerOf(child: ChildProcess, question: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => {
      reject(new Error(`The judge of ${question.mutated?.file ?? "the original"} ended with ${code}, and no answer.`));
    };
    child.once("exit", onExit);
    child.once("message", (answer) => {
      child.off("exit", onExit);
      resolve(answer as Answer);
    });
    child.send(question);
  });
}

async function kept(key: readonly string[], judge: () => Promise<Outcome>): Promise<Outcome> {
  const path = join(KEPT, `${contentHash(key)}.json`);
  if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8")) as Outcome;
  const outcome = await judge();
  // Tests that fail without a mutant may depend on what is not hashed: they are asked again.
  if (key.length === 0 && outcome.kind === "killed") return outcome;
  mkdirSync(KEPT, { recursive: true });
  // Under another name first: a run that is killed here leaves no half of an outcome.
  writeFileSync(`${path}.new`, JSON.stringify(outcome));
  renameSync(`${path}.new`, path);
  return outcome;
}

function contentHash(key: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of key) hash.update(`${part.length}\n${part}`);
  dependencies ??= globSync(
    [
      "{contracts,test}/**/*.sol",
      "test/mutants/{compiler,judge,tests}.ts",
      "{package-lock.json,hardhat.config.ts,remappings.txt}",
    ],
    { cwd: ROOT },
  )
    .sort()
    .map((file) => `${file}\n${readFileSync(join(ROOT, file), "utf8")}`)
    .join("\n");
  return hash.update(dependencies).digest("hex");
}

let dependencies: string | undefined;
