// SPDX-License-Identifier: GPL-3.0-or-later

// Groth16 proving keys in seconds, from published secrets.
//
// An honest setup knows only the points tau^i·G, and must make each point of the key as a long sum of them. Who knows the
// secrets computes the discrete logarithms of the key in the field, and multiplies each generator once a point. The result is,
// byte for byte, what `snarkjs groth16 setup` makes of a powers-of-tau file with the same secrets whose power is above the
// circuit's, but for delta, which is 1 there, and for the circuit hash at the end of the file, which is the mark here.
import { rm } from "node:fs/promises";
import { FIELD_ORDER, type SnarkjsVerifyingKey } from "@commonweight/sdk/proving";
import { createSections, type SectionWriter, uint32 } from "./binaryFile.ts";
import {
  BASE_FIELD_ORDER,
  type CurveMemory,
  FIELD_BYTES,
  type GroupName,
  POINT_BYTES,
  toLittleEndian,
  toScalars,
} from "./bn254.ts";
import { type KeyArithmetic, type KeyScalars, startKeyArithmetic } from "./keyScalars.ts";
import { type GroupScalars, multiplyGenerators } from "./multiply.ts";
import { domainPower, forEachTerm, publicSignals, type R1cs } from "./r1cs.ts";
import { DEVELOPMENT_WASTE, developmentDelta } from "./toxicWaste.ts";

/** The 64 bytes that a development key carries instead of the hash of its circuit. */
export const DEVELOPMENT_MARK: Uint8Array = Buffer.alloc(64, "commonweight development key: worthless ", "latin1");

/** What {@link makeDevelopmentKey} can be told. */
export interface DevelopmentKeyOptions {
  /** Discrete logarithm of delta, the secret of the second phase; that of `developmentDelta` unless given. */
  delta?: bigint;
  /** Called with the done part of the work, from 0 to 1. */
  onProgress?: (done: number) => void;
}

/**
 * Makes the development key of a constraint system.
 *
 * @param r1cs - the system
 * @param path - where the .zkey file shall be; removed if anything fails
 * @returns the verifying key of the file
 */
export async function makeDevelopmentKey(
  r1cs: R1cs,
  path: string,
  options: DevelopmentKeyOptions = {},
): Promise<SnarkjsVerifyingKey> {
  const waste = { ...DEVELOPMENT_WASTE, delta: options.delta ?? developmentDelta(r1cs) };
  const arithmetic = await startKeyArithmetic(r1cs, waste);
  const scalars = arithmetic.scalars();
  const points = await multiplyParts(
    {
      G1: {
        alpha: toScalars([waste.alpha]),
        beta: toScalars([waste.beta]),
        delta: toScalars([waste.delta]),
        ...scalars,
      },
      G2: { beta: toScalars([waste.beta]), gamma: toScalars([1n]), delta: toScalars([waste.delta]), B: scalars.B },
    },
    options.onProgress,
  );
  try {
    writeZkey(path, r1cs, points, arithmetic);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return toVerifyingKey(arithmetic.curve, points);
}

/** Points of a key, affine and in Montgomery form, by group and part. */
export interface KeyPoints {
  G1: Record<"alpha" | "beta" | "delta" | keyof KeyScalars, Uint8Array>;
  G2: Record<"beta" | "gamma" | "delta" | "B", Uint8Array>;
}

/** Multiplies all parts of a key in one go; what goes in as scalars comes out as points. */
async function multiplyParts(parts: KeyPoints, onProgress?: (done: number) => void): Promise<KeyPoints> {
  const scalars: GroupScalars = {
    G1: Buffer.concat(Object.values(parts.G1)),
    G2: Buffer.concat(Object.values(parts.G2)),
  };
  const points = await multiplyGenerators(scalars, onProgress);
  return { G1: splitLike(parts.G1, points.G1, "G1"), G2: splitLike(parts.G2, points.G2, "G2") };
}

function splitLike<Part extends string>(
  scalars: Record<Part, Uint8Array>,
  points: Uint8Array,
  group: GroupName,
): Record<Part, Uint8Array> {
  const split = { ...scalars };
  let position = 0;
  for (const part in scalars) {
    const end = position + (scalars[part].length / FIELD_BYTES) * POINT_BYTES[group];
    split[part] = points.subarray(position, end);
    position = end;
  }
  return split;
}

// Types of the sections of a .zkey file, in the order in which snarkjs writes them.
const SECTION = { protocol: 1, header: 2, coefficients: 4, IC: 3, H: 9, C: 8, A: 5, B1: 6, B2: 7, contributions: 10 };
const GROTH16 = 1;

function writeZkey(path: string, r1cs: R1cs, points: KeyPoints, arithmetic: KeyArithmetic): void {
  const { G1, G2 } = points;
  const file = createSections(path, { magic: "zkey", version: 1, sections: Object.keys(SECTION).length });
  try {
    writeSection(file, SECTION.protocol, uint32(GROTH16));
    writeSection(
      file,
      SECTION.header,
      uint32(FIELD_BYTES),
      toLittleEndian(BASE_FIELD_ORDER),
      uint32(FIELD_BYTES),
      toLittleEndian(FIELD_ORDER),
      uint32(r1cs.wires),
      uint32(publicSignals(r1cs)),
      uint32(2 ** domainPower(r1cs)),
      ...[G1.alpha, G1.beta, G2.beta, G2.gamma, G1.delta, G2.delta],
    );
    file.section(SECTION.coefficients, (append) => {
      append(uint32(countCoefficients(r1cs)));
      arithmetic.coefficients(append);
    });
    writeSection(file, SECTION.IC, G1.IC);
    writeSection(file, SECTION.H, G1.H);
    writeSection(file, SECTION.C, G1.C);
    writeSection(file, SECTION.A, G1.A);
    writeSection(file, SECTION.B1, G1.B);
    writeSection(file, SECTION.B2, G2.B);
    writeSection(file, SECTION.contributions, DEVELOPMENT_MARK, uint32(0));
  } finally {
    file.close();
  }
}

function writeSection(file: SectionWriter, type: number, ...parts: Uint8Array[]): void {
  file.section(type, (append) => parts.forEach(append));
}

/** Terms of A and B, and one for each of the extra rows. */
function countCoefficients(r1cs: R1cs): number {
  let count = publicSignals(r1cs) + 1;
  forEachTerm(r1cs, (matrix) => {
    if (matrix !== "C") count++;
  });
  return count;
}

function toVerifyingKey(curve: CurveMemory["curve"], { G1, G2 }: KeyPoints): SnarkjsVerifyingKey {
  const g1 = (point: Uint8Array) => {
    const [x, y, z] = curve.G1.toObject(point);
    return [String(x), String(y), String(z)] as [string, string, string];
  };
  const g2 = (point: Uint8Array) =>
    curve.G2.toObject(point).map(([a, b]) => [String(a), String(b)]) as SnarkjsVerifyingKey["vk_beta_2"];
  const ic = Array.from({ length: G1.IC.length / POINT_BYTES.G1 }, (_, i) =>
    g1(G1.IC.subarray(i * POINT_BYTES.G1, (i + 1) * POINT_BYTES.G1)),
  );
  const pairing = curve.Gt.toObject(curve.pairing(G1.alpha, G2.beta));
  return {
    protocol: "groth16",
    curve: "bn128",
    nPublic: ic.length - 1,
    vk_alpha_1: g1(G1.alpha),
    vk_beta_2: g2(G2.beta),
    vk_gamma_2: g2(G2.gamma),
    vk_delta_2: g2(G2.delta),
    vk_alphabeta_12: pairing.map((sixth) => sixth.map((pair) => pair.map(String))),
    IC: ic,
  };
}
