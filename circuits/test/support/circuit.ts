// SPDX-License-Identifier: GPL-3.0-or-later

// A circuit under test, compiled twice: as it is proven (--O2), for verdicts, and with every signal on a wire of its own
// (--O0), for forgers.
import { spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { SignalValue } from "@commonweight/sdk/proving";
import { REPOSITORY } from "../../generator/index.ts";
import { type Calculator, loadCalculator } from "./calculator.ts";
import { createTestFolder } from "./folder.ts";
import { Forger } from "./forger.ts";
import { broken, readSystem, type System } from "./system.ts";

// Mutants of the templates lie elsewhere, see circuits/mutants.
const SOURCES = process.env.CIRCUITS_SOURCE ?? "circuits/src";

/** Values of input signals by name. */
export type Inputs = Record<string, SignalValue>;

export interface TestCircuit {
  /** Its circom text. */
  main: string;
  /** The system that is proven. */
  proven: System;
  /** The same statement before simplification. */
  transparent: System;
  /** Of every wire of the proven system, that of the transparent one. */
  projection: readonly number[];
  /** The other way round, where there is one. */
  provenWires: ReadonlyMap<number, number>;
  /** circom's witness generator: throws where an honest prover would notice. */
  calculate: Calculator;
  forger: Forger;
}

/** A witness of the transparent system, and what each system has to say about it. */
export interface Verdict {
  /** Indices of constraints of the proven system that are broken; none: the verifier would accept. */
  rejections: number[];
  /** Indices of constraints of the transparent system that are broken, which tells what stops a forgery. */
  objections: number[];
}

/** An include and a main component, for a template alone. */
export function mainOf(path: string, call: string, publicInputs: readonly string[] = []): string {
  const list = publicInputs.length > 0 ? ` {public [${publicInputs.join(", ")}]}` : "";
  return `pragma circom 2.2.0;\ninclude "circuits/src/${path}";\ncomponent main${list} = ${call};\n`;
}

/**
 * Compiles a circuit, in a folder that is removed again.
 *
 * @param main - circom text with includes relative to the repository
 * @param claims - public inputs that the circuit only compares with what it computes
 */
export async function compile(main: string, claims: readonly string[] = []): Promise<TestCircuit> {
  const folder = createTestFolder();
  try {
    await Promise.all([
      runCircom(folder, "proven", main, ["--O2", "--r1cs", "--sym", "--wasm"]),
      runCircom(folder, "transparent", main, ["--O0", "--r1cs", "--sym"]),
    ]);
    const proven = readSystem(folder, "proven");
    const transparent = readSystem(folder, "transparent");
    const calculate = await loadCalculator(join(folder, "proven_js", "proven.wasm"));
    const projection = proven.names.map((name, wire) => (wire === 0 ? 0 : transparent.wireOf.get(name)!));
    const provenWires = new Map(projection.map((wire, provenWire) => [wire, provenWire]));
    return { main, proven, transparent, projection, provenWires, calculate, forger: new Forger(transparent, claims) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** circom's witness generator of a circuit as it is proven, and nothing else of it. */
export async function compileCalculator(main: string): Promise<Calculator> {
  const folder = createTestFolder();
  try {
    await runCircom(folder, "proven", main, ["--O2", "--wasm"]);
    return await loadCalculator(join(folder, "proven_js", "proven.wasm"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function runCircom(folder: string, name: string, main: string, flags: readonly string[]): Promise<void> {
  const file = `${name}.circom`;
  writeFileSync(join(folder, file), main.replaceAll('include "circuits/src/', `include "${SOURCES}/`));
  const out = relative(REPOSITORY, folder);
  const cli = join(REPOSITORY, "node_modules", "circom2", "cli.js");
  const parameters = [cli, join(out, file), ...flags, "-l", ".", "-l", "node_modules", "-o", out];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, parameters, { cwd: REPOSITORY, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (data) => (output += data));
    child.stderr.on("data", (data) => (output += data));
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve() : reject(new Error(`circom ended with ${code}:\n${output}`))));
  });
}

/**
 * Judges a witness of the transparent system, by every constraint of both systems.
 *
 * @param changed - wires in which it differs from a witness that breaks nothing: constraints on others hold as they did
 */
export function judge(circuit: TestCircuit, values: readonly bigint[], changed?: ReadonlySet<number>): Verdict {
  const { proven, transparent } = circuit;
  const projected = project(circuit, values);
  return {
    rejections: broken(proven, projected, changed ? touched(circuit, changed) : proven.constraints.keys()),
    objections: broken(transparent, values, changed ? usesOf(transparent, changed) : transparent.constraints.keys()),
  };
}

/** Constraints of the proven system on wires of the transparent one. */
export function touched({ proven, provenWires }: TestCircuit, wires: ReadonlySet<number>): Set<number> {
  return usesOf(
    proven,
    [...wires].flatMap((wire) => provenWires.get(wire) ?? []),
  );
}

function usesOf({ uses }: System, wires: Iterable<number>): Set<number> {
  return new Set([...wires].flatMap((wire) => uses[wire]!));
}

/** The values that the wires of the proven system have in a witness of the transparent one. */
export function project({ projection }: TestCircuit, values: readonly bigint[]): bigint[] {
  return projection.map((wire) => values[wire]!);
}
