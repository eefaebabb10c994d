// SPDX-License-Identifier: GPL-3.0-or-later
import { open, readFile, rm, stat, utimes } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

// A holder touches its lock while it works. A lock that nobody has touched for the second time is of a process that was
// killed, even if another process has its id by now.
const TOUCHED_EVERY_MS = 5_000;
const STALE_AFTER_MS = 60_000;
const ASKED_EVERY_MS = 200;

/**
 * Runs a task that one process at a time should run.
 *
 * The lock saves work and no more: two processes that find the same stale lock in the same instant may both run the task, so
 * its result must take its place in one step.
 *
 * @param path - the lock file; its folder must exist
 * @param task - what to run
 * @param onWait - called once if another process holds the lock
 */
export async function withLock<T>(path: string, task: () => Promise<T>, onWait: () => void = () => {}): Promise<T> {
  for (let asked = 0; !(await take(path)); asked++) {
    if (await removeStaleLock(path)) continue;
    if (asked === 0) onWait();
    await delay(ASKED_EVERY_MS);
  }
  // A lock that was lost, which can only be by a person's hand, cannot be touched; the task may end all the same.
  const touch = (): void => void utimes(path, new Date(), new Date()).catch(() => {});
  const touching = setInterval(touch, TOUCHED_EVERY_MS);
  try {
    return await task();
  } finally {
    clearInterval(touching);
    await rm(path, { force: true });
  }
}

/** Removes a lock whose holder is no more, and says whether it was one. */
export async function removeStaleLock(path: string): Promise<boolean> {
  const stale = await isStale(path);
  if (stale) await rm(path, { force: true });
  return stale;
}

async function take(path: string): Promise<boolean> {
  try {
    const file = await open(path, "wx");
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  }
}

async function isStale(path: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > STALE_AFTER_MS) return true;
    const holder = await readFile(path, "utf8");
    // Empty for the moment between the making of the file and the writing of the id.
    return holder !== "" && !isRunning(Number(holder));
  } catch (error) {
    // Released in the meantime: not stale, but free.
    if (isCode(error, "ENOENT")) return false;
    throw error;
  }
}

/** Whether a process of this machine with the id exists. */
export function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // Refused: it exists, and is another user's.
    return isCode(error, "EPERM");
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
