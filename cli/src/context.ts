// SPDX-License-Identifier: MIT
// What commands work with, made when it is first asked for: a command that reads a file needs no chain, and one that reads a chain no key.
import { stat } from "node:fs/promises";
import {
  ChainMismatchError,
  type CommonweightActions,
  type CommonweightClient,
  commonweightActions,
  contractsOf,
  type Deployment,
  deploymentOf,
  loadAddressBook,
  loadDeployment,
  localChain,
  type MarketActions,
  marketActions,
  type OperatorStore,
  resilientTransport,
  type SponsorStore,
  sendingPolicy,
  type UniswapContracts,
  uniswapOf,
  withTypedErrors,
} from "@commonweight/sdk";
import { type Account, type Chain, createClient, defineChain, publicActions, type Transport } from "viem";
import { getBlock, getChainId } from "viem/actions";
import { type Confirm, confirming, confirmingTransport, createConfirm } from "./confirm.ts";
import { readDocument } from "./documents.ts";
import type { Io } from "./io.ts";
import type { Wallet } from "./keys/index.ts";
import { createOutput, type Output } from "./output.ts";
import { uniswapSchema } from "./schemas.ts";
import { openSecrets, openSigningWallet } from "./secrets.ts";
import { readSendingPolicy } from "./sending.ts";
import { missingSetting, readSettings, type Settings } from "./settings.ts";
import { readToken, type Token } from "./token.ts";

/** A client with the SDK's actions, bound to the deployment. */
export type Reader = CommonweightClient & CommonweightActions & MarketActions;
/** The same with an account that signs. */
export type Writer = Reader & { account: Account };

export interface Context {
  io: Io;
  settings: Settings;
  /** Whether what is written to standard output is for programs. */
  isJson: boolean;
  output: Output;
  confirm: Confirm;
  /** Where the protocol is on the chain of the RPC endpoint. */
  deployment(): Promise<Deployment>;
  reader(): Promise<Reader>;
  writer(): Promise<Writer>;
  /** Secrets: salts, weights, chunks. */
  store(): Promise<OperatorStore & SponsorStore>;
  token(address: `0x${string}`): Promise<Token>;
  /** Where Uniswap v3 is. @throws UniswapMissingError where no setting says it and the chain is not one that is known */
  uniswap(): Promise<UniswapContracts>;
  /** Time of the latest block, in seconds: the clock that deadlines are kept by. */
  chainTime(): Promise<number>;
}

/** A person waits: some seconds of retries, where a long run would begin again anyway. */
const RETRIES = 4;

/** The context of one run. */
export function createContext(io: Io, flags: Readonly<Record<string, unknown>>): Context {
  const settings = readSettings({ flags, env: io.env, cwd: io.cwd });
  const confirm = createConfirm(io, flags.yes === true);
  const output = createOutput(io, flags.quiet === true || flags.json === true);

  const chain = once(async (): Promise<{ chain: Chain; transport: Transport }> => {
    if (settings.rpc.length === 0) throw missingSetting("rpc");
    const transport = resilientTransport(settings.rpc, { retryCount: RETRIES });
    const id = await withTypedErrors(() => getChainId(createClient({ transport })));
    const rpcUrls = { default: { http: settings.rpc } };
    const known = id === localChain.id ? localChain : undefined;
    const nativeCurrency = { name: "Ether", symbol: "ETH", decimals: 18 };
    return { chain: defineChain({ ...(known ?? { id, name: `chain ${id}`, nativeCurrency }), rpcUrls }), transport };
  });

  const deployment = once(async () => {
    const { id } = (await chain()).chain;
    if (settings.deployment === undefined) throw missingSetting("deployment");
    const isFolder = (await stat(settings.deployment).catch(() => undefined))?.isDirectory() === true;
    if (isFolder) return deploymentOf(await loadAddressBook(settings.deployment), id);
    const single = await loadDeployment(settings.deployment);
    if (single.chainId !== id) throw new ChainMismatchError({ expected: single.chainId, actual: id });
    return single;
  });

  const givenUniswap = once(async () =>
    settings.uniswap === undefined
      ? undefined
      : readDocument(settings.uniswap, "addresses of Uniswap v3", uniswapSchema),
  );

  const connect = async (wallet?: Wallet) => {
    const [{ chain: onChain, transport }, contracts] = [await chain(), await deployment()];
    const signing = wallet && {
      account: wallet.account.type === "local" ? confirming(wallet.account, confirm) : wallet.account,
      transport: confirmingTransport(wallet.transport(transport), confirm),
    };
    return createClient({ chain: onChain, transport, ...signing })
      .extend(publicActions)
      .extend(sendingPolicy(readSendingPolicy(settings, output)))
      .extend(commonweightActions(contractsOf(contracts)))
      .extend(marketActions({ fromBlock: contracts.fromBlock, uniswap: await givenUniswap() }));
  };
  const reader = once(async () => (await connect()) as unknown as Reader);
  const writer = once(async () => {
    const { id } = (await chain()).chain;
    return (await connect(await openSigningWallet(io, settings, id))) as unknown as Writer;
  });

  const tokens = new Map<string, Promise<Token>>();
  return {
    io,
    settings,
    isJson: flags.json === true,
    output,
    confirm,
    deployment,
    reader,
    writer,
    store: once(() => openSecrets(io, settings, output)),
    token: async (address) => {
      const known = tokens.get(address) ?? readToken(await reader(), address);
      tokens.set(address, known);
      return known;
    },
    uniswap: async () => (await givenUniswap()) ?? uniswapOf((await chain()).chain.id),
    chainTime: async () => Number((await getBlock(await reader())).timestamp),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
