// SPDX-License-Identifier: GPL-3.0-or-later
import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { BaseError } from "@commonweight/sdk/proving";
import { FIELD_BYTES, type GroupName, POINT_BYTES } from "./bn254.ts";
import type { MultiplierResult, MultiplierTask } from "./multiplier.ts";

/** Scalars for the generator of each group: 32 bytes each, lowest first. */
export type GroupScalars = Record<GroupName, Uint8Array>;

const GROUPS = ["G1", "G2"] as const;

/** An addition in G2 takes about as long as three in G1. */
const COST = { G1: 1, G2: 3 } as const;

/** A process takes a second to start and to make its tables: fewer scalars are not worth a further one. */
const SCALARS_A_PROCESS = 4096;

/** Which of the scalars, all non-zero, a process multiplies. */
interface Share {
  group: GroupName;
  indices: Uint32Array;
}

/**
 * Multiplies the generators of both groups by scalars, on all cores.
 *
 * @param scalars - zeros, of which keys have many, cost nothing
 * @param onProgress - called with the done part of the work, from 0 to 1
 * @returns affine points in Montgomery form, in the order of the scalars; the point at infinity is all zeros
 * @throws {@link BaseError} if a process fails; the others are stopped
 */
export async function multiplyGenerators(
  scalars: GroupScalars,
  onProgress: (done: number) => void = () => {},
): Promise<GroupScalars> {
  const points = {
    G1: new Uint8Array((scalars.G1.length / FIELD_BYTES) * POINT_BYTES.G1),
    G2: new Uint8Array((scalars.G2.length / FIELD_BYTES) * POINT_BYTES.G2),
  };
  const indices = { G1: nonZeroIndices(scalars.G1), G2: nonZeroIndices(scalars.G2) };
  const work = GROUPS.reduce((sum, group) => sum + indices[group].length * COST[group], 0);
  const processes = Math.max(1, Math.min(availableParallelism(), Math.ceil(work / SCALARS_A_PROCESS)));

  let done = 0;
  const abort = new AbortController();
  const runs = Array.from({ length: processes }, (_, i) => {
    const shares = GROUPS.map((group): Share => {
      const part = (k: number): number => Math.floor((indices[group].length * k) / processes);
      return { group, indices: indices[group].subarray(part(i), part(i + 1)) };
    });
    return runProcess(scalars, shares, abort.signal, (group, index, point) => {
      points[group].set(point, index * POINT_BYTES[group]);
      done += COST[group];
      if (index % 512 === 0) onProgress(done / work);
    });
  });
  try {
    await Promise.all(runs);
  } catch (error) {
    abort.abort();
    await Promise.allSettled(runs);
    throw error;
  }
  return points;
}

function nonZeroIndices(scalars: Uint8Array): Uint32Array {
  const words = new BigUint64Array(scalars.buffer, scalars.byteOffset, scalars.length / 8);
  const indices: number[] = [];
  for (let i = 0; i < words.length; i += 4) {
    if (words[i] !== 0n || words[i + 1] !== 0n || words[i + 2] !== 0n || words[i + 3] !== 0n) indices.push(i / 4);
  }
  return Uint32Array.from(indices);
}

/** Lets one process multiply its shares, and hands on each point with the index of its scalar. */
function runProcess(
  scalars: GroupScalars,
  shares: readonly Share[],
  signal: AbortSignal,
  onPoint: (group: GroupName, index: number, point: Uint8Array) => void,
): Promise<void> {
  const task: MultiplierTask = { G1: new Uint8Array(0), G2: new Uint8Array(0) };
  const remaining: Record<GroupName, Uint32Array> = { G1: new Uint32Array(0), G2: new Uint32Array(0) };
  for (const { group, indices } of shares) {
    task[group] = gather(scalars[group], indices);
    remaining[group] = indices;
  }
  const missing = (): number => remaining.G1.length + remaining.G2.length;
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL("./multiplier.ts", import.meta.url)), [], {
      execArgv: [],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      signal,
    });
    let complaint = "";
    child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      complaint += text;
    });
    child.on("message", ({ group, points }: MultiplierResult) => {
      const size = POINT_BYTES[group];
      const count = points.length / size;
      for (let i = 0; i < count; i++) {
        onPoint(group, remaining[group][i]!, points.subarray(i * size, (i + 1) * size));
      }
      remaining[group] = remaining[group].subarray(count);
      if (missing() > 0) return;
      // The child ends when it is disconnected. Its end is not waited for: Node does not tell of it dependably.
      child.disconnect();
      resolve();
    });
    child.on("error", reject);
    child.on("close", (code, killedBy) => {
      const end = killedBy === null ? `with exit code ${code}` : `by ${killedBy}`;
      reject(
        new BaseError(`A process that multiplies points ended ${end}, ${missing()} points short.`, {
          details: complaint.trim() || undefined,
        }),
      );
    });
    child.send(task);
  });
}

function gather(scalars: Uint8Array, indices: Uint32Array): Uint8Array {
  const gathered = new Uint8Array(indices.length * FIELD_BYTES);
  for (const [i, index] of indices.entries()) {
    gathered.set(scalars.subarray(index * FIELD_BYTES, (index + 1) * FIELD_BYTES), i * FIELD_BYTES);
  }
  return gathered;
}
