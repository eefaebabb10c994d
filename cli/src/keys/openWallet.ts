// SPDX-License-Identifier: MIT
import type { Address, JsonRpcAccount, LocalAccount, Transport } from "viem";
import { WalletError } from "../errors.ts";
import { listKeystores, requireKeystore, unlockKeystore } from "./keystore.ts";
import { type PassphraseSource, readPassphrase } from "./passphrase.ts";
import { environmentAccount, KEY_VARIABLE } from "./privateKey.ts";
import { openSigner, signerTransport } from "./signer.ts";

/** Where a wallet's key is. */
export type WalletKind = "environment" | "keystore" | "signer";

export interface OpenWalletParameters {
  /** Where to take the key from. Unless given, it is wherever one was named; two places are refused. */
  from?: WalletKind | undefined;
  /** Variables of the environment, for the key and the passphrase. */
  env: Readonly<Record<string, string | undefined>>;
  /** The folder of encrypted keys. */
  folder: string;
  /** Which of them; the only one of the folder unless given. */
  name?: string | undefined;
  /** Where the passphrase of an encrypted key comes from, beside the environment. */
  passphrase?: Omit<PassphraseSource, "env"> | undefined;
  /** JSON-RPC endpoint of an external signer. */
  signer?: string | undefined;
  /** The account that is meant; whatever key is found has to be its. */
  address?: Address | undefined;
  /** The chain that is meant, where an external signer may be on another. */
  chainId?: number | undefined;
}

/** What signs. */
export interface Wallet {
  from: WalletKind;
  account: LocalAccount | JsonRpcAccount;
  /** The transport of a client with this account, over one to the chain: an external signer is asked what takes a key. */
  transport(chain: Transport): Transport;
}

/**
 * Opens the one wallet that is meant: a key in the environment, an encrypted one, or an external signer. What was named counts
 * (a key in the environment, the name of an encrypted one, a signer); where nothing was, the only key of the folder does.
 *
 * @throws {@link WalletError} where there is none, there are several, the passphrase is another, or the account is not the one meant
 * @throws {@link InvalidFileError}, {@link InvalidValueError} where a file or a name is not as it should be
 */
export async function openWallet(parameters: OpenWalletParameters): Promise<Wallet> {
  const { address } = parameters;
  const from = parameters.from ?? (await findKind(parameters));
  const wallet = await openers[from](parameters);
  if (address === undefined || wallet.account.address.toLowerCase() === address.toLowerCase()) return wallet;
  throw new WalletError(`The ${from} key is that of ${wallet.account.address}; expected that of ${address}.`);
}

/** Where a key was named. Which one to sign with is never guessed. */
async function findKind({ env, folder, name, signer }: OpenWalletParameters): Promise<WalletKind> {
  const named: [WalletKind, string][] = [];
  if (env[KEY_VARIABLE]) named.push(["environment", `the key in ${KEY_VARIABLE}`]);
  if (name !== undefined) named.push(["keystore", `the encrypted key ${name}`]);
  if (signer !== undefined) named.push(["signer", "an external signer"]);
  if (named.length > 1) {
    throw new WalletError(`There are ${named.length} keys to sign with; expected one.`, [
      `Found: ${named.map(([, what]) => what).join(", ")}. Leave out all but one.`,
    ]);
  }
  const [only] = named;
  if (only !== undefined) return only[0];
  if ((await listKeystores(folder)).length > 0) return "keystore";
  throw new WalletError("There is no key to sign with; expected one.", [
    `Name an encrypted key or a signer, or set ${KEY_VARIABLE}. ${folder} has no encrypted keys.`,
  ]);
}

const sameTransport = (chain: Transport): Transport => chain;

const openers: { [kind in WalletKind]: (parameters: OpenWalletParameters) => Promise<Wallet> } = {
  environment: async ({ env }) => {
    const account = environmentAccount(env);
    if (account === undefined) throw new WalletError(`${KEY_VARIABLE} is not set; expected a private key.`);
    return { from: "environment", account, transport: sameTransport };
  },
  keystore: async ({ env, folder, name: given, passphrase = {} }) => {
    const name = given ?? (await onlyName(folder));
    // Nobody is asked for the passphrase of a key that is not there.
    await requireKeystore(folder, name);
    const typed = await readPassphrase(`the key ${name}`, { ...passphrase, env });
    const account = await unlockKeystore({ folder, name, passphrase: typed });
    return { from: "keystore", account, transport: sameTransport };
  },
  signer: async ({ signer, address, chainId }) => {
    if (signer === undefined) throw new WalletError("No signer is named; expected its JSON-RPC endpoint.");
    const { account, transport } = await openSigner({ url: signer, address, chainId });
    return { from: "signer", account, transport: (chain) => signerTransport(transport, chain) };
  },
};

async function onlyName(folder: string): Promise<string> {
  const keystores = await listKeystores(folder);
  const [only] = keystores;
  if (only === undefined) throw new WalletError(`${folder} has no encrypted keys; expected one.`);
  if (keystores.length === 1) return only.name;
  throw new WalletError(`${folder} has ${keystores.length} encrypted keys; expected the name of one of them.`, [
    ...keystores.map(({ name, address }) => `${name}: ${address ?? "an address that its file does not tell"}`),
  ]);
}
