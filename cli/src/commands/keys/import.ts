// SPDX-License-Identifier: MIT
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { InvalidFileError } from "@commonweight/sdk";
import type { Context } from "../../context.ts";
import { WalletError } from "../../errors.ts";
import { createKeystore, importKeystore, KEY_VARIABLE, readPassphrase } from "../../keys/index.ts";
import type { Result } from "../../output.ts";
import { passphraseSource } from "../../secrets.ts";

/** Keeps a key that there is already: from another tool's keystore file, or from the environment. */
export async function importKey({ io, settings }: Context, name: string, file: string | undefined): Promise<Result> {
  const folder = settings.keystore;
  const source = passphraseSource(io, settings);
  if (file !== undefined) {
    const path = resolve(io.cwd, file);
    const json = await readFile(path, "utf8").catch((cause: unknown) => {
      throw new InvalidFileError(path, "The file cannot be read; expected a keystore file, JSON v3.", { cause });
    });
    const passphrase = await readPassphrase(`the keystore file ${path}`, source);
    return kept(await importKeystore({ folder, name, passphrase, json }));
  }
  const privateKey = io.env[KEY_VARIABLE];
  if (!privateKey) {
    throw new WalletError(`There is nothing to import; expected a keystore file, or a private key in ${KEY_VARIABLE}.`);
  }
  const passphrase = await readPassphrase(`the key ${name}`, source, { repeat: true });
  return kept(await createKeystore({ folder, name, passphrase, privateKey }));
}

function kept({ name, address, path }: { name: string; address: string | undefined; path: string }): Result {
  return { json: { name, address, path }, text: `The key ${name} of ${address} is kept in ${path}.` };
}
