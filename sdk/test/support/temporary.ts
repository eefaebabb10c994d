// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { watch } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { inFolder } from "../fixtures.ts";
import type { Behaviour } from "./fakeProver.ts";
import { type FakeProvers, type FakeRun, startFakeProvers } from "./fakeProvers.ts";

/** Runs an action with provers that behave in a way, and asserts that no temporary folder is left by it. */
export async function withFakeProvers(
  behave: Behaviour | ((run: FakeRun, number: number) => Behaviour),
  action: (provers: FakeProvers, temporary: string) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    const temporary = join(folder, "temporary");
    await mkdir(temporary);
    const provers = await startFakeProvers(folder, typeof behave === "function" ? behave : () => behave);
    const usual = process.env.TMPDIR;
    process.env.TMPDIR = temporary;
    try {
      await action(provers, temporary);
      assert.deepEqual(await readdir(temporary), [], "temporary folders that are left");
    } finally {
      if (usual === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = usual;
      provers.close();
    }
  });
}

/** Waits until nothing is left in a folder. */
export async function untilEmpty(folder: string): Promise<void> {
  const watcher = watch(folder);
  const timer = setTimeout(() => watcher.emit("error", new Error(`${folder} is not empty after 30 s`)), 30_000);
  const empty = new Promise<void>((resolve, reject) => {
    const look = async () => {
      if ((await readdir(folder)).length === 0) resolve();
    };
    watcher.on("error", reject);
    watcher.on("change", () => look().catch(reject));
    look().catch(reject);
  });
  await empty.finally(() => {
    clearTimeout(timer);
    watcher.close();
  });
}
