// SPDX-License-Identifier: GPL-3.0-or-later
import { createHash } from "node:crypto";
import { FIELD_ORDER } from "@commonweight/sdk/proving";

/** The secrets of a Groth16 setup. Whoever knows them can prove anything. */
export interface ToxicWaste {
  tau: bigint;
  alpha: bigint;
  beta: bigint;
  delta: bigint;
}

const SEED = "commonweight development key: worthless";

/**
 * The secrets of every development key: public, fixed and shared by all circuits. So all development keys have the same
 * alpha in G1, by which `isDevelopmentKey` of the SDK knows them, and which nobody can change without making a key anew.
 */
export const DEVELOPMENT_WASTE: ToxicWaste = {
  tau: secret("tau"),
  alpha: secret("alpha"),
  beta: secret("beta"),
  delta: secret("delta"),
};

function secret(name: keyof ToxicWaste): bigint {
  return BigInt(`0x${createHash("sha512").update(`${SEED}: ${name}`).digest("hex")}`) % FIELD_ORDER;
}
