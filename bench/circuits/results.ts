// SPDX-License-Identifier: MIT
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { REPOSITORY } from "@commonweight/circuits";
import { BaseError } from "@commonweight/sdk/proving";
import type { Measurement } from "./measure.ts";
import type { Limits } from "./networks.ts";

/** Constraints of a circuit of so many samples. */
export interface Count {
  samples: number;
  constraints: number;
}

/** The deterministic part of a row. */
export interface Counts {
  /** The library's circuit, of one sample; or why there is none. */
  peer: (Count & { note?: string }) | { missing: string };
  /** Arithmetic and comparison with the labels, nothing bound. */
  arithmetic: Count;
  /** EvaluateModel. */
  bound: Count;
}

/** A circuit that was proven. */
export interface Proven extends Count, Measurement {
  zkeyBytes: number;
  verifyingKeyBytes: number;
}

/** Proofs of a row: seconds and memory are of one machine. */
export interface Proofs {
  bound: Proven;
  /** As many samples as fit the same domain; none where a single one does not, or there is no circuit. */
  peer?: Proven;
}

/** What `bench/peers.json` holds. */
export interface Results {
  peer: string;
  compiler: string;
  counts: Record<string, Counts>;
  /** Where the proofs were made. */
  machine?: string;
  proofs: Record<string, Proofs>;
}

const FILE = "bench/peers.json";

export async function readResults(): Promise<Results | undefined> {
  const text = await readFile(join(REPOSITORY, FILE), "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Results);
}

export async function writeResults(results: Results): Promise<void> {
  await writeFile(join(REPOSITORY, FILE), `${JSON.stringify(results, null, 2)}\n`);
}

/** Constraints a sample, rounded up: a limit that is exceeded by a fraction is exceeded. */
export function aSample({ samples, constraints }: Count): number {
  return Math.ceil(constraints / samples);
}

/** The limits that counts are above, in sentences. */
export function exceededLimits(name: string, { peer, arithmetic, bound }: Counts, limits: Limits): string[] {
  const ofPeer = (part: number | undefined): number | undefined => {
    if (part === undefined) return undefined;
    return "missing" in peer ? 0 : Math.floor(aSample(peer) * part);
  };
  const checks: [what: string, count: Count, limit: number | undefined][] = [
    ["bound", bound, limits.bound],
    ["bound", bound, ofPeer(limits.boundOfPeer)],
    ["arithmetic", arithmetic, limits.arithmetic],
    ["arithmetic", arithmetic, ofPeer(limits.arithmeticOfPeer)],
  ];
  return checks
    .filter(([, count, limit]) => limit !== undefined && aSample(count) > limit)
    .map(
      ([what, count, limit]) => `${name}, ${what}: ${aSample(count)} constraints a sample, expected at most ${limit}`,
    );
}

/** @throws {@link BaseError} naming the networks whose counts are not those of the committed results */
export function assertCounts(counts: Record<string, Counts>, committed: Results | undefined): void {
  const other = Object.keys(counts).filter(
    (name) => JSON.stringify(counts[name]) !== JSON.stringify(committed?.counts[name]),
  );
  if (other.length === 0) return;
  throw new BaseError(`Circuits have other constraints than ${FILE} says; --update writes it.`, {
    metaMessages: other.map(
      (name) => `${name}: ${JSON.stringify(counts[name])}, expected ${JSON.stringify(committed?.counts[name])}`,
    ),
  });
}
