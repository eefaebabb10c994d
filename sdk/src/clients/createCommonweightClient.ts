// SPDX-License-Identifier: MIT
import {
  type Account,
  type Address,
  type Chain,
  type Client,
  createClient,
  fallback,
  http,
  type JsonRpcAccount,
  type Transport,
} from "viem";
import { contractsOf, type Deployment } from "../addresses/deployment.ts";
import type { UniswapContracts } from "../addresses/uniswap.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { type CommonweightActions, commonweightActions } from "./commonweightActions.ts";
import { type MarketActions, marketActions } from "./marketActions.ts";

/** What a client is made of. */
export interface CreateCommonweightClientParameters<
  chain extends Chain = Chain,
  account extends Account | Address | undefined = Account | Address | undefined,
> {
  chain: chain;
  /** Where the contracts are on the chain: from `parseDeployment`, or `deploymentOf` an address book. */
  deployment: Deployment;
  /** Who signs: an account of viem, or the address of one that the node or a wallet keeps. Without, the client reads only. */
  account?: account | undefined;
  /** How the node is reached: a transport of viem. */
  transport?: Transport | undefined;
  /** Instead of a transport: where nodes answer over HTTP, each asked where the one before does not answer; the chain's unless given. */
  url?: string | readonly string[] | undefined;
  /** Uniswap's contracts; those known for the chain unless given. */
  uniswap?: UniswapContracts | undefined;
}

/** A viem client with every action of this package, bound to the contracts of one deployment. */
export type BoundClient<
  chain extends Chain = Chain,
  account extends Account | undefined = Account | undefined,
> = Client<Transport, chain, account, undefined, CommonweightActions & MarketActions>;

type AccountOf<account> = account extends Address
  ? JsonRpcAccount<account>
  : account extends Account
    ? account
    : undefined;

/**
 * A viem client with every action of the protocol and of the market for shares. It can be extended further, by viem's `publicActions` and
 * `walletActions` for example. Where bundle size counts, import single actions instead, and hand them any viem client.
 *
 * @throws {@link InvalidValueError} where the deployment is of another chain, or both a transport and addresses are given
 * @example
 * const client = createCommonweightClient({ chain: localChain, deployment, account, url: "http://127.0.0.1:8545" });
 * const status = await client.getBountyStatus({ bounty: 1n });
 */
export function createCommonweightClient<
  const chain extends Chain,
  const account extends Account | Address | undefined = undefined,
>(parameters: CreateCommonweightClientParameters<chain, account>): BoundClient<chain, AccountOf<account>> {
  const { chain, deployment, account, uniswap } = parameters;
  if (deployment.chainId !== chain.id) {
    const expected = `${chain.id}, as the chain's`;
    throw new InvalidValueError({ subject: "deployment.chainId", value: deployment.chainId, expected });
  }
  const contracts = contractsOf(deployment);
  const client = createClient({ chain, transport: transportOf(parameters), ...(account !== undefined && { account }) })
    .extend(commonweightActions(contracts))
    .extend(marketActions({ uniswap, fromBlock: deployment.fromBlock }));
  return client as unknown as BoundClient<chain, AccountOf<account>>;
}

function transportOf({ transport, url }: CreateCommonweightClientParameters): Transport {
  if (transport === undefined) return typeof url === "object" ? fallback(url.map((one) => http(one))) : http(url);
  if (url === undefined) return transport;
  throw new InvalidValueError({ subject: "url", value: url, expected: "nothing beside a transport" });
}
