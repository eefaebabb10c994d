// SPDX-License-Identifier: GPL-3.0-or-later

// The three statements on small definitions.
import assert from "node:assert/strict";
import { layoutId, type StatementName, statements } from "@commonweight/sdk/proving";
import type { CircuitPlan } from "../../generator/index.ts";
import { compile, type Inputs, type TestCircuit } from "./circuit.ts";
import { assertRejected } from "./verdicts.ts";

export const operator = "0x00000000000000000000000000000000000000A1";
export const thief = "0x00000000000000000000000000000000000000b2";

/** Public inputs that circuits compute with; the others are claims, which they compare with what they computed. */
const COMPUTED_WITH = ["operator", "parentOperator", "challenge", "seed", "step"];

/** Public inputs of a statement that are claims. */
export function claimsOf(statement: StatementName): string[] {
  return statements[statement].filter((name) => !COMPUTED_WITH.includes(name));
}

/** Compiles a circuit of the generator. */
export function compilePlan({ statement, main }: CircuitPlan): Promise<TestCircuit> {
  return compile(main, claimsOf(statement));
}

/** Asserts that public inputs come in the order of the SDK, which is the order of the verifiers. */
export function assertPublicOrder({ proven }: TestCircuit, statement: StatementName): void {
  assert.deepEqual(
    proven.publicWires.map((wire) => proven.names[wire]),
    [...statements[statement]],
  );
  assert.deepEqual(proven.publicWires, [1, 2, 3, 4, 5].slice(0, statements[statement].length));
}

/** Asserts that the generator's estimate is an upper bound, and a close one. */
export function assertEstimate({ proven }: TestCircuit, { constraints }: CircuitPlan): void {
  const compiled = proven.constraints.length;
  assert.ok(compiled <= constraints, `${compiled} constraints, estimated ${constraints}`);
  assert.ok(compiled >= constraints - 60 * Math.ceil(constraints / 612), `estimated ${constraints}, but ${compiled}`);
}

/**
 * Asserts that a proof says nothing under any other public input: not one of them is without effect. One point less is a
 * freedom: of a right sample it may be claimed that it is wrong.
 */
export function assertPublicInputsMatter(circuit: TestCircuit, inputs: Inputs, statement: StatementName): void {
  for (const name of statements[statement]) {
    for (const delta of name === "correct" ? [1n, 2n ** 100n] : [1n, -1n, 2n ** 100n]) {
      const value = (inputs[name] as bigint) + delta;
      assertRejected(circuit, { inputs: { ...inputs, [name]: value } }, /./);
    }
  }
}

/** A definition with another name, so of the same shape and another layout. */
export function renamed<definition extends { name: string }>(original: definition): definition {
  const copy = { ...original, name: `${original.name}-copy` };
  assert.notEqual(layoutId(copy), layoutId(original));
  return copy;
}

/** A copy of nested signal values with one of them changed. */
export function altered(
  value: Inputs[string],
  path: readonly number[],
  change: (old: bigint) => bigint,
): Inputs[string] {
  if (typeof value === "bigint") return change(value);
  const [index, ...rest] = path;
  return value.map((part, i) => (i === index ? altered(part, rest, change) : part));
}
