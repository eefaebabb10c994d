// SPDX-License-Identifier: GPL-3.0-or-later
import { countR1cs, domainPower, publicSignals, type R1cs } from "./r1cs.ts";

/** What a circuit costs. */
export interface CircuitCosts {
  constraints: { total: number; nonLinear: number; linear: number };
  wires: number;
  publicInputs: number;
  privateInputs: number;
  /** Non-zero coefficients, which make the size of the key and the time of the witness check. */
  terms: { A: number; B: number; C: number };
  /** Rows of Groth16's evaluation domain: a power of two, on which the time of a proof depends. */
  domain: number;
}

/** The content of `report.json`. */
export interface CircuitReport extends CircuitCosts {
  name: string;
  contentHash: string;
  /** Wall time of each step. */
  seconds: { compile: number; key: number };
  /** The files of the folder, by which a reader knows that they belong together. */
  files: Record<string, { bytes: number; sha256: string }>;
}

/** Counts what a circuit costs. */
export function circuitCosts(r1cs: R1cs): CircuitCosts {
  const { linear, nonLinear, terms } = countR1cs(r1cs);
  return {
    constraints: { total: r1cs.constraints, nonLinear, linear },
    wires: r1cs.wires,
    publicInputs: publicSignals(r1cs),
    privateInputs: r1cs.privateInputs,
    terms,
    domain: 2 ** domainPower(r1cs),
  };
}
