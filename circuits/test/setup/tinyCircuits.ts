// SPDX-License-Identifier: GPL-3.0-or-later
import { relative } from "node:path";
import { REPOSITORY } from "../../generator/index.ts";
import { createTestFolder } from "../support/folder.ts";

/**
 * A circuit of a few constraints with what a key can meet: an output, a public input that no constraint uses, a private one,
 * coefficients other than 1, and wires that only one of the matrices holds.
 *
 * @param rounds - about its constraints
 */
export function tinyCircuit(rounds: number): { name: string; main: string } {
  const main = `pragma circom 2.2.0;

template Tiny(rounds) {
    signal input secret;
    signal input idle;
    signal input shown;
    signal output result;

    signal states[rounds + 1];
    states[0] <== secret * shown;
    for (var i = 0; i < rounds; i++) {
        states[i + 1] <== (states[i] + 3 * secret - 5) * (7 * states[i] + i);
    }
    result <== states[rounds] * states[rounds] - shown;
}

component main {public [idle, shown]} = Tiny(${rounds});
`;
  return { name: `tiny.${rounds}`, main };
}

/** The result of {@link tinyCircuit}. */
export function tinyResult(rounds: number, inputs: { secret: bigint; shown: bigint }, modulus: bigint): bigint {
  let state = inputs.secret * inputs.shown;
  for (let i = 0; i < rounds; i++) {
    state = ((state + 3n * inputs.secret - 5n) * (7n * state + BigInt(i))) % modulus;
  }
  return (((state * state - inputs.shown) % modulus) + modulus) % modulus;
}

/** A new folder for builds, where circom can see it, relative to the repository. */
export function createBuildFolder(): string {
  return relative(REPOSITORY, createTestFolder());
}
