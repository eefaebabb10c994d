// SPDX-License-Identifier: GPL-3.0-or-later
import { FIELD_ORDER } from "@commonweight/sdk/proving";
import { type CurveMemory, FIELD_BYTES, startCurve, toLittleEndian, toScalars } from "./bn254.ts";
import { inverse, lagrangeValues } from "./lagrange.ts";
import { domainPower, forEachTerm, MATRICES, type Matrix, publicSignals, type R1cs } from "./r1cs.ts";
import type { ToxicWaste } from "./toxicWaste.ts";

/**
 * The discrete logarithms of a proving key: 32 bytes a scalar, lowest first. With A_s = Σ_c A[c][s]·L_c(tau), B_s and C_s
 * alike, and K_s = beta·A_s + alpha·B_s + C_s:
 */
export interface KeyScalars {
  /** A_s of each wire, with the extra rows that make the public part independent. */
  A: Uint8Array;
  /** B_s of each wire; needed in both groups. */
  B: Uint8Array;
  /** K_s of the constant wire and the public signals (gamma is 1). */
  IC: Uint8Array;
  /** K_s / delta of the private wires. */
  C: Uint8Array;
  /** L_(2i+1)(tau) over the domain of double size, over delta: the form in which snarkjs computes the quotient. */
  H: Uint8Array;
}

/** One coefficient of A or B as a proving key lists it. */
const COEFFICIENT_BYTES = 12 + FIELD_BYTES;

// Coefficients are handed on in pieces, so that a large circuit's need not be in memory at once.
const COEFFICIENTS_A_PIECE = 1 << 15;

/** What the key of one constraint system needs of field arithmetic. */
export interface KeyArithmetic {
  curve: CurveMemory["curve"];
  /** The key's discrete logarithms. */
  scalars(): KeyScalars;
  /**
   * Coefficients of A and B in the order of the constraints, then the extra rows: matrix (0 or 1), row and wire, four bytes
   * each, and value·R², R = 2^256 being the Montgomery factor: the form in which snarkjs reads them.
   */
  coefficients(append: (bytes: Uint8Array) => void): void;
}

/** @param waste - the secrets of the setup; gamma is always 1 */
export async function startKeyArithmetic(r1cs: R1cs, waste: ToxicWaste): Promise<KeyArithmetic> {
  const publics = publicSignals(r1cs);
  const power = domainPower(r1cs);
  const rows = r1cs.constraints + publics + 1;
  const pieceBytes = COEFFICIENTS_A_PIECE * COEFFICIENT_BYTES;
  const memoryNeeded = r1cs.terms.length + (rows + 3 * r1cs.wires + 16) * FIELD_BYTES + pieceBytes + 1024;
  const { curve, functions, allocate, memory } = await startCurve(memoryNeeded);
  const multiply = functions.frm_mul!;
  const add = functions.frm_add!;
  const toMontgomery = functions.frm_toMontgomery!;

  const store = (bytes: Uint8Array): number => {
    const address = allocate(bytes.length);
    memory.set(bytes, address);
    return address;
  };
  const terms = store(r1cs.terms);
  const one = store(toLittleEndian(1n));

  /** All terms of the constraints, then those of the extra rows, which put each public signal into A; `value`: an address. */
  const forEachRowTerm = (visit: (matrix: Matrix, row: number, wire: number, value: number) => void): void => {
    forEachTerm(r1cs, (matrix, row, wire, value) => visit(matrix, row, wire, terms + value));
    for (let wire = 0; wire <= publics; wire++) visit("A", r1cs.constraints + wire, wire, one);
  };

  const rootOfUnity = (exponent: number) => ({
    root: curve.Fr.toObject(curve.Fr.w[exponent]!),
    order: 2 ** exponent,
  });

  const scalars = (): KeyScalars => {
    const wireBytes = r1cs.wires * FIELD_BYTES;
    const product = allocate(FIELD_BYTES);
    // A product of a plain and a Montgomery element is plain: sums stay plain, factors are put in Montgomery form once.
    const factor = (value: bigint): number => {
      const address = store(toLittleEndian(value));
      toMontgomery(address, address);
      return address;
    };
    const accumulate = (value: number, by: number, sum: number): void => {
      multiply(value, by, product);
      add(sum, product, sum);
    };

    const lagrange = store(
      toScalars(lagrangeValues(waste.tau, rootOfUnity(power), { first: 0, step: 1, count: rows })),
    );
    for (let row = 0; row < rows; row++) toMontgomery(lagrange + row * FIELD_BYTES, lagrange + row * FIELD_BYTES);
    const sums = { A: 0, B: 0, C: 0 };
    for (const matrix of MATRICES) sums[matrix] = store(new Uint8Array(wireBytes));
    forEachRowTerm((matrix, row, wire, value) =>
      accumulate(value, lagrange + row * FIELD_BYTES, sums[matrix] + wire * FIELD_BYTES),
    );

    const alpha = factor(waste.alpha);
    const beta = factor(waste.beta);
    const deltaInverse = inverse(waste.delta);
    const overDelta = factor(deltaInverse);
    for (let wire = 0; wire < r1cs.wires; wire++) {
      const offset = wire * FIELD_BYTES;
      accumulate(sums.A + offset, beta, sums.C + offset);
      accumulate(sums.B + offset, alpha, sums.C + offset);
      if (wire > publics) multiply(sums.C + offset, overDelta, sums.C + offset);
    }

    const odd = { first: 1, step: 2, count: 2 ** power };
    const quotient = lagrangeValues(waste.tau, rootOfUnity(power + 1), odd);
    const privateStart = sums.C + (publics + 1) * FIELD_BYTES;
    return {
      A: memory.slice(sums.A, sums.A + wireBytes),
      B: memory.slice(sums.B, sums.B + wireBytes),
      IC: memory.slice(sums.C, privateStart),
      C: memory.slice(privateStart, sums.C + wireBytes),
      H: toScalars(quotient.map((value) => (value * deltaInverse) % FIELD_ORDER)),
    };
  };

  const piece = allocate(pieceBytes);
  const coefficients = (append: (bytes: Uint8Array) => void): void => {
    const view = new DataView(memory.buffer);
    let end = piece;
    const flush = (): void => {
      append(memory.subarray(piece, end));
      end = piece;
    };
    forEachRowTerm((matrix, row, wire, value) => {
      if (matrix === "C") return;
      view.setUint32(end, MATRICES.indexOf(matrix), true);
      view.setUint32(end + 4, row, true);
      view.setUint32(end + 8, wire, true);
      toMontgomery(value, end + 12);
      toMontgomery(end + 12, end + 12);
      end += COEFFICIENT_BYTES;
      if (end === piece + pieceBytes) flush();
    });
    flush();
  };

  return { curve, scalars, coefficients };
}
