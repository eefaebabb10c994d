// SPDX-License-Identifier: MIT
import { fork } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { InvalidValueError } from "../../errors/InvalidValueError.ts";
import { ProverExitError, ProverOutputError, ProverStartError, ProverTimeoutError } from "../../errors/proving.ts";
import { siblingModule } from "../../utils/siblingModule.ts";
import type { BackendParameters, BackendResult, ProverBackend } from "./backend.ts";
import type { GuardMessage } from "./guard.ts";
import { killProcessGroup, type ProgramOutcome, type ProgramRequest } from "./runProgram.ts";

export interface ExternalBackendParameters {
  /** The program: a path, or a name to be found on the PATH. */
  command: string;
  /** Arguments before the four paths; none unless given. */
  arguments?: readonly string[] | undefined;
  /** After how long a proof is given up, in milliseconds; ten minutes unless given. */
  timeoutMs?: number | undefined;
}

const DEFAULT_TIMEOUT_MS = 600_000;
/** The longest that a timer of Node can wait. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * Any program with the command line of rapidsnark, `prover zkey witness proof public`. It runs without a shell. The witness, which
 * holds the operator's secrets, lies in a new folder that only this user can read, and that is removed whatever happens.
 *
 * @throws {@link InvalidValueError} where the time is not one that a timer can wait
 * @example
 * const backend = externalBackend({ command: "/usr/local/bin/rapidsnark", timeoutMs: 120_000 });
 */
export function externalBackend(parameters: ExternalBackendParameters): ProverBackend {
  const { command, timeoutMs = DEFAULT_TIMEOUT_MS } = parameters;
  if (!(timeoutMs > 0 && timeoutMs <= LONGEST_TIMEOUT_MS)) {
    const expected = `milliseconds, more than 0 and at most ${LONGEST_TIMEOUT_MS}`;
    throw new InvalidValueError({ subject: "The timeoutMs of a prover", value: timeoutMs, expected });
  }
  return {
    name: command,
    settings: { kind: "external", ...parameters },
    prove: async ({ circuit, zkey, witness, signal }) => {
      const request = { command, arguments: parameters.arguments ?? [], zkey: resolve(zkey), witness, timeoutMs };
      const outcome = await runGuarded(request, signal);
      return resultOf(outcome, { circuit, command, timeoutMs });
    },
  };
}

/** Runs a prover under the eyes of a process that cleans up even if this one dies. */
async function runGuarded(request: ProgramRequest, signal: BackendParameters["signal"]): Promise<ProgramOutcome> {
  signal?.throwIfAborted();
  // Of mode 0700: nobody else can enter.
  const folder = await mkdtemp(join(tmpdir(), "commonweight-prover-"));
  try {
    const guard = fork(siblingModule(import.meta.url, "guard"), [folder], {
      execArgv: [],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    const disconnect = (): void => {
      if (guard.connected) guard.disconnect();
    };
    signal?.addEventListener("abort", disconnect, { once: true });
    let prover: number | undefined;
    let outcome: ProgramOutcome | undefined;
    const ended = new Promise<void>((resolveEnd, reject) => {
      guard.on("message", (message: GuardMessage) => {
        if ("started" in message) {
          prover = message.started;
        } else {
          outcome = message.outcome;
          disconnect();
        }
      });
      guard.once("error", reject);
      guard.once("exit", () => resolveEnd());
    });
    guard.send(request, () => undefined);
    await ended.finally(() => signal?.removeEventListener("abort", disconnect));
    signal?.throwIfAborted();
    if (outcome !== undefined) return outcome;
    if (prover !== undefined) killProcessGroup(prover);
    return { end: "not started", problem: "The process that watches over the prover was killed." };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function resultOf(
  outcome: ProgramOutcome,
  run: { circuit: string; command: string; timeoutMs: number },
): BackendResult {
  if (outcome.end === "not started") throw new ProverStartError({ ...run, problem: outcome.problem });
  if (outcome.end === "timed out") throw new ProverTimeoutError({ ...run, output: outcome.output });
  if (outcome.code !== 0) throw new ProverExitError({ ...run, ...outcome });
  const read = (file: "proof" | "publicSignals"): unknown => {
    const { output, files } = outcome;
    const what = file === "proof" ? "the proof" : "the public signals";
    const failure = { circuit: run.circuit, backend: run.command, details: output };
    const text = files[file];
    if (text === undefined) {
      throw new ProverOutputError({
        ...failure,
        problem: `wrote no file of ${what}`,
        expected: "one of less than 1 MiB",
      });
    }
    try {
      return JSON.parse(text);
    } catch (cause) {
      const problem = `wrote ${what} as ${text.length} characters that are no JSON`;
      throw new ProverOutputError({ ...failure, problem, expected: "a whole file as snarkjs writes it", cause });
    }
  };
  return { proof: read("proof"), publicSignals: read("publicSignals") };
}
