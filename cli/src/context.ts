// SPDX-License-Identifier: MIT
// What commands work with, made when it is first asked for: a command that reads a file needs no chain, and one that reads a chain no key.
import { stat } from "node:fs/promises";
import {
  ChainMismatchError,
  type CommonweightActions,
  type CommonweightClient,
  commonweightActions,
  type Deployment,
  deploymentOf,
  fileStore,
  loadAddressBook,
  loadDeployment,
  localChain,
  type MarketActions,
  marketActions,
  type OperatorStore,
  type SponsorStore,
  type UniswapContracts,
  uniswapOf,
  withTypedErrors,
} from "@commonweight/sdk";
import {
  type Account,
  type Chain,
  createClient,
  defineChain,
  fallback,
  http,
  publicActions,
  type Transport,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { getBlock, getChainId } from "viem/actions";
import { type Confirm, confirming, createConfirm } from "./confirm.ts";
import { readDocument } from "./documents.ts";
import { WalletError } from "./errors.ts";
import type { Io } from "./io.ts";
import { createOutput, type Output } from "./output.ts";
import { uniswapSchema } from "./schemas.ts";
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

/** The context of one run. */
export function createContext(io: Io, flags: Readonly<Record<string, unknown>>): Context {
  const settings = readSettings({ flags, env: io.env, cwd: io.cwd });
  const confirm = createConfirm(io, flags.yes === true);

  const chain = once(async (): Promise<{ chain: Chain; transport: Transport }> => {
    if (settings.rpc.length === 0) throw missingSetting("rpc");
    const transport = fallback(settings.rpc.map((url) => http(url)));
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

  const connect = async (account: Account | undefined) => {
    const [connection, contracts] = [await chain(), await deployment()];
    return createClient({ ...connection, ...(account ? { account } : {}) })
      .extend(publicActions)
      .extend(
        commonweightActions({
          ...contracts,
          escrow: contracts.trainingBounties,
          registry: contracts.architectureRegistry,
        }),
      )
      .extend(marketActions({ fromBlock: contracts.fromBlock, uniswap: await givenUniswap() }));
  };
  const reader = once(async () => (await connect(undefined)) as unknown as Reader);
  const writer = once(async () => (await connect(confirming(openAccount(io), confirm))) as unknown as Writer);

  const tokens = new Map<string, Promise<Token>>();
  return {
    io,
    settings,
    isJson: flags.json === true,
    output: createOutput(io, flags.quiet === true || flags.json === true),
    confirm,
    deployment,
    reader,
    writer,
    store: once(async () => fileStore(settings.store)),
    token: async (address) => {
      const known = tokens.get(address) ?? readToken(await reader(), address);
      tokens.set(address, known);
      return known;
    },
    uniswap: async () => (await givenUniswap()) ?? uniswapOf((await chain()).chain.id),
    chainTime: async () => Number((await getBlock(await reader())).timestamp),
  };
}

function openAccount({ env }: Io) {
  const key = env.COMMONWEIGHT_PRIVATE_KEY;
  if (!key) throw new WalletError("There is no key to sign with.", ["Set COMMONWEIGHT_PRIVATE_KEY."]);
  return privateKeyToAccount(key as `0x${string}`);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
