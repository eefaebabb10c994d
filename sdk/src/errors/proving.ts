// SPDX-License-Identifier: MIT
import type { ContractProof } from "../proving/calldata.ts";
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

/** Thrown when a proof does not verify under the circuit's key for the public inputs. It is not sent. */
export class ProofRejectedError extends BaseError {
  readonly circuit: string;
  /** What made the proof. */
  readonly backend: string;

  constructor(parameters: { circuit: string; zkey: string; backend: string }) {
    const { circuit, zkey, backend } = parameters;
    super(`The proof made for ${circuit} does not verify under its own key.`, {
      name: "ProofRejectedError",
      metaMessages: [
        `Proving key: ${zkey}`,
        `Made by: ${backend}`,
        "Expected: an honest prover, and a proving key whose every section is of the verifying key's setup.",
      ],
    });
    this.circuit = circuit;
    this.backend = backend;
  }
}

/** Thrown when a program that shall prove does not start: it is missing, or this user may not run it. */
export class ProverStartError extends BaseError {
  readonly circuit: string;
  readonly command: string;

  constructor(parameters: { circuit: string; command: string; problem: string }) {
    const { circuit, command, problem } = parameters;
    super(`The prover ${command} of ${circuit} does not run; expected a program with the command line of rapidsnark.`, {
      name: "ProverStartError",
      details: problem,
    });
    this.circuit = circuit;
    this.command = command;
  }
}

/** Thrown when a program that shall prove fails or is killed. Its last output is in the details. */
export class ProverExitError extends BaseError {
  readonly circuit: string;
  readonly command: string;
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;

  constructor(parameters: {
    circuit: string;
    command: string;
    code: number | null;
    signal: NodeJS.Signals | null;
    output: string;
  }) {
    const { circuit, command, code, signal, output } = parameters;
    const end = signal === null ? `ended with ${code}` : `was killed by ${signal}`;
    super(`The prover ${command} of ${circuit} ${end}; expected it to end with 0.`, {
      name: "ProverExitError",
      details: output === "" ? undefined : output,
    });
    this.circuit = circuit;
    this.command = command;
    this.code = code;
    this.signal = signal;
  }
}

/** Thrown when a program that shall prove takes longer than it may. It was killed. */
export class ProverTimeoutError extends BaseError {
  readonly circuit: string;
  readonly command: string;
  readonly timeoutMs: number;

  constructor(parameters: { circuit: string; command: string; timeoutMs: number; output: string }) {
    const { circuit, command, timeoutMs, output } = parameters;
    super(`The prover ${command} of ${circuit} was not done; expected its proof within ${timeoutMs} ms.`, {
      name: "ProverTimeoutError",
      details: output === "" ? undefined : output,
    });
    this.circuit = circuit;
    this.command = command;
    this.timeoutMs = timeoutMs;
  }
}

/** Thrown when what a prover hands back is no proof at all. */
export class ProverOutputError extends BaseError {
  readonly circuit: string;
  readonly backend: string;

  /** @param parameters - `problem`: what the prover did, as the end of a sentence that begins with its name */
  constructor(parameters: {
    circuit: string;
    backend: string;
    problem: string;
    expected: string;
    details?: string | undefined;
    cause?: unknown;
  }) {
    const { circuit, backend, problem, expected, details, cause } = parameters;
    super(`The prover ${backend} of ${circuit} ${problem}; expected ${expected}.`, {
      name: "ProverOutputError",
      cause,
      details: details === "" ? undefined : details,
    });
    this.circuit = circuit;
    this.backend = backend;
  }
}

/** Thrown when a process that proves ends before its proof is made, twice for the same job. */
export class ProofProcessError extends BaseError {
  /** Of the job that it was proving. */
  readonly id: string;

  constructor(parameters: { id: string; code: number | null; signal: NodeJS.Signals | null; output: string }) {
    const { id, code, signal, output } = parameters;
    const end = signal === null ? `ended with ${code}` : `was killed by ${signal}`;
    super(`The process that proved ${id} ${end}; expected it to live until the proof is made.`, {
      name: "ProofProcessError",
      details: output === "" ? undefined : output,
    });
    this.id = id;
  }
}

/** Thrown after all jobs were tried, where some have no proof. Those that have are in it. */
export class ProofJobsFailedError extends BaseError {
  /** Why, by job; the first of them is the cause. */
  readonly failures: ReadonlyMap<string, Error>;
  /** Proofs that were made, by job. */
  readonly proofs: ReadonlyMap<string, ContractProof>;

  constructor(parameters: { failures: ReadonlyMap<string, Error>; proofs: ReadonlyMap<string, ContractProof> }) {
    const { failures, proofs } = parameters;
    const total = failures.size + proofs.size;
    super(`${failures.size} of ${total} proofs could not be made; expected all.`, {
      name: "ProofJobsFailedError",
      cause: failures.values().next().value,
      metaMessages: [...failures].map(
        ([id, error]) => `${id}: ${error instanceof BaseError ? error.shortMessage : error.message}`,
      ),
    });
    this.failures = failures;
    this.proofs = proofs;
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
