// SPDX-License-Identifier: MIT
// Keys and secrets as the settings name them, opened with a passphrase from a file, the environment or a person.
import { fileStore, type OperatorStore, type SponsorStore, type StoreUnlock, storeKind } from "@commonweight/sdk";
import { password } from "@inquirer/prompts";
import { SettingError } from "./errors.ts";
import type { Io } from "./io.ts";
import { openWallet, type PassphraseSource, readPassphrase, type Wallet } from "./keys/index.ts";
import type { Output } from "./output.ts";
import { flagOf, type Settings } from "./settings.ts";

/** Where a passphrase comes from in this run. */
export function passphraseSource({ stdin, stderr, env }: Io, { passphraseFile }: Settings): PassphraseSource {
  const context = { input: stdin, output: stderr as NodeJS.WriteStream };
  const isSomebodyThere = stdin.isTTY === true && stderr.isTTY === true;
  const ask = (message: string): Promise<string> => password({ message, mask: true }, context);
  return { file: passphraseFile, env, ...(isSomebodyThere ? { ask } : {}) };
}

/** What signs in this run. @throws {@link WalletError} where there is none, or it stays locked */
export function openSigningWallet(io: Io, settings: Settings, chainId: number): Promise<Wallet> {
  const { keystore: folder, wallet: name, signer } = settings;
  return openWallet({ env: io.env, folder, name, signer, chainId, passphrase: passphraseSource(io, settings) });
}

/** What opens the store of this run; undefined where it is in plain, or not there yet. */
export async function unlockOf(io: Io, settings: Settings): Promise<StoreUnlock | undefined> {
  const { store } = settings;
  if ((await storeKind(store)) !== "encrypted") return undefined;
  return { passphrase: await readPassphrase(`the store ${store}`, passphraseSource(io, settings)) };
}

/**
 * The store of this run, and what opens it: encrypted, unless it is in plain already, or a new one is to be.
 *
 * @throws {@link WalletError} where an encrypted or a new one has no passphrase, and {@link StorePassphraseError} where it has another
 */
export async function openSecrets(
  io: Io,
  settings: Settings,
  output: Output,
): Promise<{ store: OperatorStore & SponsorStore; unlock: StoreUnlock | undefined }> {
  const { store: folder, plainStore } = settings;
  if (plainStore !== "yes" && plainStore !== "no") {
    throw new SettingError(`plainStore is ${plainStore}; expected yes or no.`);
  }
  const kind = await storeKind(folder);
  if (kind === "plain" || (kind === "none" && plainStore === "yes")) {
    if (plainStore === "no") {
      output.note(`The store ${folder} is in plain. Encrypt it: commonweight store encrypt`);
    }
    return { store: fileStore(folder), unlock: undefined };
  }
  const isNew = kind === "none";
  const what = isNew
    ? `a new store in ${folder} (${flagOf("plainStore")} yes leaves it in plain)`
    : `the store ${folder}`;
  const passphrase = await readPassphrase(what, passphraseSource(io, settings), { repeat: isNew });
  return { store: fileStore(folder, { passphrase }), unlock: { passphrase } };
}
