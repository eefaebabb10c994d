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
 * @returns the bytes of a .wtns file
 * @throws {@link InvalidFileError} naming the generator where it is missing, cut short, or no witness generator
 * @throws {@link WitnessInputsError} where the inputs are not those that the generator takes
 * @throws {@link WitnessError} naming the statement where it does not hold of the inputs
 */
export async function calculateWitness(parameters: CalculateWitnessParameters): Promise<Uint8Array> {
  const { circuit, statement, wasm, inputs } = parameters;
  const generator = await readFileBytes(wasm, `the witness generator of ${circuit}`);
  const witness: MemoryWitness = { type: "mem" };
  await wtns.calculate(inputs, generator, witness).catch(async (cause: unknown) => {
    const said = String(cause);
    if (/Assert Failed/.test(said)) throw new WitnessError({ circuit, statement, cause });
    if (inputsMismatch.test(said)) throw new WitnessInputsError({ circuit, wasm, cause });
    await assertWitnessGenerator(wasm, generator, circuit);
    throw new BaseError(`${wasm} failed before it had a witness; expected one of ${circuit}.`, { cause });
  });
  return witness.data!;
}

/** What circom's generators say of inputs that have other names or sizes than their own. */
const inputsMismatch =
  /Signal .*not found|Too many (values|signals)|Not enough values|Not all inputs|array access exceeds the size/;

/** Says what is wrong with a file that failed as a witness generator. Asked only then: it compiles the file once more. */
async function assertWitnessGenerator(wasm: string, bytes: Uint8Array, circuit: string): Promise<void> {
  const expected = `the witness generator of ${circuit}`;
  const module = await WebAssembly.compile(new Uint8Array(bytes)).catch((cause: unknown) => {
    const problem = `${bytes.length} bytes that are no complete WebAssembly; expected ${expected}.`;
    throw new InvalidFileError(wasm, problem, { cause });
  });
  const names = WebAssembly.Module.exports(module).map(({ name }) => name);
  if (!names.includes("getWitnessSize")) {
    const found = names.length === 0 ? "nothing" : names.join(", ");
    throw new InvalidFileError(wasm, `WebAssembly that exports ${found}; expected ${expected}.`);
  }
}
