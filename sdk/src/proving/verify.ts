// SPDX-License-Identifier: MIT
import { bn254 } from "@noble/curves/bn254.js";
import { toG1, toG2 } from "../utils/points.ts";
import type { SnarkjsVerifyingKey } from "./artifacts.ts";
import { type ContractProof, toContractVerifyingKey } from "./calldata.ts";
import { FIELD_ORDER } from "./field.ts";

export interface VerifyProofParameters {
  verifyingKey: SnarkjsVerifyingKey;
  /** In the order of the verifier. */
  publicInputs: readonly bigint[];
  proof: ContractProof;
}

/**
 * Whether the contracts accept a proof. It is not snarkjs that decides: its check takes points outside the subgroup and
 * coordinates above the field's order, which the precompile of the chain refuses. Some 70 milliseconds.
 *
 * @example
 * if (!verifyProof({ verifyingKey, publicInputs, proof })) throw new Error("The proof is of something else.");
 */
export function verifyProof(parameters: VerifyProofParameters): boolean {
  const { publicInputs, proof } = parameters;
  const { alpha, beta, gamma, delta, ic } = toContractVerifyingKey(parameters.verifyingKey);
  if (publicInputs.length + 1 !== ic.length) return false;
  if (publicInputs.some((input) => input < 0n || input >= FIELD_ORDER)) return false;
  try {
    const terms = publicInputs.map((input, i) => toG1(ic[i + 1]!).multiplyUnsafe(input));
    const shown = terms.reduce((sum, term) => sum.add(term), toG1(ic[0]!));
    const product = bn254.pairingBatch([
      { g1: toG1(proof.a).negate(), g2: toG2(proof.b) },
      { g1: toG1(alpha), g2: toG2(beta) },
      { g1: shown, g2: toG2(gamma) },
      { g1: toG1(proof.c), g2: toG2(delta) },
    ]);
    return bn254.fields.Fp12.eql(product, bn254.fields.Fp12.ONE);
  } catch {
    // Points that are none: off the curve, at infinity, outside the subgroup.
    return false;
  }
}
