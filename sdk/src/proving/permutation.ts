// SPDX-License-Identifier: MIT
import { FIELD_ORDER } from "./field.ts";

/** Of a Poseidon permutation; field elements in [0, p). */
export interface PermutationConstants {
  /** [rounds][width], added before the S-boxes. */
  roundConstants: readonly (readonly bigint[])[];
  /** [width][width] */
  mds: readonly (readonly bigint[])[];
  /** Rounds with an S-box on every element, half of them before and half after the partial ones. */
  roundsFull: number;
  /** Rounds with an S-box on the first element only. */
  roundsPartial: number;
}

/**
 * A Poseidon permutation with x^5, computed with few multiplications. Between two S-boxes of partial rounds everything is linear, so
 * the first element of round k is a fixed linear function of the state before them and of what the S-boxes so far have changed:
 * with δ_i = x_i^5 − x_i, the state after k rounds is M^k·s + Σ_i M^(k−i)·e₀·δ_i and a constant. So 68 rounds of width 17 take about 5,000
 * products, not 20,000, and are reduced once a sum.
 *
 * @returns a function from a state to a state
 */
export function permutationOf(constants: PermutationConstants): (state: readonly bigint[]) => bigint[] {
  const { roundConstants, mds, roundsFull, roundsPartial } = constants;
  const half = roundsFull / 2;
  const partial = linearParts(mds, roundConstants.slice(half, half + roundsPartial));
  return (state) => {
    let current = state;
    for (let round = 0; round < half; round++) current = fullRound(current, roundConstants[round]!, mds);
    current = partialRounds(current, partial);
    for (let round = half + roundsPartial; round < roundConstants.length; round++) {
      current = fullRound(current, roundConstants[round]!, mds);
    }
    return [...current];
  };
}

/** What partial rounds are linear in. */
interface LinearParts {
  /** [rounds][width]: row 0 of M^k. */
  rows: bigint[][];
  /** [rounds]: what round constants up to round k add to its first element. */
  offsets: bigint[];
  /** [rounds]: column 0 of M^(k+1), which is where a change of the first element goes in k + 1 rounds. */
  columns: bigint[][];
  /** [width][width]: M^rounds. */
  power: bigint[][];
  /** [width]: what all round constants add in the end. */
  offset: bigint[];
}

function linearParts(mds: readonly (readonly bigint[])[], roundConstants: readonly (readonly bigint[])[]): LinearParts {
  const rows: bigint[][] = [];
  const offsets: bigint[] = [];
  const columns: bigint[][] = [];
  let power = mds.map((_, i) => mds.map((_, j): bigint => (i === j ? 1n : 0n)));
  let offset = mds.map(() => 0n);
  for (const constants of roundConstants) {
    const before = offset.map((value, i) => value + constants[i]!);
    rows.push(power[0]!);
    offsets.push(before[0]! % FIELD_ORDER);
    offset = mds.map((row) => dot(row, before));
    const columnsOfPower = power.map((_, j) => power.map((row) => row[j]!));
    power = mds.map((row) => columnsOfPower.map((column) => dot(row, column)));
    columns.push(power.map((row) => row[0]!));
  }
  return { rows, offsets, columns, power, offset };
}

function partialRounds(state: readonly bigint[], { rows, offsets, columns, power, offset }: LinearParts): bigint[] {
  const deltas: bigint[] = [];
  for (const [k, row] of rows.entries()) {
    let x = offsets[k]!;
    for (let j = 0; j < state.length; j++) x += row[j]! * state[j]!;
    for (let i = 0; i < k; i++) x += columns[k - i - 1]![0]! * deltas[i]!;
    x %= FIELD_ORDER;
    deltas.push(fifth(x) - x);
  }
  return power.map((row, i) => {
    let sum = offset[i]!;
    for (let j = 0; j < state.length; j++) sum += row[j]! * state[j]!;
    for (const [k, delta] of deltas.entries()) sum += columns[deltas.length - k - 1]![i]! * delta;
    const rest = sum % FIELD_ORDER;
    return rest < 0n ? rest + FIELD_ORDER : rest;
  });
}

function fullRound(
  state: readonly bigint[],
  constants: readonly bigint[],
  mds: readonly (readonly bigint[])[],
): bigint[] {
  const boxed = state.map((value, i) => fifth(value + constants[i]!));
  return mds.map((row) => dot(row, boxed));
}

/** x^5, for x of any sign. */
function fifth(x: bigint): bigint {
  const square = (x * x) % FIELD_ORDER;
  return (((square * square) % FIELD_ORDER) * x) % FIELD_ORDER;
}

function dot(a: readonly bigint[], b: readonly bigint[]): bigint {
  let sum = 0n;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum % FIELD_ORDER;
}
