// SPDX-License-Identifier: GPL-3.0-or-later

// npm run test:mutants -- [PART …] [--sample N]
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { createLimit } from "../setup/concurrency.ts";
import { formatLine } from "../test/support/lines.ts";
import { seeded } from "../test/support/random.ts";
import { compositionMutants, compositions, type Mutant, templateMutants } from "./mutants.ts";
import type { Outcome } from "./outcome.ts";
import { judgeComposition, judgeTemplate, testOf } from "./run.ts";

const USAGE = `Takes one constraint at a time out of the templates, and out of the circuits that the generator composes of them, and shows
which test notices: killed, and by what; or survived. Tests that count constraints are left out. Outcomes are kept until something
changes that they depend on.

  npm run test:mutants                  all
  npm run test:mutants -- PART …        of templates whose path contains a part, such as nn/Router; composed: of the circuits
  npm run test:mutants -- --sample 20   so many at random

Fails if one survives.
`;

/** The compilers take most of the time, two a test. */
const AT_ONCE = 2;

interface Case {
  /** What PART is compared with. */
  path: string;
  mutant: Mutant;
  /** Where it is, for people. */
  where: string;
  judge(): Promise<Outcome>;
}

const { values, positionals: parts } = parseArgs({
  allowPositionals: true,
  options: { help: { type: "boolean" }, sample: { type: "string" }, seed: { type: "string", default: "1" } },
});
if (values.help) process.stdout.write(USAGE);
else process.exitCode = await main();

async function main(): Promise<number> {
  const all = [...templateCases(), ...compositionCases()];
  const asked = all.filter(({ path }) => parts.length === 0 || parts.some((part) => path.includes(part)));
  if (asked.length === 0)
    return refuse(`PART is ${parts.join(" or ")}; expected part of a template's path, or composed.`);
  const sample = Number(values.sample ?? asked.length);
  if (!Number.isInteger(sample) || sample < 1) return refuse(`--sample is ${values.sample}; expected 1 or more.`);
  const cases = sampled(asked, sample);
  const limit = createLimit(AT_ONCE);
  await assertPassing(cases, limit);
  const counts = new Map<Outcome["kind"], number>();
  const judged = cases.map((one) =>
    limit(async () => {
      const outcome = await one.judge();
      counts.set(outcome.kind, (counts.get(outcome.kind) ?? 0) + 1);
      process.stdout.write(`${one.where}\n    ${outcome.kind}${outcome.kind === "killed" ? `: ${outcome.by}` : ""}\n`);
    }),
  );
  await Promise.all(judged);
  process.stdout.write(`\n${cases.length} mutants: ${[...counts].map(([kind, n]) => `${n} ${kind}`).join(", ")}\n`);
  return counts.get("killed") === cases.length ? 0 : 1;
}

function refuse(reason: string): number {
  process.stderr.write(`${reason}\n`);
  return 1;
}

function templateCases(): Case[] {
  return templateMutants().map((mutant) => {
    const file = mutant.file!;
    return {
      path: file,
      mutant,
      where: formatLine(mutant),
      judge: () => judgeTemplate(testOf(file), { ...mutant, file }),
    };
  });
}

function compositionCases(): Case[] {
  return compositionMutants(compositions()).map(({ composition, mutant }) => ({
    path: `composed ${composition.plan.name}`,
    mutant,
    where: `${composition.plan.name}:${mutant.line}  ${mutant.statement}`,
    judge: () => judgeComposition(composition, mutant),
  }));
}

/** A test that fails without any mutant kills them all. */
async function assertPassing(cases: readonly Case[], limit: ReturnType<typeof createLimit>): Promise<void> {
  const tests = new Set(cases.flatMap(({ mutant: { file } }) => (file === undefined ? [] : [testOf(file)])));
  const passing = await Promise.all([...tests].map((test) => limit(() => judgeTemplate(test))));
  const failing = [...tests].filter((_, i) => passing[i]!.kind !== "survived");
  if (failing.length > 0)
    throw new Error(`Without any mutant fails ${failing.map((test) => basename(test)).join(", ")}.`);
}

function sampled(all: readonly Case[], count: number): readonly Case[] {
  const random = seeded(Number(values.seed));
  const keys = new Map(all.map((one) => [one, random.bigint(2n ** 64n)]));
  const chosen = new Set(all.toSorted((a, b) => (keys.get(a)! < keys.get(b)! ? -1 : 1)).slice(0, count));
  return all.filter((one) => chosen.has(one));
}
