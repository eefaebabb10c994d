// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { FIELD_ORDER } from "@commonweight/sdk/proving";
import { type Inputs, judge, project, type TestCircuit, touched } from "./circuit.ts";
import type { Changes, ForgeOptions } from "./forger.ts";
import type { Random } from "./random.ts";
import { recordForgery } from "./record.ts";
import { broken, describe } from "./system.ts";

/**
 * Asserts that an honest prover succeeds: circom's generator computes a witness, it satisfies the proven system, and it is
 * the one that the forger would compute. So forgeries differ from it only where they are meant to.
 *
 * @returns the witness of the transparent system
 */
export function assertAccepted(circuit: TestCircuit, inputs: Inputs): bigint[] {
  const generated = circuit.calculate(inputs);
  const values = circuit.forger.witness(inputs);
  assert.deepEqual(project(circuit, values), generated, "the forger's honest witness");
  assertNothingBroken(circuit, values);
  bases.set(circuit, values);
  return values;
}

/** Of each circuit an honest witness, from which forgeries differ in little. */
const bases = new WeakMap<TestCircuit, readonly bigint[]>();

function assertNothingBroken(circuit: TestCircuit, values: readonly bigint[]): void {
  const { rejections, objections } = judge(circuit, values);
  assert.deepEqual(
    [
      ...rejections.map((index) => describe(circuit.proven, index)),
      ...objections.map((index) => describe(circuit.transparent, index)),
    ],
    [],
    "constraints that an honest witness breaks",
  );
}

/** Asserts that circom's witness generator refuses inputs. @returns what it says */
export function assertNotGenerated(circuit: TestCircuit, inputs: Inputs): string {
  let refusal = "";
  assert.throws(
    () => circuit.calculate(inputs),
    (error: Error) => {
      refusal = error.message;
      return refusal.startsWith("Assert failed");
    },
  );
  return refusal;
}

/** What a forger sets: all inputs as it likes them, and further signals against what follows from the inputs. */
export interface Forgery extends ForgeOptions {
  /** Where one test tries several. */
  name?: string;
  inputs: Inputs;
  changes?: Changes;
}

/**
 * Asserts that a forged witness satisfies every constraint except those that are meant to stop it, and that the proven system
 * rejects it. Where the inputs alone are forged, circom's generator has to refuse them too.
 *
 * @param stoppedBy - matches each broken constraint, described by its signals, see `describe`
 */
export function assertRejected(circuit: TestCircuit, forgery: Forgery, stoppedBy: RegExp): void {
  const { name, inputs, changes, following = [] } = forgery;
  const base = bases.get(circuit);
  const { values, changed } = base
    ? circuit.forger.witnessFrom(base, inputs, changes, { following })
    : { values: circuit.forger.witness(inputs, changes, { following }), changed: undefined };
  const { rejections, objections } = judge(circuit, values, changed);
  assert.notEqual(objections.length, 0, "the forgery breaks no constraint");
  for (const objection of objections) assert.match(describe(circuit.transparent, objection), stoppedBy);
  assert.notEqual(rejections.length, 0, "the proven system accepts the forgery");
  let refusal: string | undefined;
  if (changes === undefined) {
    const claims = following.map((name) => [name, values[circuit.forger.wire(name)]!]);
    refusal = assertNotGenerated(circuit, { ...inputs, ...Object.fromEntries(claims) });
  }
  recordForgery(circuit, name, objections, refusal);
}

/** Asserts that a witness other than the honest one is accepted: a freedom that the documentation names. */
export function assertFreedom(circuit: TestCircuit, forgery: Forgery): bigint[] {
  const { inputs, changes, ...options } = forgery;
  const values = circuit.forger.witness(inputs, changes, options);
  assertNothingBroken(circuit, values);
  return values;
}

/**
 * Looks for other witnesses next to an honest one. Every wire of the proven system is changed alone, unless claims shall
 * follow; then everything that a prover chooses is changed, with all else following.
 *
 * @param options - `given`: matches inputs that are not the prover's to choose, when a template is tested alone; they have to
 * be public, or simplification would remove some of them
 * @returns names of the signals whose change survived, sorted, each with the change: `+1`, `−1` or `random`
 */
export function survivingChanges(
  circuit: TestCircuit,
  honest: readonly bigint[],
  random: Random,
  options: ForgeOptions & { given?: RegExp } = {},
): string[] {
  const { proven, transparent, forger } = circuit;
  const survivors = new Set<string>();
  const deltas = (): [string, bigint][] => [
    ["+1", 1n],
    ["−1", FIELD_ORDER - 1n],
    ["random", 2n + random.bigint(FIELD_ORDER - 3n)],
  ];

  const projected = project(circuit, honest);
  for (const [wire, name] of options.following ? [] : proven.names.entries()) {
    if (wire === 0 || options.given?.test(name)) continue;
    for (const [label, delta] of deltas()) {
      const values = projected.with(wire, (projected[wire]! + delta) % FIELD_ORDER);
      if (broken(proven, values, proven.uses[wire]!).length === 0) survivors.add(`${name} ${label}`);
    }
  }

  for (const freedom of forger.freedoms) {
    if (options.given?.test(transparent.names[freedom]!)) continue;
    for (const [label, delta] of deltas()) {
      const { values, changed } = forger.alter(honest, new Map([[freedom, honest[freedom]! + delta]]), options);
      const constraints = touched(circuit, changed);
      const isSame = constraints.size === 0;
      if (!isSame && broken(proven, project(circuit, values), constraints).length === 0) {
        survivors.add(`${transparent.names[freedom]} ${label}`);
      }
    }
  }
  return [...survivors].sort();
}
