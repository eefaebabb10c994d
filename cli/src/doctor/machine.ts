// SPDX-License-Identifier: MIT
import { stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { type Check, fail, ok, warn } from "./check.ts";

const GIB = 2 ** 30;
const OLDEST_NODE = [22, 18] as const;
/** What a store and some proofs need at least. */
const SCARCE_DISK = 0.1 * GIB;
/** Room for the artifacts of several circuits. */
const ROOMY_DISK = 2 * GIB;
const ROOMY_MEMORY = 2 * GIB;

/** What the machine has: handed in, so that a test can have another one. */
export interface Machine {
  nodeVersion: string;
  /** Bytes. */
  freeMemory: number;
  totalMemory: number;
  /** Bytes that are free on the disk of a folder. */
  freeDisk(folder: string): Promise<number>;
}

/** Node, memory, and the disk of a folder. */
export async function checkMachine(machine: Machine, folder: string): Promise<Check[]> {
  return [checkNode(machine.nodeVersion), checkMemory(machine), checkDisk(folder, await machine.freeDisk(folder))];
}

function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  const isNew = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  if (isNew) return ok("Node", version);
  return fail("Node", version, `Install Node ${OLDEST_NODE.join(".")} or later.`);
}

function checkMemory({ freeMemory, totalMemory }: Machine): Check {
  const found = `${gib(freeMemory)} free of ${gib(totalMemory)}`;
  if (freeMemory >= ROOMY_MEMORY) return ok("memory", found);
  return warn(
    "memory",
    found,
    "Proofs of large circuits may not fit: close other programs, and prove with --processes 1.",
  );
}

function checkDisk(folder: string, free: number): Check {
  const found = `${gib(free)} free where ${folder} is`;
  if (free < SCARCE_DISK) return fail("disk", found, "Make room: secrets that cannot be written are not committed to.");
  if (free < ROOMY_DISK) return warn("disk", found, "Make room for artifacts and proofs.");
  return ok("disk", found);
}

function gib(bytes: number): string {
  return `${(bytes / GIB).toFixed(1)} GiB`;
}

/** Bytes free on the disk of a folder, which need not be there yet. */
export async function freeDisk(folder: string): Promise<number> {
  let present = folder;
  while (!(await stat(present).catch(() => undefined)) && dirname(present) !== present) present = dirname(present);
  const { bavail, bsize } = await statfs(present);
  return bavail * bsize;
}
