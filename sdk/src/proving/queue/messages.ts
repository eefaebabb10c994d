// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { z } from "zod";
import { parseWith } from "../../utils/parse.ts";
import { fromPlainError, type PlainError, toPlainError } from "../batch/plainError.ts";
import { readProof, writeProof } from "../batch/proofStore.ts";
import type { ContractProof } from "../calldata.ts";
import type { CircuitInputs, SignalValue } from "../inputs.ts";

/** What a worker is asked: the inputs, and what the proof shall prove. */
export interface ProofRequestMessage extends CircuitInputs {
  /** What `proofId` says: the worker's artifacts must be of the same verifying key. */
  proof: Hex;
}

/** Bigints are decimal texts in it. */
export function writeRequest(request: ProofRequestMessage): string {
  return JSON.stringify(request, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
}

const integer = z
  .string()
  .regex(/^-?\d+$/)
  .transform(BigInt);
const signal: z.ZodType<SignalValue> = z.lazy(() => z.union([integer, z.array(signal)]));
const requestSchema = z.strictObject({
  proof: z.custom<Hex>((value) => /^0x[0-9a-f]{64}$/.test(String(value))),
  inputs: z.record(z.string(), signal),
  publicInputs: z.array(integer),
});

/** What {@link writeRequest} wrote. */
export function readRequest(text: string): ProofRequestMessage {
  return parseWith<ProofRequestMessage>(requestSchema, JSON.parse(text), "request");
}

/** What a worker answers: the proof, or why there is none. */
export function writeResult(result: { proof: ContractProof } | { error: unknown }): string {
  return "proof" in result ? writeProof(result.proof) : JSON.stringify({ error: toPlainError(result.error) });
}

const errorSchema = z.strictObject({
  error: z.strictObject({
    name: z.string(),
    shortMessage: z.string(),
    metaMessages: z.array(z.string()).optional(),
    docsPath: z.string().optional(),
    details: z.string().optional(),
  }),
});

/**
 * The proof that a worker answers, which is not verified yet.
 *
 * @throws the worker's error where it answers one
 */
export function readResult(text: string): ContractProof {
  const proof = readProof(text);
  if (proof !== undefined) return proof;
  const { error } = parseWith<{ error: PlainError }>(errorSchema, JSON.parse(text), "result");
  throw fromPlainError(error);
}
