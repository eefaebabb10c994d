// SPDX-License-Identifier: GPL-3.0-or-later
import { createSections, uint32 } from "../../setup/binaryFile.ts";
import { BASE_FIELD_ORDER, FIELD_BYTES, startCurve, toLittleEndian } from "../../setup/bn254.ts";
import { lagrangeValues, power as powerOf } from "../../setup/lagrange.ts";
import type { ToxicWaste } from "../../setup/toxicWaste.ts";

// Types of the sections of a .ptau file: the powers as they are, and, from 12 on, their Lagrange forms.
const SECTION = { header: 1, tauG1: 2, tauG2: 3, alphaG1: 4, betaG1: 5, betaG2: 6, contributions: 7 };
const LAGRANGE = { tauG1: 12, tauG2: 13, alphaG1: 14, betaG1: 15 };

/**
 * Writes a powers-of-tau file, prepared for the second phase, from known secrets; every point is a scalar multiplication of
 * the curve library, which is slow, and shares no code with the keys that it is compared with.
 *
 * @param path - the file
 * @param power - log2 of the largest domain; circuits must stay below it
 */
export async function writePowersOfTau(path: string, power: number, waste: Omit<ToxicWaste, "delta">): Promise<void> {
  const { curve } = await startCurve(0);
  const g1 = (scalar: bigint) => curve.G1.toAffine(curve.G1.timesScalar(curve.G1.g, scalar));
  const g2 = (scalar: bigint) => curve.G2.toAffine(curve.G2.timesScalar(curve.G2.g, scalar));
  const powers = (count: number) => Array.from({ length: count }, (_, i) => powerOf(waste.tau, BigInt(i)));
  // One basis a domain, from 2^0 to the largest, one after the other.
  const lagrange = Array.from({ length: power + 1 }, (_, exponent) => {
    const domain = { root: curve.Fr.toObject(curve.Fr.w[exponent]!), order: 2 ** exponent };
    return lagrangeValues(waste.tau, domain, { first: 0, step: 1, count: domain.order });
  }).flat();

  const file = createSections(path, { magic: "ptau", version: 1, sections: 11 });
  const write = (type: number, parts: readonly Uint8Array[]) =>
    file.section(type, (append) => {
      for (const part of parts) append(part);
    });
  const size = 2 ** power;
  write(SECTION.header, [uint32(FIELD_BYTES), toLittleEndian(BASE_FIELD_ORDER), uint32(power), uint32(power)]);
  write(SECTION.tauG1, powers(2 * size - 1).map(g1));
  write(SECTION.tauG2, powers(size).map(g2));
  write(
    SECTION.alphaG1,
    powers(size).map((value) => g1(value * waste.alpha)),
  );
  write(
    SECTION.betaG1,
    powers(size).map((value) => g1(value * waste.beta)),
  );
  write(SECTION.betaG2, [g2(waste.beta)]);
  write(SECTION.contributions, [uint32(0)]);
  write(LAGRANGE.tauG1, lagrange.map(g1));
  write(LAGRANGE.tauG2, lagrange.map(g2));
  write(
    LAGRANGE.alphaG1,
    lagrange.map((value) => g1(value * waste.alpha)),
  );
  write(
    LAGRANGE.betaG1,
    lagrange.map((value) => g1(value * waste.beta)),
  );
  file.close();
}
