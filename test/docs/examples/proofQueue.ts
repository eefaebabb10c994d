// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { redisMissing, startRedis } from "../../../sdk/test/support/redis.ts";
import { recordingConsole } from "../recordingConsole.ts";
import { tinySubmission } from "../tinySubmission.ts";

/** A submission to prove, and a Redis; operator and worker are in one process. */
export async function proofQueue(folder: string) {
  const redis = redisMissing ? undefined : await startRedis(folder);
  const { console, lines } = recordingConsole();
  const others = process.listeners("SIGTERM");
  return {
    missing: redisMissing,
    fixtures: { ...(await tinySubmission()), key: Uint8Array.from({ length: 32 }, (_, i) => i), console },
    replace: [["rediss://:password@redis.internal:6380", String(redis?.url)]] as [string, string][],
    check: async () =>
      assert.deepEqual(lines.sort(), [
        "evaluate-model.tiny.tiny-mlp: proven",
        "evaluate-model.tiny.tiny-mlp: proven",
        "seal-model.tiny-mlp: proven",
      ]),
    close: async () => {
      // The worker ends as by a signal, before the Redis, without which it would wait for it.
      for (const listener of process.listeners("SIGTERM").filter((one) => !others.includes(one))) {
        process.off("SIGTERM", listener);
        await listener("SIGTERM");
      }
      await redis?.stop();
    },
  };
}
