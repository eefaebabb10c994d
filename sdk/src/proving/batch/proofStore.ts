// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { z } from "zod";
import { definitionId } from "../../utils/canonicalJson.ts";
import type { SnarkjsVerifyingKey } from "../artifacts.ts";
import type { ContractProof } from "../calldata.ts";

/** Keeps proofs by what they prove, so that a run that was killed goes on where it was. Proofs are not secret. */
export interface ProofStore {
  /** What is kept under an id, if it reads as a proof. Who asks has to verify it. */
  load(id: Hex): Promise<ContractProof | undefined>;
  /** Keeps a proof durably, in place of one that was there. */
  save(id: Hex, proof: ContractProof): Promise<void>;
}

/** What a proof proves: the hash of verifying key and public inputs. */
export function proofId(parameters: { verifyingKey: SnarkjsVerifyingKey; publicInputs: readonly bigint[] }): Hex {
  const { verifyingKey, publicInputs } = parameters;
  return definitionId({ verifyingKey, publicInputs: publicInputs.map(String) });
}

/** A proof as JSON: its coordinates as decimal texts. */
export function writeProof(proof: ContractProof): string {
  return JSON.stringify(proof, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
}

const integer = z
  .string()
  .regex(/^\d{1,78}$/)
  .transform(BigInt);
const pair = z.tuple([integer, integer]);
const proofSchema = z.strictObject({ a: pair, b: z.tuple([pair, pair]), c: pair });

/** What {@link writeProof} wrote; undefined for anything else: such a proof is made again. */
export function readProof(text: string): ContractProof | undefined {
  try {
    return proofSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
