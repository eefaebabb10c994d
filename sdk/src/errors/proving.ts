// SPDX-License-Identifier: MIT
import { BaseError } from "./BaseError.ts";

/** Thrown when no witness follows from the inputs: what the statement says is not true of them. */
export class WitnessError extends BaseError {
  /** Name of the circuit, such as `seal-chunk.digits-28`. */
  readonly circuit: string;
  readonly statement: string;

  constructor(parameters: { circuit: string; statement: string; cause: unknown }) {
    const { circuit, statement, cause } = parameters;
    super(`${statement} does not hold of these inputs: the circuit ${circuit} has no witness.`, {
      name: "WitnessError",
      cause,
      metaMessages: ["Expected: inputs that satisfy every constraint, from the function that builds them."],
    });
    this.circuit = circuit;
    this.statement = statement;
  }
}

/** Thrown when inputs have other names or sizes than the witness generator takes: they are not of the same circuit. */
export class WitnessInputsError extends BaseError {
  /** Name of the circuit that was to be proven. */
  readonly circuit: string;
  /** Path of the witness generator. */
  readonly wasm: string;

  constructor(parameters: { circuit: string; wasm: string; cause: unknown }) {
    const { circuit, wasm, cause } = parameters;
    super(`The inputs are of another circuit than the witness generator ${wasm}; expected both of ${circuit}.`, {
      name: "WitnessInputsError",
      cause,
    });
    this.circuit = circuit;
    this.wasm = wasm;
  }
}

/** Thrown when a proof could not be made from a witness: most often key and witness are of different circuits. */
export class ProverError extends BaseError {
  readonly circuit: string;

  constructor(parameters: { circuit: string; zkey: string; cause: unknown }) {
    const { circuit, zkey, cause } = parameters;
    super(`No proof of ${circuit} could be made with the key ${zkey}.`, { name: "ProverError", cause });
    this.circuit = circuit;
  }
}

/** Thrown when a proof shows other public inputs than the caller is about to send. */
export class PublicInputMismatchError extends BaseError {
  readonly circuit: string;
  /** Name of the public input. */
  readonly input: string;
  readonly expected: bigint | undefined;
  readonly actual: bigint | undefined;

  constructor(parameters: {
    circuit: string;
    input: string;
    expected: bigint | undefined;
    actual: bigint | undefined;
  }) {
    const { circuit, input, expected, actual } = parameters;
    super(`The public input ${input} of ${circuit} is ${actual ?? "missing"}; expected ${expected ?? "none"}.`, {
      name: "PublicInputMismatchError",
    });
    this.circuit = circuit;
    this.input = input;
    this.expected = expected;
    this.actual = actual;
  }
}

/** Thrown when a proof that was just made does not verify under the circuit's key. It is not sent. */
export class ProofRejectedError extends BaseError {
  readonly circuit: string;

  constructor(parameters: { circuit: string; zkey: string }) {
    const { circuit, zkey } = parameters;
    super(`The proof made for ${circuit} does not verify under its own key.`, {
      name: "ProofRejectedError",
      metaMessages: [
        `Proving key: ${zkey}`,
        "Expected: a proving key whose every section is of the verifying key's setup.",
      ],
    });
    this.circuit = circuit;
  }
}

/** Thrown when the words of an opened chunk are not those that were sealed. */
export class ChunkWordsMismatchError extends BaseError {
  readonly index: number;

  constructor(parameters: { index: number; what: string; expected: unknown; actual: unknown }) {
    const { index, what, expected, actual } = parameters;
    super(`The words of chunk ${index} have the ${what} ${actual}; expected the sealed ${expected}.`, {
      name: "ChunkWordsMismatchError",
    });
    this.index = index;
  }
}
