// SPDX-License-Identifier: GPL-3.0-or-later

// The part of snarkjs that only the tests of the setup use; the rest is declared where the SDK proves.
declare module "snarkjs" {
  export const zKey: {
    /** The file of a setup without contributions: delta is 1. Returns −1 if the powers do not suffice. */
    newZKey(r1cs: string, powersOfTau: string, zkey: string): Promise<Uint8Array | -1>;
    exportVerificationKey(zkey: string): Promise<object>;
  };
}
