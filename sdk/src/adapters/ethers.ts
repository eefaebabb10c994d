// SPDX-License-Identifier: MIT
import {
  FallbackProvider,
  getBytes,
  JsonRpcApiProvider,
  JsonRpcProvider,
  type JsonRpcResult,
  JsonRpcSigner,
  type Provider,
  type Signer,
  Transaction,
  type TypedDataDomain,
  type TypedDataField,
} from "ethers";
import {
  type Account,
  type Address,
  type Chain,
  type Client,
  createClient,
  custom,
  defineChain,
  fallback,
  type Hex,
  serializeTransaction,
  type Transport,
} from "viem";
import { toAccount } from "viem/accounts";
import { getChainId } from "viem/actions";
import { ChainUnreachableError } from "../errors/chain.ts";
import { InvalidValueError } from "../errors/InvalidValueError.ts";
import { withTypedErrors } from "../errors/toTypedError.ts";

/** A client over an ethers provider, for every action of this package that reads. */
export type EthersReadClient = Client<Transport, Chain, undefined>;

/** A client over an ethers signer, for every action of this package. */
export type EthersSignerClient = Client<Transport, Chain, Account>;

/**
 * A viem client over an ethers v6 provider: one that speaks JSON-RPC, such as `JsonRpcProvider`, `WebSocketProvider` or `BrowserProvider`, or a
 * `FallbackProvider` over such. Each of the latter's is asked, in the order of priorities, where the one before does not answer; its quorum is not
 * waited for.
 *
 * @throws {@link InvalidValueError} where the provider speaks no JSON-RPC
 * @throws {@link ChainUnreachableError} naming the address where no node answers
 * @example
 * const client = await clientFromProvider(new BrowserProvider(window.ethereum));
 * const status = await getBountyStatus(client, { escrow, bounty: 1n });
 */
export async function clientFromProvider(provider: Provider): Promise<EthersReadClient> {
  const transport = transportOf(provider, "The provider");
  return createClient({ chain: await chainOf(transport), transport });
}

/**
 * A viem client over an ethers v6 signer with a JSON-RPC provider: one whose key the node or a browser's wallet keeps, or one that signs
 * itself, such as `Wallet`.
 *
 * @throws {@link InvalidValueError} where the signer has no provider, or one that speaks no JSON-RPC
 * @throws {@link ChainUnreachableError} naming the address where no node answers
 * @example
 * const client = await clientFromSigner(new Wallet(key, new JsonRpcProvider(url)));
 * await contribute(client, { escrow, bounty: 1n, amount: 1_000_000n });
 */
export async function clientFromSigner(signer: Signer): Promise<EthersSignerClient> {
  const transport = transportOf(signer.provider, "The signer's provider");
  return createClient({ account: await accountOf(signer), chain: await chainOf(transport), transport });
}

/** A provider's transport; the first of several that answers. */
function transportOf(provider: Provider | null, subject: string): Transport {
  if (provider instanceof JsonRpcApiProvider) return channelOf(provider);
  if (provider instanceof FallbackProvider) {
    const inOrder = provider.providerConfigs.toSorted((a, b) => a.priority - b.priority);
    // A revert is an answer: asking again would only delay it.
    return fallback(
      inOrder.map((config) => transportOf(config.provider, subject)),
      { retryCount: 0 },
    );
  }
  const value = provider === null ? "none" : provider.constructor.name;
  throw new InvalidValueError({ subject, value, expected: "one that speaks JSON-RPC" });
}

/** Far from ethers' own numbers of requests, which count from 1: on a WebSocket an answer is told apart by its number alone. */
const FIRST_ID = 1_000_000_000;

/** Requests go to the provider's channel as they are, so that errors come back as the node gave them. */
function channelOf(provider: JsonRpcApiProvider): Transport {
  let id = FIRST_ID;
  const request = async ({ method, params }: { method: string; params?: unknown }) => {
    id += 1;
    const payload = { id, jsonrpc: "2.0", method, params: (params as unknown[] | undefined) ?? [] } as const;
    const [response] = await provider._send(payload).catch((cause: unknown) => {
      throw new ChainUnreachableError({ url: urlOf(provider), cause });
    });
    if (response !== undefined && "error" in response) {
      const { message, code, data } = response.error;
      throw Object.assign(new Error(message), { code, data });
    }
    return (response as JsonRpcResult).result;
  };
  // A revert is an answer: asking again would only delay it.
  return custom({ request }, { retryCount: 0 });
}

async function chainOf(transport: Transport): Promise<Chain> {
  const client = createClient({ transport });
  const id = await withTypedErrors(() => getChainId(client));
  return defineChain({
    id,
    name: `Chain ${id}`,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [] } },
  });
}

function urlOf(provider: JsonRpcApiProvider): string | undefined {
  return provider instanceof JsonRpcProvider ? provider._getConnection().url : undefined;
}

/** Keys that the node keeps sign there; every other signer is asked itself. */
async function accountOf(signer: Signer): Promise<Account> {
  const address = (await signer.getAddress()) as Address;
  if (signer instanceof JsonRpcSigner) return { address, type: "json-rpc" };
  return toAccount({
    address,
    signMessage: async ({ message }) => {
      const text = typeof message === "string" ? message : getBytes(message.raw);
      return (await signer.signMessage(text)) as Hex;
    },
    signTransaction: async (transaction) => {
      const unsigned = Transaction.from(serializeTransaction(transaction));
      return (await signer.signTransaction(unsigned)) as Hex;
    },
    signTypedData: async (typedData) => {
      const { domain, types, message } = typedData as unknown as {
        domain: TypedDataDomain;
        types: Record<string, TypedDataField[]>;
        message: Record<string, unknown>;
      };
      // ethers derives the domain's type itself, and refuses to be told.
      const { EIP712Domain: _, ...own } = types;
      return (await signer.signTypedData(domain, own, message)) as Hex;
    },
  });
}
