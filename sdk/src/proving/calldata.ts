// SPDX-License-Identifier: MIT
import type { Groth16Proof } from "snarkjs";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import type { SnarkjsVerifyingKey } from "./artifacts.ts";
import type { G1Coordinates, G2Coordinates } from "./zkeyHeader.ts";

type ContractG1 = readonly [x: bigint, y: bigint];
/** The imaginary part of a coordinate comes first: the order of the pairing precompile (EIP-197). */
type ContractG2 = readonly [x: readonly [bigint, bigint], y: readonly [bigint, bigint]];

/** A Groth16 proof as the contracts take it. */
export interface ContractProof {
  a: ContractG1;
  b: ContractG2;
  c: ContractG1;
}

/** A Groth16 verifying key as the registry takes it. */
export interface ContractVerifyingKey {
  alpha: ContractG1;
  beta: ContractG2;
  gamma: ContractG2;
  delta: ContractG2;
  /** One point for the constant 1, then one per public input. */
  ic: readonly ContractG1[];
}

/**
 * A proof of snarkjs in the order of the contracts.
 *
 * @throws {@link InvalidValueError} where a point is at infinity, or not in affine coordinates
 */
export function toContractProof(proof: Pick<Groth16Proof, "pi_a" | "pi_b" | "pi_c">): ContractProof {
  return { a: toG1("pi_a", proof.pi_a), b: toG2("pi_b", proof.pi_b), c: toG1("pi_c", proof.pi_c) };
}

/**
 * A verifying key of snarkjs in the order of the contracts.
 *
 * @throws {@link InvalidValueError} where a point is at infinity, or not in affine coordinates
 */
export function toContractVerifyingKey(verifyingKey: SnarkjsVerifyingKey): ContractVerifyingKey {
  return {
    alpha: toG1("vk_alpha_1", verifyingKey.vk_alpha_1),
    beta: toG2("vk_beta_2", verifyingKey.vk_beta_2),
    gamma: toG2("vk_gamma_2", verifyingKey.vk_gamma_2),
    delta: toG2("vk_delta_2", verifyingKey.vk_delta_2),
    ic: verifyingKey.IC.map((point, i) => toG1(`IC[${i}]`, point)),
  };
}

function toG1(subject: string, [x, y, z]: G1Coordinates): ContractG1 {
  assertAffine(subject, z === "1", z);
  return [BigInt(x), BigInt(y)];
}

function toG2(subject: string, [x, y, z]: G2Coordinates): ContractG2 {
  assertAffine(subject, z[0] === "1" && z[1] === "0", z.join(" + i·"));
  return [
    [BigInt(x[1]), BigInt(x[0])],
    [BigInt(y[1]), BigInt(y[0])],
  ];
}

function assertAffine(subject: string, isAffine: boolean, z: string): void {
  if (!isAffine)
    throw new InvalidValueError({ subject: `The third coordinate of ${subject}`, value: z, expected: "1" });
}
