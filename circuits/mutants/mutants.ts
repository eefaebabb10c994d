// SPDX-License-Identifier: GPL-3.0-or-later

// Sources that lack one constraint each: of the templates, and of the circuits that the generator composes of them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type CircuitPlan, planEvaluateModel, planSealChunk, REPOSITORY } from "../generator/index.ts";
import { type Shape, shapes } from "../test/support/definitions.ts";
import { type Line, Lines, templateLines } from "../test/support/lines.ts";
import { type Check, evaluateModelChecks, sealChunkChecks } from "../test/support/suite.ts";

/** A statement, and what stands in its place. */
export interface Mutant extends Line {
  /** Nothing, or the same as a hint, which constrains nothing. */
  replacement: string;
}

/** Of every template: each `===` removed, and each `<==` turned into `<--`. */
export function templateMutants(): Mutant[] {
  return templateLines().map(mutantOf);
}

function mutantOf(line: Line): Mutant {
  const isAssertion = line.statement.includes("===");
  return { ...line, replacement: isAssertion ? "" : line.statement.replace("<==", "<--") };
}

/** A text with a mutant's statement replaced. */
export function mutate(text: string, { line, statement, replacement }: Mutant): string {
  const lines = text.split("\n");
  if (!lines[line - 1]?.includes(statement)) throw new Error(`Line ${line} is not ${statement}`);
  return lines.with(line - 1, replacement).join("\n");
}

/** The text of a template's file with the mutant in it. */
export function mutatedFile(mutant: Mutant & { file: string }): string {
  return mutate(readFileSync(join(REPOSITORY, mutant.file), "utf8"), mutant);
}

/** A small circuit of the generator, and what it has to pass. */
export interface Composition {
  plan: CircuitPlan;
  checks: Check[];
}

/** Small circuits with every kind of layer, encoding and metric, the smallest first. */
export function compositions(): Composition[] {
  const all = shapes.flatMap((shape): Composition[] => [evaluation(shape), seal(shape)]);
  return all.sort((a, b) => a.plan.constraints - b.plan.constraints);
}

function evaluation(shape: Shape): Composition {
  const plan = planEvaluateModel(shape.task, shape.architecture);
  return { plan, checks: evaluateModelChecks(plan, shape) };
}

function seal(shape: Shape): Composition {
  const plan = planSealChunk(shape.task);
  return { plan, checks: sealChunkChecks(plan, shape) };
}

/**
 * Of everything that the generator writes, each kind of statement once: in the smallest circuit that has it. Statements that
 * differ in nothing but numbers are of a kind.
 */
export function compositionMutants(all: readonly Composition[]): { composition: Composition; mutant: Mutant }[] {
  const kinds = new Set<string>();
  return all.flatMap((composition) =>
    new Lines(composition.plan.main).own().flatMap((line) => {
      const kind = line.statement.replace(/\d+/g, "0");
      if (kinds.has(kind)) return [];
      kinds.add(kind);
      return [{ composition, mutant: mutantOf(line) }];
    }),
  );
}
