// SPDX-License-Identifier: MIT
import hre from "hardhat";
import { createClient, custom, type Hex, type LocalAccount } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { createContractDeployer } from "../../../scripts/deploy/contracts.ts";
import {
  localChain,
  resilientTransport,
  type SendingEvent,
  type SendingPolicy,
  sendingPolicy,
} from "../../src/index.ts";

/** Accounts of the chain in this process, with the keys that are published for it. */
export function localAccount(index: number): LocalAccount {
  return mnemonicToAccount("test test test test test test test test test test test junk", { addressIndex: index });
}

export type Request = { method: string; params?: readonly unknown[] | undefined };
/** Stands between a client and its chain: answers itself, or lets the chain. */
export type Interception = (call: Request, forward: () => Promise<unknown>) => Promise<unknown>;

/** A token on a chain in this process that mines when it is told to, and clients that sign themselves. */
export async function deploySending() {
  const { viem, provider, networkHelpers } = await hre.network.connect();
  const publicClient = await viem.getPublicClient();
  const [walletClient] = await viem.getWalletClients();
  const { deploy } = createContractDeployer({ walletClient: walletClient!, publicClient });
  const token = await deploy("contracts/mocks/TestToken.sol:TestToken");
  await provider.request({ method: "evm_setAutomine", params: [false] });
  const mine = async () => {
    await provider.request({ method: "evm_mine" });
  };

  /** A client that goes through an interception, and writes down what was sent and what it was told. */
  function connect(account: LocalAccount | Hex, policy: SendingPolicy, intercept: Interception = (_, next) => next()) {
    const sent: Hex[] = [];
    const events: SendingEvent[] = [];
    const request = async (call: Request) => {
      if (call.method === "eth_sendRawTransaction") sent.push(call.params![0] as Hex);
      const { method, params } = call;
      return intercept(call, () => provider.request({ method, ...(params ? { params } : {}) } as never));
    };
    const client = createClient({
      account,
      chain: localChain,
      transport: custom({ request }, { retryCount: 0 }),
      pollingInterval: 1,
    }).extend(
      sendingPolicy({
        pollingIntervalMs: 1_000,
        timeoutMs: 60_000,
        onProgress: (event) => events.push(event),
        ...policy,
      }),
    );
    return { client, sent, events, kinds: () => events.map(({ kind }) => kind) };
  }

  /** A client over several endpoints of the chain, each with its own interception. */
  function connectAll(account: LocalAccount, policy: SendingPolicy, interceptions: readonly Interception[]) {
    const endpoints = interceptions.map((intercept) =>
      custom(
        {
          request: ({ method, params }: Request) =>
            intercept({ method, params }, () => provider.request({ method, ...(params ? { params } : {}) } as never)),
        },
        { retryCount: 0 },
      ),
    );
    const transport = resilientTransport(endpoints, { clock: policy.clock, retryCount: 2, headAgeMs: 0 });
    return createClient({ account, chain: localChain, transport, pollingInterval: 1 }).extend(
      sendingPolicy({ pollingIntervalMs: 1_000, timeoutMs: 30_000, ...policy }),
    );
  }

  const count = (account: LocalAccount) => publicClient.getTransactionCount({ address: account.address });
  return { connect, connectAll, count, mine, networkHelpers, provider, publicClient, token };
}
