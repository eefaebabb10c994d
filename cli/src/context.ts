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
  type StoreUnlock,
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
import { openJournal, resendFirst, type TellResent } from "./journal.ts";
import type { Wallet } from "./keys/index.ts";
import { createOutput, type Output } from "./output.ts";
import { uniswapSchema } from "./schemas.ts";
import { openSecrets, openSigningWallet } from "./secrets.ts";
import { readSendingPolicy } from "./sending.ts";
import { missingSetting, readSettings, type Settings } from "./settings.ts";
import { warn } from "./submission/warnings.ts";
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
  /** What signs, without a look at the chain. */
  wallet(): Promise<Wallet>;
  /** The wallet's client. What it has signed before, and is not known to be final, is brought to an end before it is handed out. */
  writer(): Promise<Writer>;
  /** Does that now, once, and tells what came of it in another way than by notes and warnings. */
  resendOpen(tell?: TellResent): Promise<void>;
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

  let unlock: StoreUnlock | undefined;
  const store = once(async () => {
    const opened = await openSecrets(io, settings, output);
    unlock = opened.unlock;
    return opened.store;
  });
  const journal = openJournal(settings.store, { known: () => unlock, open: store }, io.now);

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
      .extend(
        sendingPolicy({ ...readSendingPolicy(settings, output), onSigned: journal.write, onClosed: journal.close }),
      )
      .extend(commonweightActions(contractsOf(contracts)))
      .extend(marketActions({ fromBlock: contracts.fromBlock, uniswap: await givenUniswap() }));
  };
  const reader = once(async () => (await connect()) as unknown as Reader);
  const wallet = once(async () => openSigningWallet(io, settings, (await chain()).chain.id));
  const signing = once(async () => (await connect(await wallet())) as unknown as Writer);
  let resending: Promise<void> | undefined;
  const resendOpen = (tell: TellResent = tellOnTerminal(io, output)): Promise<void> => {
    resending ??= signing()
      .then((client) => resendFirst(client, { journal, confirm, tell }))
      .catch((error: unknown) => {
        // What failed may go better the next time, where a run tries again.
        resending = undefined;
        throw error;
      });
    return resending;
  };

  const tokens = new Map<string, Promise<Token>>();
  return {
    io,
    settings,
    isJson: flags.json === true,
    output,
    confirm,
    deployment,
    reader,
    wallet,
    writer: async () => {
      await resendOpen();
      return signing();
    },
    resendOpen,
    store,
    token: async (address) => {
      const known = tokens.get(address) ?? readToken(await reader(), address);
      tokens.set(address, known);
      return known;
    },
    uniswap: async () => (await givenUniswap()) ?? uniswapOf((await chain()).chain.id),
    chainTime: async () => Number((await getBlock(await reader())).timestamp),
  };
}

/** What is done is a note for who watches; what is not has to be seen, also in a log. */
function tellOnTerminal(io: Io, output: Output): TellResent {
  return (text, isWarning) => (isWarning ? warn({ io }, text) : output.note(text));
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
