// SPDX-License-Identifier: GPL-3.0-or-later

// A prover who does not run the witness generator, and so meets none of its assertions: it sets whatever signals it likes, and
// makes all the others follow, as far as there is anything to follow. What it cannot repair, constraints must reject.
import { FIELD_ORDER, type SignalValue } from "@commonweight/sdk/proving";
import { flatten } from "./calculator.ts";
import { evaluate, type System, type Terms } from "./system.ts";

/** How the value of a wire follows from others. */
interface Step {
  wire: number;
  operands: number[];
  compute(values: readonly bigint[]): bigint;
}

/** Values of signals by full name, for example `accumulator[0][1]`. */
export type Changes = Record<string, bigint>;

export interface ForgeOptions {
  /** Claims that follow as well: public inputs that the forger may choose to suit it. */
  following?: readonly string[];
}

export class Forger {
  readonly #system: System;
  /** Wires of the claims. */
  readonly #claims: ReadonlySet<number>;
  /** In an order in which operands come first. */
  readonly #steps: Step[];
  /** Of every wire, the steps that it is an operand of. */
  readonly #dependents: number[][];
  /** Wires that a prover is free to choose: inputs that are not claims, and bits that the generator only suggests. */
  readonly freedoms: readonly number[];

  /**
   * @param system - unsimplified, so that every signal is a wire and every assignment a constraint
   * @param claims - names of public inputs that are only compared
   */
  constructor(system: System, claims: readonly string[]) {
    this.#system = system;
    this.#claims = this.#wires(claims);
    const inputs = system.inputWires.filter((wire) => !this.#claims.has(wire));
    const suggested = suggestedBits(system);
    this.#steps = orderSteps(system, inputs, suggested);
    this.#dependents = system.names.map(() => []);
    for (const [index, { operands }] of this.#steps.entries()) {
      for (const operand of operands) this.#dependents[operand]!.push(index);
    }
    this.freedoms = [...inputs, ...suggested.map((step) => step.wire)];
  }

  #wires(names: readonly string[] = []): Set<number> {
    return new Set(names.map((name) => this.wire(name)));
  }

  /** The wire of a signal. */
  wire(name: string): number {
    const wire = this.#system.wireOf.get(name);
    if (wire === undefined) throw new Error(`There is no signal ${name}.`);
    return wire;
  }

  /**
   * The witness that follows from inputs, whether or not it satisfies the constraints.
   *
   * @param changes - values of further signals, or other values of inputs; what depends on them follows
   */
  witness(inputs: Record<string, SignalValue>, changes: Changes = {}, options: ForgeOptions = {}): bigint[] {
    const values: bigint[] = this.#system.names.map(() => 0n);
    values[0] = 1n;
    const given = new Map([...this.#inputsOf(inputs, options), ...this.#changesOf(changes)]);
    for (const [wire, value] of given) values[wire] = value;
    for (const step of this.#steps) {
      if (!given.has(step.wire)) values[step.wire] = step.compute(values);
    }
    return values;
  }

  /** As {@link witness}, from one that follows from similar inputs. @returns as {@link alter} */
  witnessFrom(
    base: readonly bigint[],
    inputs: Record<string, SignalValue>,
    changes: Changes = {},
    options: ForgeOptions = {},
  ): { values: bigint[]; changed: Set<number> } {
    const other = this.#inputsOf(inputs, options).filter(([wire, value]) => value !== base[wire]);
    return this.alter(base, new Map([...other, ...this.#changesOf(changes)]), options);
  }

  /** Wires of inputs that do not follow, with their values. */
  #inputsOf(inputs: Record<string, SignalValue>, options: ForgeOptions): [wire: number, value: bigint][] {
    const following = this.#wires(options.following);
    return Object.entries(inputs).flatMap(([name, value]) => {
      const first = this.#system.wireOf.get(name) ?? this.wire(`${name}${"[0]".repeat(depth(value))}`);
      return flatten(value).flatMap((element, i): [number, bigint][] =>
        following.has(first + i) ? [] : [[first + i, modulo(element)]],
      );
    });
  }

  #changesOf(changes: Changes): [wire: number, value: bigint][] {
    return Object.entries(changes).map(([name, value]) => [this.wire(name), modulo(value)]);
  }

  /**
   * Another witness, from one that {@link witness} gave: some wires change, and what depends on them follows.
   *
   * @returns the new values, and the wires whose values differ
   */
  alter(
    base: readonly bigint[],
    changes: ReadonlyMap<number, bigint>,
    options: ForgeOptions = {},
  ): { values: bigint[]; changed: Set<number> } {
    const following = this.#wires(options.following);
    const values = base.slice();
    const changed = new Set<number>();
    // Steps with an operand that has changed. Those of a wire come after the step that gives it.
    const due = new Uint8Array(this.#steps.length);
    const change = (wire: number, value: bigint) => {
      values[wire] = value;
      changed.add(wire);
      for (const index of this.#dependents[wire]!) due[index] = 1;
    };
    for (const [wire, value] of changes) change(wire, modulo(value));
    for (let index = due.indexOf(1); index >= 0; index = due.indexOf(1, index + 1)) {
      const { wire, compute } = this.#steps[index]!;
      if (changes.has(wire) || (this.#claims.has(wire) && !following.has(wire))) continue;
      const value = compute(values);
      if (value !== values[wire]) change(wire, value);
    }
    return { values, changed };
  }
}

function modulo(value: bigint): bigint {
  return ((value % FIELD_ORDER) + FIELD_ORDER) % FIELD_ORDER;
}

function depth(value: SignalValue): number {
  return typeof value === "bigint" ? 0 : 1 + depth(value[0]!);
}

/**
 * The bits that templates assign with `<--`: wires held by a constraint bit·(bit − x) = 0. Each follows from the number of
 * which it is a bit, as in `Bits` and `GatedSignedBits`.
 */
function suggestedBits(system: System): Step[] {
  const inputs = new Set(system.inputWires);
  const found = new Set<number>();
  for (const { a, b, c } of system.constraints) {
    if (c.length > 0) continue;
    for (const [wire] of a) {
      if (wire !== 0 && !inputs.has(wire) && b.some(([other]) => other === wire)) found.add(wire);
    }
  }
  return [...found].flatMap((wire) => {
    const [, component, array, index] = /^(.*?)(out|bit)\[(\d+)\]$/.exec(system.names[wire]!) ?? [];
    const number = system.wireOf.get(`${component}in`);
    // Others are inputs of components, which follow from their assignment.
    if (index === undefined || number === undefined) return [];
    // GatedSignedBits decomposes in + 2^n.
    const bias = array === "bit" ? 2n ** BigInt(countBits(system, component!)) : 0n;
    const compute = (values: readonly bigint[]) => (((values[number]! + bias) % FIELD_ORDER) >> BigInt(index)) & 1n;
    return [{ wire, operands: [number], compute }];
  });
}

function countBits(system: System, component: string): number {
  let bits = 0;
  while (system.wireOf.has(`${component}bit[${bits}]`)) bits++;
  return bits;
}

/** Finds, for every wire, a constraint from which it follows, beginning with the inputs. */
function orderSteps(system: System, inputs: readonly number[], suggested: readonly Step[]): Step[] {
  const known = new Set([0, ...inputs]);
  const waiting = new Map<number, Step[]>();
  const unsuggested = new Set(suggested.map((step) => step.wire));
  for (const step of suggested) {
    for (const operand of step.operands) waiting.set(operand, [...(waiting.get(operand) ?? []), step]);
  }
  const steps: Step[] = [];
  // Every constraint once, for those that hold a single wire; then again whenever one of its wires becomes known.
  const queue = [...system.constraints.keys()];
  const learn = (step: Step) => {
    steps.push(step);
    know(step.wire);
  };
  const know = (wire: number) => {
    known.add(wire);
    queue.push(...system.uses[wire]!);
    for (const step of waiting.get(wire) ?? []) learn(step);
  };
  for (const wire of inputs) know(wire);
  for (let next = 0; next < queue.length; next++) {
    const constraint = system.constraints[queue[next]!]!;
    const unknown = unknownWire(constraint, known);
    if (unknown === undefined || unsuggested.has(unknown)) continue;
    const step = solvedFor(unknown, constraint);
    if (step) learn(step);
  }
  const missing = system.names.find((_, wire) => !known.has(wire));
  if (missing !== undefined) throw new Error(`${missing} follows from no constraint and is no input.`);
  return steps;
}

/** The one wire of a constraint that is not known; undefined if there are none or several. */
function unknownWire({ a, b, c }: { a: Terms; b: Terms; c: Terms }, known: ReadonlySet<number>): number | undefined {
  let found: number | undefined;
  for (const terms of [a, b, c]) {
    for (const [wire] of terms) {
      if (known.has(wire) || wire === found) continue;
      if (found !== undefined) return undefined;
      found = wire;
    }
  }
  return found;
}

/** w = (a·b − the rest of c) / its coefficient in c; undefined if w is a factor as well. */
function solvedFor(wire: number, { a, b, c }: { a: Terms; b: Terms; c: Terms }): Step | undefined {
  if ([...a, ...b].some(([other]) => other === wire)) return undefined;
  const rest = c.filter(([other]) => other !== wire);
  const inverse = inverseOf(c.find(([other]) => other === wire)![1]);
  const compute = (values: readonly bigint[]) => {
    const difference = evaluate(a, values) * evaluate(b, values) - evaluate(rest, values);
    return modulo(difference * inverse);
  };
  const operands = [...a, ...b, ...rest].map(([other]) => other).filter((other) => other !== 0);
  return { wire, operands, compute };
}

/** value^(p−2) mod p. */
function inverseOf(value: bigint): bigint {
  if (value === 1n) return 1n;
  if (value === FIELD_ORDER - 1n) return value;
  let result = 1n;
  let power = value;
  for (let exponent = FIELD_ORDER - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * power) % FIELD_ORDER;
    power = (power * power) % FIELD_ORDER;
  }
  return result;
}
