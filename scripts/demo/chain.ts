// SPDX-License-Identifier: MIT
// A local chain of Hardhat, served over HTTP on the loopback address at a port that the system chooses, so that the
// demo meets the chain as anybody would: through JSON-RPC. Its clock goes where the demo sends it.
import { network } from "hardhat";
import type { PublicClient, TestClient, Transport, WalletClient } from "viem";
import { createPublicClient, createTestClient, createWalletClient, http } from "viem";
import { type HDAccount, mnemonicToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";

/** The published phrase from which Hardhat funds its accounts. */
const MNEMONIC = "test test test test test test test test test test test junk";

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

/** Starts a chain of its own. Close it, or the process stays. */
export async function startLocalChain(): Promise<LocalChain> {
  const server = await network.createServer("default", "127.0.0.1", 0);
  const { port } = await server.listen();
  const url = `http://127.0.0.1:${port}`;
  // Every transaction is mined at once: there is nothing to wait for between two polls.
  const connection = { chain: hardhat, transport: http(url), pollingInterval: 20 } as const;
  const publicClient: LocalPublicClient = createPublicClient({ ...connection, cacheTime: 0 });
  const testClient: TestClient = createTestClient({ ...connection, mode: "hardhat" });

  return {
    url,
    publicClient,
    wallet: (number) =>
      createWalletClient({ ...connection, account: mnemonicToAccount(MNEMONIC, { addressIndex: number }) }),
    now: async () => (await publicClient.getBlock()).timestamp,
    async travelTo(time) {
      await testClient.setNextBlockTimestamp({ timestamp: time });
      await testClient.mine({ blocks: 1 });
    },
    close: () => server.close(),
  };
}
