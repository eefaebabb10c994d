// SPDX-License-Identifier: MIT
import { InvalidValueError } from "../../errors/InvalidValueError.ts";
import { ProofProcessError } from "../../errors/proving.ts";
import type { BackendSettings, ProverBackend } from "../backends/backend.ts";
import type { ContractProof } from "../calldata.ts";
import { prove } from "../prove.ts";
import type { ProofJob } from "./job.ts";
import { type ProofProcess, startProofProcess } from "./proofProcess.ts";

/** Proves one job at a time, in one place. */
export interface Prover {
  prove(job: ProofJob, signal: AbortSignal | undefined): Promise<ContractProof>;
  /** Ends what it has started. */
  stop(): Promise<void>;
}

/** Proves in this process. */
export function localProver(backend: ProverBackend): Prover {
  return {
    prove: ({ artifacts, inputs, publicInputs }, signal) => prove({ artifacts, inputs, publicInputs, backend, signal }),
    stop: async () => undefined,
  };
}

/** A job whose process has ended that often is given up. */
const ATTEMPTS = 2;

/** Proves in a process of its own, which begins with the first job. If it ends before a proof, another tries once more. */
export function processProver(settings: BackendSettings): Prover {
  let running: ProofProcess | undefined;
  return {
    prove: async (job, signal) => {
      for (let attempt = 1; ; attempt++) {
        signal?.throwIfAborted();
        running ??= startProofProcess(settings);
        try {
          return await running.prove(job, signal);
        } catch (error) {
          if (!(error instanceof ProofProcessError)) throw error;
          running = undefined;
          if (attempt === ATTEMPTS) throw error;
        }
      }
    },
    stop: async () => running?.stop(),
  };
}

/** What makes a backend in another process. */
export function settingsOf({ name, settings }: ProverBackend): BackendSettings {
  if (settings !== undefined) return settings;
  const expected = "one with settings, such as externalBackend, where several processes prove";
  throw new InvalidValueError({ subject: "The backend", value: name, expected });
}
