// SPDX-License-Identifier: MIT
import { Field } from "@noble/curves/abstract/modular.js";
import { grainGenConstants } from "@noble/curves/abstract/poseidon.js";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { assertFieldElement, FIELD_ORDER } from "./field.ts";
import { permutationOf } from "./permutation.ts";

const FULL_ROUNDS = 8;

/**
 * Partial rounds by the number of inputs, from one to sixteen: those of circomlib's `poseidon.circom`, which rounds the
 * figures of the Poseidon paper (eprint 2019/458, tables 2 and 8) up.
 */
const PARTIAL_ROUNDS = [56, 57, 56, 60, 60, 63, 64, 63, 60, 66, 60, 65, 70, 60, 64, 68];

const permutations = new Map<number, ReturnType<typeof permutationOf>>();

/** Generating the constants of the widest permutation takes about 60 ms, so each is kept. */
function permutationOfWidth(width: number): ReturnType<typeof permutationOf> {
  let permutation = permutations.get(width);
  if (!permutation) {
    const roundsPartial = PARTIAL_ROUNDS[width - 2];
    if (roundsPartial === undefined) {
      throw new InvalidValueError({
        subject: "The number of inputs of Poseidon",
        value: width - 1,
        expected: "1 to 16",
      });
    }
    const options = { Fp: Field(FIELD_ORDER), t: width, roundsFull: FULL_ROUNDS, roundsPartial };
    permutation = permutationOf({ ...options, ...grainGenConstants(options) });
    permutations.set(width, permutation);
  }
  return permutation;
}

/**
 * circomlib's `PoseidonEx(inputs.length, 1)`: one application of the permutation.
 *
 * @param initialState - the capacity element before
 * @param inputs - one to sixteen field elements
 * @returns the capacity element after
 * @throws {@link InvalidValueError} if an element is not below p or there are too few or too many
 */
export function poseidonEx(initialState: bigint, inputs: readonly bigint[]): bigint {
  assertFieldElement("The initial state of Poseidon", initialState);
  for (const [i, input] of inputs.entries()) assertFieldElement(`Input ${i} of Poseidon`, input);
  return permutationOfWidth(inputs.length + 1)([initialState, ...inputs])[0]!;
}

/**
 * circomlib's `Poseidon(inputs.length)`.
 *
 * @param inputs - one to sixteen field elements
 * @throws {@link InvalidValueError} if an element is not below p or there are too few or too many
 * @example
 * poseidon([1n, 2n]); // 7853200120776062878684798364095072458815029376092732009249414926327459813530n
 */
export function poseidon(inputs: readonly bigint[]): bigint {
  return poseidonEx(0n, inputs);
}
