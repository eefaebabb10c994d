// SPDX-License-Identifier: MIT
import { groth16 } from "snarkjs";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { ProofRejectedError, ProverError, PublicInputMismatchError } from "../errors/proving.ts";
import { assertKeyOfCircuit, type CircuitArtifacts } from "./artifacts.ts";
import { type ContractProof, toContractProof } from "./calldata.ts";
import type { SignalValue } from "./inputs.ts";
import { type StatementName, statements } from "./statements.ts";
import { calculateWitness } from "./witness.ts";

export interface ProveParameters {
  /** Files of the circuit, from `loadArtifacts` or a build. */
  artifacts: CircuitArtifacts;
  /** Every input signal of the circuit by name, see `sealChunkInputs` and its like. */
  inputs: Record<string, SignalValue>;
  /** The public inputs that the verifier will be given, in its order. */
  publicInputs: readonly bigint[];
}

/**
 * Makes a Groth16 proof and verifies it, so that what leaves this function will be accepted on chain for these public inputs.
 * Takes seconds and some hundred megabytes; call {@link terminateProver} once no more proofs follow.
 *
 * @returns the proof as the contracts take it
 * @throws {@link BaseError} where the proving key is missing, cut short, or of another circuit, before anything is computed
 * @throws {@link InvalidFileError} where the witness generator is missing, cut short, or none at all
 * @throws {@link WitnessInputsError} where the inputs are of another circuit than the witness generator
 * @throws {@link WitnessError} naming the statement where it does not hold of the inputs
 * @throws {@link PublicInputMismatchError} where the witness shows other public inputs than expected
 * @throws {@link ProofRejectedError} where the proof does not verify
 * @example
 * const proof = await prove({ artifacts, ...sealChunkInputs({ task, chunk, challenge }) });
 */
export async function prove(parameters: ProveParameters): Promise<ContractProof> {
  const { artifacts, inputs, publicInputs } = parameters;
  const { name: circuit, wasm, zkey, verifyingKey } = artifacts;
  const statement = statementOf(circuit);
  await assertKeyOfCircuit(artifacts);

  const witness = await calculateWitness({ circuit, statement, wasm, inputs });
  const { proof, publicSignals } = await groth16.prove(zkey, witness).catch((cause: unknown) => {
    throw new ProverError({ circuit, zkey, cause });
  });
  assertPublicSignals(circuit, statement, publicSignals, publicInputs);
  if (!(await groth16.verify(verifyingKey, publicSignals, proof))) throw new ProofRejectedError({ circuit, zkey });
  return toContractProof(proof);
}

const statementPrefixes: Record<StatementName, string> = {
  EvaluateModel: "evaluate-model.",
  SealModel: "seal-model.",
  SealChunk: "seal-chunk.",
};

/**
 * The statement that a circuit proves, which its name begins with.
 *
 * @param circuit - for example `seal-chunk.digits-28`
 */
export function statementOf(circuit: string): StatementName {
  for (const [statement, prefix] of Object.entries(statementPrefixes)) {
    if (circuit.startsWith(prefix)) return statement as StatementName;
  }
  const expected = `a name that begins with ${Object.values(statementPrefixes).join(" or ")}`;
  throw new InvalidValueError({ subject: "The circuit", value: circuit, expected });
}

function assertPublicSignals(
  circuit: string,
  statement: StatementName,
  signals: readonly string[],
  publicInputs: readonly bigint[],
): void {
  for (let i = 0; i < Math.max(signals.length, publicInputs.length); i++) {
    const actual = signals[i] === undefined ? undefined : BigInt(signals[i]!);
    const expected = publicInputs[i];
    const input = statements[statement][i] ?? `number ${i}`;
    if (actual !== expected) throw new PublicInputMismatchError({ circuit, input, expected, actual });
  }
}

/**
 * Ends the worker threads that proving started, which would otherwise keep the process alive. The next proof starts them
 * again.
 */
export async function terminateProver(): Promise<void> {
  const { curve_bn128: curve } = globalThis as { curve_bn128?: { terminate(): Promise<void> } | null };
  await curve?.terminate();
}
