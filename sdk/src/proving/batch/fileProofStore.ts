// SPDX-License-Identifier: MIT
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Hex } from "viem";
import { InvalidFileError } from "../../errors/InvalidFileError.ts";
import { writeFileAtomic } from "../../utils/files.ts";
import { type ProofStore, readProof, writeProof } from "./proofStore.ts";

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
