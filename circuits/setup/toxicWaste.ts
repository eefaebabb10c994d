// SPDX-License-Identifier: GPL-3.0-or-later
import { createHash } from "node:crypto";
import { FIELD_ORDER } from "@commonweight/sdk/proving";
import type { R1cs } from "./r1cs.ts";

/** The secrets of a Groth16 setup. Whoever knows them can prove anything. */
export interface ToxicWaste {
  tau: bigint;
  alpha: bigint;
  beta: bigint;
  delta: bigint;
}

const SEED = "commonweight development key: worthless";

/**
 * The secrets that development keys share: public and fixed. So all development keys have the same alpha in G1, by which
 * `isDevelopmentKey` of the SDK knows them wherever a key is found.
 */
export const DEVELOPMENT_WASTE: Readonly<Omit<ToxicWaste, "delta">> = {
  tau: secret("tau"),
  alpha: secret("alpha"),
  beta: secret("beta"),
};

/**
 * The secret delta of a circuit's development key, as public as the others. It follows from the constraints, because nothing
 * else in a verifying key need do so: with one delta for all, circuits that differ in private constraints alone would have
 * the same verifying key, and proofs of the one would pass for proofs of the other.
 */
export function developmentDelta(r1cs: R1cs): bigint {
  const { terms, ...counts } = r1cs;
  const hash = createHash("sha256").update(JSON.stringify(counts)).update(terms).digest("hex");
  return secret(`delta of ${hash}`);
}

function secret(name: string): bigint {
  return BigInt(`0x${createHash("sha512").update(`${SEED}: ${name}`).digest("hex")}`) % FIELD_ORDER;
}
