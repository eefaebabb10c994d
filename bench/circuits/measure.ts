// SPDX-License-Identifier: MIT
import { execFile } from "node:child_process";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { artifactFiles, type CircuitArtifacts, type CircuitInputs } from "@commonweight/sdk/proving";

/** What a proof took, with snarkjs. */
export interface Measurement {
  witnessSeconds: number;
  proveSeconds: number;
  verifySeconds: number;
  /** Of the whole process, the runtime included. */
  peakMegabytes: number;
}

/** A circuit to be proven, and inputs of which its statement is true. */
export interface Subject {
  artifacts: CircuitArtifacts;
  inputs: CircuitInputs["inputs"];
}

/** Proofs of every circuit, of which the median counts, unless a caller wants fewer. */
const RUNS = 3;

/**
 * Proves circuits one after the other, round by round, so that whatever else the machine does falls on all of them.
 *
 * @returns the medians, in the order of the circuits
 */
export async function measure(subjects: readonly Subject[], runs = RUNS): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), "commonweight-bench-"));
  try {
    const rounds: Measurement[][] = [];
    const paths = subjects.map((_, i) => join(folder, `${i}.json`));
    for (const [i, { inputs }] of subjects.entries()) await writeFile(paths[i]!, toJson(inputs));
    for (let run = 0; run < runs; run++) {
      const round: Measurement[] = [];
      for (const [i, { artifacts }] of subjects.entries()) round.push(await proveOnce(artifacts, paths[i]!));
      rounds.push(round);
    }
    return subjects.map((_, i) => medians(rounds.map((round) => round[i]!)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function proveOnce({ wasm, zkey }: CircuitArtifacts, inputs: string): Promise<Measurement> {
  const script = join(import.meta.dirname, "proveOnce.ts");
  const parameters = [...process.execArgv, script, wasm, zkey, verifyingKeyOf(zkey), inputs];
  const { stdout } = await promisify(execFile)(process.execPath, parameters);
  return JSON.parse(stdout) as Measurement;
}

/** Bytes of the keys of a circuit. */
export async function keySizes({ zkey }: CircuitArtifacts): Promise<{ zkeyBytes: number; verifyingKeyBytes: number }> {
  const [{ size: zkeyBytes }, { size: verifyingKeyBytes }] = await Promise.all([
    stat(zkey),
    stat(verifyingKeyOf(zkey)),
  ]);
  return { zkeyBytes, verifyingKeyBytes };
}

const verifyingKeyOf = (zkey: string): string => join(dirname(zkey), artifactFiles.verifyingKey);

function toJson(inputs: CircuitInputs["inputs"]): string {
  return JSON.stringify(inputs, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
}

function medians(measurements: readonly Measurement[]): Measurement {
  const median = (key: keyof Measurement): number => {
    const sorted = measurements.map((measurement) => measurement[key]).sort((a, b) => a - b);
    return Math.round(sorted[Math.floor(sorted.length / 2)]! * 1000) / 1000;
  };
  return {
    witnessSeconds: median("witnessSeconds"),
    proveSeconds: median("proveSeconds"),
    verifySeconds: median("verifySeconds"),
    peakMegabytes: Math.round(median("peakMegabytes")),
  };
}
