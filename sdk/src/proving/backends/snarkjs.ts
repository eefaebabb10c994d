// SPDX-License-Identifier: MIT
import { groth16 } from "snarkjs";
import { ProverError } from "../../errors/proving.ts";
import type { BackendParameters, BackendResult, ProverBackend } from "./backend.ts";

/**
 * snarkjs in this process, on a thread a core: slower than a native program, and needs nothing but this package. A proof that
 * was begun cannot be interrupted: its threads go on until it is made.
 *
 * @example
 * const proof = await prove({ artifacts, inputs, publicInputs, backend: snarkjsBackend() });
 */
export function snarkjsBackend(): ProverBackend {
  return { name: "snarkjs", prove: proveInProcess, settings: { kind: "snarkjs" } };
}

/** Proofs that are being made, those that nobody waits for any more among them. */
const running = new Set<Promise<unknown>>();

function proveInProcess({ circuit, zkey, witness, signal }: BackendParameters): Promise<BackendResult> {
  const proving = groth16
    .prove(zkey, { type: "mem", data: witness })
    .catch((cause: unknown) => {
      throw new ProverError({ circuit, zkey, cause });
    })
    .finally(() => running.delete(proving));
  running.add(proving);
  return untilAborted(proving, signal);
}

/**
 * Ends the threads that proving started in this process, which would otherwise keep it alive, once the proofs that were begun are
 * made. The next proof starts them again.
 */
export async function terminateProver(): Promise<void> {
  await Promise.allSettled(running);
  const { curve_bn128: curve } = globalThis as { curve_bn128?: { terminate(): Promise<void> } | null };
  await curve?.terminate();
}

/** A promise, or the rejection of a signal if that comes first. */
async function untilAborted<value>(promise: Promise<value>, signal: AbortSignal | undefined): Promise<value> {
  if (signal === undefined) return promise;
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
    // Nobody is left to hear of it.
    promise.catch(() => undefined);
  }
}
