// SPDX-License-Identifier: MIT
import { type MemoryWitness, wtns } from "snarkjs";
import { BaseError } from "../errors/BaseError.ts";
import { InvalidFileError } from "../errors/InvalidFileError.ts";
import { WitnessError, WitnessInputsError } from "../errors/proving.ts";
import { readFileBytes } from "../utils/files.ts";
import type { SignalValue } from "./inputs.ts";

export interface CalculateWitnessParameters {
  /** Name of the circuit, and of the statement that it proves, for messages. */
  circuit: string;
  statement: string;
  /** Path of the witness generator. */
  wasm: string;
  /** Every input signal of the circuit by name. */
  inputs: Record<string, SignalValue>;
}

/**
 * The values of all wires of a circuit, which follow from its inputs.
 *
 * @throws {@link InvalidFileError} naming the generator where it is missing, cut short, or no witness generator
 * @throws {@link WitnessInputsError} where the inputs are not those that the generator takes
 * @throws {@link WitnessError} naming the statement where it does not hold of the inputs
 */
export async function calculateWitness(parameters: CalculateWitnessParameters): Promise<MemoryWitness> {
  const { circuit, statement, wasm, inputs } = parameters;
  const generator = await readWitnessGenerator(wasm, circuit);
  const witness: MemoryWitness = { type: "mem" };
  await wtns.calculate(inputs, generator, witness).catch((cause: unknown) => {
    const said = String(cause);
    if (/Assert Failed/.test(said)) throw new WitnessError({ circuit, statement, cause });
    if (inputsMismatch.test(said)) throw new WitnessInputsError({ circuit, wasm, cause });
    throw new BaseError(`${wasm} failed before it had a witness; expected one of ${circuit}.`, { cause });
  });
  return witness;
}

/** What circom's generators say of inputs that have other names or sizes than their own. */
const inputsMismatch =
  /Signal .*not found|Too many (values|signals)|Not enough values|Not all inputs|array access exceeds the size/;

async function readWitnessGenerator(wasm: string, circuit: string): Promise<Uint8Array> {
  const expected = `the witness generator of ${circuit}`;
  const bytes = await readFileBytes(wasm, expected);
  const module = await WebAssembly.compile(new Uint8Array(bytes)).catch((cause: unknown) => {
    const problem = `${bytes.length} bytes that are no complete WebAssembly; expected ${expected}.`;
    throw new InvalidFileError(wasm, problem, { cause });
  });
  const names = WebAssembly.Module.exports(module).map(({ name }) => name);
  if (!names.includes("getWitnessSize")) {
    const found = names.length === 0 ? "nothing" : names.join(", ");
    throw new InvalidFileError(wasm, `WebAssembly that exports ${found}; expected ${expected}.`);
  }
  return bytes;
}
