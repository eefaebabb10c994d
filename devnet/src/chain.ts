// SPDX-License-Identifier: MIT
// A local chain of Hardhat in this process, served over HTTP on the loopback address, so that everybody meets it as they would meet any
// other: through JSON-RPC.
import type { PublicClient, TestClient, Transport, WalletClient } from "viem";
import { createPublicClient, createTestClient, createWalletClient, http } from "viem";
import type { HDAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { accountOf } from "./accounts.ts";
import { keepTime } from "./clock.ts";
import { chainCreator } from "./environment.ts";

export type Wallet = WalletClient<Transport, typeof hardhat, HDAccount>;
export type LocalPublicClient = PublicClient<Transport, typeof hardhat>;

/** A running chain. */
export interface LocalChain {
  url: string;
  publicClient: LocalPublicClient;
  /** A client of the account with this number, 0 to 19; each holds ether. */
  wallet(number: number): Wallet;
  /** The latest block's time, in seconds. */
  now(): Promise<bigint>;
  /** Mines a block at a time, in seconds, that has not come yet. */
  travelTo(time: bigint): Promise<void>;
  close(): Promise<void>;
}

export interface StartLocalChainParameters {
  /** On the loopback address; one that the system chooses unless given. */
  port?: number | undefined;
  /**
   * Seconds of the chain to one of the machine. With 0, as unless given, the chain begins at a fixed date, and its clock goes by its blocks
   * alone, a second each: tests travel. With another it begins now.
   */
  fastTime?: number | undefined;
}

/** Starts a chain of its own. Close it, or the process stays. */
export async function startLocalChain({ port = 0, fastTime = 0 }: StartLocalChainParameters = {}): Promise<LocalChain> {
  const network = await chainCreator();
  const override = fastTime > 0 ? { initialDate: new Date() } : {};
  const server = await network.createServer({ network: "default", override }, "127.0.0.1", port);
  const listening = await server.listen();
  const url = `http://127.0.0.1:${listening.port}`;
  // Every transaction is mined at once: there is nothing to wait for between two polls.
  const connection = { chain: hardhat, transport: http(url), pollingInterval: 20 } as const;
  const publicClient: LocalPublicClient = createPublicClient({ ...connection, cacheTime: 0 });
  const testClient: TestClient = createTestClient({ ...connection, mode: "hardhat" });
  const clock = fastTime > 0 ? await keepTime({ publicClient, testClient }, fastTime) : undefined;

  return {
    url,
    publicClient,
    wallet: (number) => createWalletClient({ ...connection, account: accountOf(number) }),
    now: async () => (await publicClient.getBlock()).timestamp,
    async travelTo(time) {
      await testClient.setNextBlockTimestamp({ timestamp: time });
      await testClient.mine({ blocks: 1 });
      await clock?.restart();
    },
    async close() {
      await clock?.stop();
      await server.close();
    },
  };
}
