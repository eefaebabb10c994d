// SPDX-License-Identifier: MIT
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Hex } from "viem";
import { z } from "zod";
import { InvalidFileError } from "../../errors/InvalidFileError.ts";
import { definitionId } from "../../utils/canonicalJson.ts";
import { writeFileAtomic } from "../../utils/files.ts";
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

/**
 * Keeps proofs as files in a folder, each written in one step.
 *
 * @param folder - is made where it does not exist
 * @example
 * await proveSubmission({ secret, task, chunks, artifacts, processes: 4, proofs: fileProofStore(".commonweight/proofs") });
 */
export function fileProofStore(folder: string): ProofStore {
  const pathOf = (id: Hex): string => join(folder, `${id}.json`);
  return {
    load: async (id) => {
      const path = pathOf(id);
      const text = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
        if (cause.code === "ENOENT") return undefined;
        throw new InvalidFileError(path, "The file cannot be read; expected a proof, or no file.", { cause });
      });
      return text === undefined ? undefined : readProof(text);
    },
    save: (id, proof) => writeFileAtomic(pathOf(id), `${writeProof(proof)}\n`),
  };
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
