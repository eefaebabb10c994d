// SPDX-License-Identifier: GPL-3.0-or-later

// A child process that multiplies generators by scalars for multiply.ts: a process and not a thread, because ffjavascript
// does not start in worker threads.
import { setImmediate } from "node:timers/promises";
import type { GroupName } from "./bn254.ts";
import { multiplyGenerator } from "./fixedBase.ts";

/** What the parent sends, once. */
export interface MultiplierTask {
  G1: Uint8Array;
  G2: Uint8Array;
}

/** What the child sends back, batch by batch, in the order of the scalars of each group. */
export interface MultiplierResult {
  group: GroupName;
  points: Uint8Array;
}

// The parent disconnects when it has every point, or when it dies: either way nobody waits for more.
process.on("disconnect", () => process.exit());

process.once("message", async (task: MultiplierTask) => {
  for (const group of ["G1", "G2"] as const) {
    if (task[group].length === 0) continue;
    for await (const points of multiplyGenerator(group, task[group])) {
      process.send!({ group, points } satisfies MultiplierResult);
      // Lets the message out, and a disconnection in.
      await setImmediate();
    }
  }
});
