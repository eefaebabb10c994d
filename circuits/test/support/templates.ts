// SPDX-License-Identifier: GPL-3.0-or-later
import { compile, type Inputs, mainOf, type TestCircuit } from "./circuit.ts";

/** Compiles a template of `circuits/src/training` alone. @param inputs - its input signals, which are public then */
export function compileTraining(template: string, parameters: string, inputs: readonly string[]): Promise<TestCircuit> {
  return compile(mainOf(`training/${template}.circom`, `${template}(${parameters})`, inputs));
}

/** Values of output signals, as circom's witness generator computes them. */
export function outputsOf({ calculate, proven }: TestCircuit, inputs: Inputs, names: readonly string[]): bigint[] {
  const witness = calculate(inputs);
  return names.map((name) => witness[proven.wireOf.get(name)!]!);
}
