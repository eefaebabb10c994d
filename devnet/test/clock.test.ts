// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it, mock } from "node:test";
import { keepTime } from "../src/clock.ts";

/** A chain of which only the time is there. */
function fakeChain(time: number) {
  const chain = { time, blocks: 0 };
  const publicClient = { getBlock: async () => ({ timestamp: BigInt(chain.time) }) };
  const testClient = {
    mine: async ({ blocks, interval = 1 }: { blocks: number; interval?: number }) => {
      chain.blocks += blocks;
      chain.time += 1 + (blocks - 1) * interval;
    },
  };
  return { chain, clients: { publicClient, testClient } as unknown as Parameters<typeof keepTime>[0] };
}

/** Lets a second of the machine go by, and what a tick does end. */
async function second(): Promise<void> {
  elapsed += 1_000;
  mock.timers.tick(1_000);
  for (let i = 0; i < 10; i++) await Promise.resolve();
}
let elapsed = 0;

describe("keepTime", () => {
  it("lets a chain's clock go at a speed, waits for one that is ahead, and starts anew after a leap", async (t) => {
    mock.timers.enable({ apis: ["setInterval"] });
    t.after(() => mock.timers.reset());
    t.mock.method(performance, "now", () => elapsed);
    const { chain, clients } = fakeChain(1_000);
    const clock = await keepTime(clients, 60);

    await second();
    assert.deepEqual(chain, { time: 1_060, blocks: 2 });
    // Transactions, a second each, brought it ahead.
    chain.time = 1_130;
    await second();
    assert.deepEqual(chain, { time: 1_130, blocks: 2 });
    await second();
    assert.equal(chain.time, 1_180);
    // One second short: one block will do.
    chain.time = 1_239;
    await second();
    assert.deepEqual(chain, { time: 1_240, blocks: 5 });

    chain.time = 100_000;
    await clock.restart();
    await second();
    assert.equal(chain.time, 100_060);
    await clock.stop();
    await second();
    assert.equal(chain.time, 100_060);
  });
});
