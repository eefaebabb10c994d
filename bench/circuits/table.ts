// SPDX-License-Identifier: MIT
import { PEER } from "./peer.ts";
import { aSample, type Count, type Counts, type Proofs, type Proven } from "./results.ts";

interface Line {
  network: string;
  circuit: string;
  /** What is said in place of counts. */
  missing?: string;
  count?: Count;
  /** Part of the peer's constraints a sample. */
  part?: number | undefined;
  proven?: Proven | undefined;
}

const COLUMNS: readonly [heading: string, cell: (line: Line) => string][] = [
  ["network", ({ network }) => network],
  ["circuit", ({ circuit }) => circuit],
  ["samples", ({ count }) => (count ? grouped(count.samples) : "")],
  ["constraints", ({ count, missing }) => (count ? grouped(count.constraints) : (missing ?? ""))],
  ["a sample", ({ count }) => (count ? grouped(aSample(count)) : "")],
  ["to peer's", ({ part }) => (part === undefined ? "" : `1/${(1 / part).toFixed(1)}`)],
  ["proven", ({ proven }) => (proven ? `${proven.samples} samples` : "")],
  ["witness", ({ proven }) => seconds(proven?.witnessSeconds)],
  ["prove", ({ proven }) => seconds(proven?.proveSeconds)],
  ["a sample", ({ proven }) => seconds(proven && proven.proveSeconds / proven.samples)],
  ["verify", ({ proven }) => seconds(proven?.verifySeconds)],
  ["memory", ({ proven }) => (proven ? `${grouped(proven.peakMegabytes)} MB` : "")],
  ["zkey", ({ proven }) => (proven ? `${(proven.zkeyBytes / 1e6).toFixed(1)} MB` : "")],
  ["verifying key", ({ proven }) => (proven ? `${(proven.verifyingKeyBytes / 1e3).toFixed(1)} kB` : "")],
];

/** Columns of words, which stand to the left. */
const WORDS = 2;

/** All results as text in columns: of every network what the peer's circuit costs, and both of ours. */
export function formatResults(counts: Record<string, Counts>, proofs: Record<string, Proofs>): string {
  const lines = Object.entries(counts).flatMap(([network, row]) => linesOf(network, row, proofs[network]));
  const cells = [COLUMNS.map(([heading]) => heading), ...lines.map((line) => COLUMNS.map(([, cell]) => cell(line)))];
  const widths = COLUMNS.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  return cells
    .map((row) => row.map((cell, i) => (i < WORDS ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join("  "))
    .join("\n");
}

function linesOf(network: string, { peer, arithmetic, bound }: Counts, proofs: Proofs | undefined): Line[] {
  const part = (count: Count) => ("missing" in peer ? undefined : aSample(count) / aSample(peer));
  const peerLine: Line =
    "missing" in peer
      ? { network, circuit: PEER, missing: peer.missing }
      : { network, circuit: PEER, count: peer, proven: proofs?.peer };
  return [
    peerLine,
    { network: "", circuit: "ours, arithmetic", count: arithmetic, part: part(arithmetic) },
    { network: "", circuit: "ours, bound", count: bound, part: part(bound), proven: proofs?.bound },
  ];
}

function grouped(value: number): string {
  return value.toLocaleString("en-GB");
}

function seconds(value: number | undefined): string {
  return value === undefined ? "" : `${value.toFixed(2)} s`;
}
