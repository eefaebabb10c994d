// SPDX-License-Identifier: MIT
// The part of snarkjs that proving uses; the package ships no types.
declare module "snarkjs" {
  /** A proof in affine coordinates with z = 1, decimal. */
  export interface Groth16Proof {
    pi_a: [string, string, string];
    pi_b: [[string, string], [string, string], [string, string]];
    pi_c: [string, string, string];
    protocol: "groth16";
    curve: "bn128";
  }

  /** A witness that is kept in memory: `data` is filled in by `calculate`. */
  export interface MemoryWitness {
    type: "mem";
    data?: Uint8Array;
  }

  export const wtns: {
    calculate(inputs: Record<string, unknown>, wasm: string | Uint8Array, witness: MemoryWitness): Promise<void>;
  };

  export const groth16: {
    prove(zkey: string, witness: MemoryWitness): Promise<{ proof: Groth16Proof; publicSignals: string[] }>;
    verify(verifyingKey: object, publicSignals: readonly string[], proof: Groth16Proof): Promise<boolean>;
  };
}
