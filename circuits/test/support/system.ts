// SPDX-License-Identifier: GPL-3.0-or-later

// Constraint systems as tests need them: by constraint, with bigints, and with the names of the signals.
import { readFileSync } from "node:fs";
import { FIELD_ORDER } from "@commonweight/sdk/proving";
import { forEachTerm, readR1cs } from "../../setup/r1cs.ts";

/** A sum of wires times coefficients. */
export type Terms = [wire: number, coefficient: bigint][];

/** a·b = c. */
export interface Constraint {
  a: Terms;
  b: Terms;
  c: Terms;
}

/** A compiled circuit. Wire 0 is 1. */
export interface System {
  constraints: Constraint[];
  /** Name of the signal on each wire, less the leading `main.`; the first of them, if the compiler found several equal. */
  names: string[];
  wireOf: Map<string, number>;
  /** Indices of the constraints in which a wire occurs. */
  uses: number[][];
  /** Wires of the input signals: all of them in an unsimplified system, those in use in a simplified one. */
  inputWires: number[];
  publicWires: number[];
}

/**
 * @param folder - absolute; with the files `<name>.r1cs` and `<name>.sym` that circom wrote
 */
export function readSystem(folder: string, name: string): System {
  const r1cs = readR1cs(`${folder}/${name}.r1cs`);
  const terms = Buffer.from(r1cs.terms.buffer, r1cs.terms.byteOffset, r1cs.terms.byteLength);
  const constraints = Array.from({ length: r1cs.constraints }, (): Constraint => ({ a: [], b: [], c: [] }));
  const uses = Array.from({ length: r1cs.wires }, (): number[] => []);
  forEachTerm(r1cs, (matrix, index, wire, value) => {
    const limbs = [24, 16, 8, 0].map((offset) => terms.readBigUInt64LE(value + offset));
    const coefficient = limbs.reduce((sum, limb) => (sum << 64n) | limb, 0n);
    constraints[index]![matrix === "A" ? "a" : matrix === "B" ? "b" : "c"].push([wire, coefficient]);
    if (uses[wire]!.at(-1) !== index) uses[wire]!.push(index);
  });

  const names: string[] = ["1"];
  const wireOf = new Map<string, number>();
  for (const line of readFileSync(`${folder}/${name}.sym`, "utf8").trim().split("\n")) {
    const [, wireText, , name] = line.split(",");
    const wire = Number(wireText);
    if (wire < 0) continue;
    const signal = name!.replace(/^main\./, "");
    names[wire] ??= signal;
    wireOf.set(signal, wire);
  }
  const wires = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);
  const firstInput = 1 + r1cs.outputs;
  return {
    constraints,
    names,
    wireOf,
    uses,
    inputWires: wires(firstInput, r1cs.publicInputs + r1cs.privateInputs),
    publicWires: wires(firstInput, r1cs.publicInputs),
  };
}

/** The value of a sum, in [0, p). */
export function evaluate(terms: Terms, values: readonly bigint[]): bigint {
  let sum = 0n;
  for (const [wire, coefficient] of terms) sum += coefficient * values[wire]!;
  return sum % FIELD_ORDER;
}

/** Whether the values satisfy a constraint. */
export function holds({ a, b, c }: Constraint, values: readonly bigint[]): boolean {
  return (evaluate(a, values) * evaluate(b, values) - evaluate(c, values)) % FIELD_ORDER === 0n;
}

/** Indices of the constraints that the values break, among those given. */
export function broken(system: System, values: readonly bigint[], candidates: Iterable<number>): number[] {
  return [...candidates].filter((index) => !holds(system.constraints[index]!, values));
}

/** The signals that meet in a constraint, without their last index, for people and for patterns in tests. */
export function describe(system: System, index: number): string {
  const { a, b, c } = system.constraints[index]!;
  const wires = [...a, ...b, ...c].map(([wire]) => wire).filter((wire) => wire !== 0);
  return [...new Set(wires.map((wire) => system.names[wire]!.replace(/\[\d+\]$/, "")))].sort().join(", ");
}
