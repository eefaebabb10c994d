// SPDX-License-Identifier: MIT
import type { PublicClient, TestClient } from "viem";

const TICK_MS = 1_000;

/**
 * Keeps a chain's clock beside the machine's: a block a second, or two where the chain has to catch up. A chain that transactions brought
 * ahead, a second each, is waited for; one that was sent ahead on purpose goes on from there.
 *
 * @param speed - seconds of the chain to one of the machine
 * @returns what ends it, once the last block is mined; and what takes the chain's clock as it is now
 */
export async function keepTime(
  { publicClient, testClient }: { publicClient: PublicClient; testClient: TestClient },
  speed: number,
): Promise<{ stop(): Promise<void>; restart(): Promise<void> }> {
  const latest = async () => Number((await publicClient.getBlock()).timestamp);
  let start = { chain: await latest(), machine: performance.now() };
  let work: Promise<void> = Promise.resolve();
  let isBusy = false;

  async function tick(): Promise<void> {
    const elapsed = Math.floor(((performance.now() - start.machine) / 1_000) * speed);
    const behind = start.chain + elapsed - (await latest());
    if (behind <= 0) return;
    // The first block comes a second after the one before it, the second as much later as there is to catch up. Unlike a time that is set,
    // this cannot collide with a transaction between the two requests.
    await testClient.mine(behind === 1 ? { blocks: 1 } : { blocks: 2, interval: behind - 1 });
  }

  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    work = tick().finally(() => {
      isBusy = false;
    });
    // The chain's last seconds: what asks it then fails, and there is nobody to tell.
    work.catch(() => {});
  }, TICK_MS);
  return {
    async stop() {
      clearInterval(timer);
      await work.catch(() => {});
    },
    async restart() {
      start = { chain: await latest(), machine: performance.now() };
    },
  };
}
