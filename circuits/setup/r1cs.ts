// SPDX-License-Identifier: GPL-3.0-or-later
import { BaseError, FIELD_ORDER } from "@commonweight/sdk/proving";
import { readSections } from "./binaryFile.ts";
import { FIELD_BYTES } from "./bn254.ts";

/**
 * A rank-1 constraint system as circom writes it: constraint c says (Σ A[c][s]·w_s)·(Σ B[c][s]·w_s) = Σ C[c][s]·w_s over
 * the wires w. Wire 0 is 1; outputs, then public inputs, then private ones follow.
 */
export interface R1cs {
  wires: number;
  outputs: number;
  publicInputs: number;
  privateInputs: number;
  constraints: number;
  /** What {@link forEachTerm} walks over: for each constraint and each matrix the number of terms, then the terms. */
  terms: Uint8Array;
}

/** The matrices in the order in which a constraint lists them. */
export const MATRICES = ["A", "B", "C"] as const;

export type Matrix = (typeof MATRICES)[number];

const HEADER = 1;
const CONSTRAINTS = 2;
const CUSTOM_GATES = 4;

// After the size of a field element and the prime: offsets of the counts in the header section.
const COUNTS = 4 + FIELD_BYTES;
const HEADER_BYTES = COUNTS + 28;
const TERM_BYTES = 4 + FIELD_BYTES;

/**
 * Reads a constraint system.
 *
 * @param path - an .r1cs file over the scalar field of BN254
 * @throws {@link BaseError} naming the file if it is damaged, over another field, or uses PLONK's custom gates
 */
export function readR1cs(path: string): R1cs {
  const sections = readSections(path, "r1cs");
  const header = sections.get(HEADER);
  const terms = sections.get(CONSTRAINTS);
  if (header === undefined || terms === undefined) {
    throw new BaseError(`${path} has no ${header === undefined ? "header" : "constraints"}.`);
  }
  if (sections.has(CUSTOM_GATES)) {
    throw new BaseError(`${path} uses custom gates; expected a system that Groth16 can prove.`);
  }
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  if (header.byteLength !== HEADER_BYTES || view.getUint32(0, true) !== FIELD_BYTES) {
    throw new BaseError(`${path} has a header of ${header.byteLength} bytes; expected ${HEADER_BYTES}, as for BN254.`);
  }
  const prime = BigInt(`0x${Buffer.from(header.subarray(4, COUNTS)).reverse().toString("hex")}`);
  if (prime !== FIELD_ORDER) {
    throw new BaseError(`${path} is over the field of order ${prime}; expected ${FIELD_ORDER}.`);
  }
  return {
    wires: view.getUint32(COUNTS, true),
    outputs: view.getUint32(COUNTS + 4, true),
    publicInputs: view.getUint32(COUNTS + 8, true),
    privateInputs: view.getUint32(COUNTS + 12, true),
    // Between them: the number of labels, in eight bytes.
    constraints: view.getUint32(COUNTS + 24, true),
    terms,
  };
}

/**
 * Visits the non-zero coefficients, constraint by constraint, and within each the matrices in the order of
 * {@link MATRICES}.
 *
 * @param visit - `value` is the offset in `r1cs.terms` of the coefficient: 32 bytes, lowest first
 */
export function forEachTerm(
  r1cs: R1cs,
  visit: (matrix: Matrix, constraint: number, wire: number, value: number) => void,
): void {
  const view = new DataView(r1cs.terms.buffer, r1cs.terms.byteOffset, r1cs.terms.byteLength);
  let position = 0;
  for (let constraint = 0; constraint < r1cs.constraints; constraint++) {
    for (const matrix of MATRICES) {
      const count = view.getUint32(position, true);
      position += 4;
      for (let i = 0; i < count; i++) {
        visit(matrix, constraint, view.getUint32(position, true), position + 4);
        position += TERM_BYTES;
      }
    }
  }
}

/** Constraints by kind, and the terms of each matrix. */
export interface R1csCounts {
  /** With a product of two sums that both hold wires or constants; the others are linear. */
  nonLinear: number;
  linear: number;
  terms: Record<Matrix, number>;
}

/** Counts what a constraint system is made of. */
export function countR1cs(r1cs: R1cs): R1csCounts {
  const terms = { A: 0, B: 0, C: 0 };
  // One bit a matrix: which of A and B has a term in the constraint.
  const sides = new Uint8Array(r1cs.constraints);
  forEachTerm(r1cs, (matrix, constraint) => {
    terms[matrix]++;
    if (matrix !== "C") sides[constraint]! |= matrix === "A" ? 1 : 2;
  });
  const nonLinear = sides.reduce((sum, side) => sum + (side === 3 ? 1 : 0), 0);
  return { nonLinear, linear: r1cs.constraints - nonLinear, terms };
}

/** Public signals of the system, the constant wire not counted. */
export function publicSignals(r1cs: R1cs): number {
  return r1cs.outputs + r1cs.publicInputs;
}

/**
 * log2 of Groth16's evaluation domain: one row a constraint, and one for each public signal and the constant wire, which
 * keep the public part of the key independent.
 */
export function domainPower(r1cs: R1cs): number {
  return Math.floor(Math.log2(r1cs.constraints + publicSignals(r1cs))) + 1;
}
