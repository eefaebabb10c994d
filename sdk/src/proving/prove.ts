// SPDX-License-Identifier: MIT
import { z } from "zod";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { ProofRejectedError, ProverOutputError, PublicInputMismatchError } from "../errors/proving.ts";
import { assertKeyOfCircuit, type CircuitArtifacts } from "./artifacts.ts";
import type { BackendResult, ProverBackend } from "./backends/backend.ts";
import { snarkjsBackend } from "./backends/snarkjs.ts";
import { type ContractProof, toContractProof } from "./calldata.ts";
import type { SignalValue } from "./inputs.ts";
import { type StatementName, statements } from "./statements.ts";
import { verifyProof } from "./verify.ts";
import { calculateWitness } from "./witness.ts";

export interface ProveParameters {
  /** Files of the circuit, from `loadArtifacts` or a build. */
  artifacts: CircuitArtifacts;
  /** Every input signal of the circuit by name, see `sealChunkInputs` and its like. */
  inputs: Record<string, SignalValue>;
  /** The public inputs that the verifier will be given, in its order. */
  publicInputs: readonly bigint[];
  /** What makes the proof of the witness; snarkjs in this process unless given. */
  backend?: ProverBackend | undefined;
  /** Gives the proof up; the promise is then rejected with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/**
 * Makes a Groth16 proof and verifies it, so that what leaves this function will be accepted on chain for these public inputs,
 * whatever the backend. Takes seconds and some hundred megabytes; call `terminateProver` once no more proofs follow.
 *
 * @returns the proof as the contracts take it
 * @throws {@link BaseError} where the proving key is missing, cut short, or of another circuit, before anything is computed
 * @throws {@link InvalidFileError} where the witness generator is missing, cut short, or none at all
 * @throws {@link WitnessInputsError} where the inputs are of another circuit than the witness generator
 * @throws {@link WitnessError} naming the statement where it does not hold of the inputs
 * @throws {@link ProverError}, {@link ProverStartError}, {@link ProverExitError}, {@link ProverTimeoutError} where the backend fails
 * @throws {@link ProverOutputError} where what the backend hands back is no proof
 * @throws {@link PublicInputMismatchError} where the proof shows other public inputs than expected
 * @throws {@link ProofRejectedError} where the proof does not verify
 * @example
 * const proof = await prove({ artifacts, ...sealChunkInputs({ task, chunk, challenge }) });
 */
export async function prove(parameters: ProveParameters): Promise<ContractProof> {
  const { artifacts, inputs, publicInputs, backend = snarkjsBackend(), signal } = parameters;
  const { name: circuit, wasm, zkey, verifyingKey } = artifacts;
  const statement = statementOf(circuit);
  await assertKeyOfCircuit(artifacts);
  signal?.throwIfAborted();

  const witness = await calculateWitness({ circuit, statement, wasm, inputs });
  signal?.throwIfAborted();
  const result = parseResult(await backend.prove({ circuit, zkey, witness, signal }), circuit, backend.name);
  assertPublicSignals(circuit, statement, result.publicSignals, publicInputs);
  const proof = toContractProof(result.proof);
  if (!verifyProof({ verifyingKey, publicInputs, proof })) {
    throw new ProofRejectedError({ circuit, zkey, backend: backend.name });
  }
  return proof;
}

const decimal = z.string().regex(/^(0|[1-9]\d{0,77})$/, "a decimal number of at most 78 digits");
const decimalPair = z.tuple([decimal, decimal]);
const affineG1 = z.tuple([decimal, decimal, z.literal("1")]);
const resultSchema = z.object({
  proof: z.object({
    pi_a: affineG1,
    pi_b: z.tuple([decimalPair, decimalPair, z.tuple([z.literal("1"), z.literal("0")])]),
    pi_c: affineG1,
  }),
  publicSignals: z.array(decimal),
});

function parseResult(result: BackendResult, circuit: string, backend: string): z.infer<typeof resultSchema> {
  const parsed = resultSchema.safeParse(result);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  const problem = `handed back no proof: ${path.join(".") || "the result"}: ${message}`;
  throw new ProverOutputError({ circuit, backend, problem, expected: "affine points and public signals in decimal" });
}

const statementPrefixes: Record<StatementName, string> = {
  EvaluateModel: "evaluate-model.",
  SealModel: "seal-model.",
  SealChunk: "seal-chunk.",
  TrainStep: "train-step.",
  InitStep: "init-step.",
  InheritModel: "inherit-model.",
  QuantiseModel: "quantise-model.",
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
