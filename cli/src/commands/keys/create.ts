// SPDX-License-Identifier: MIT
import type { Context } from "../../context.ts";
import { createKeystore, readPassphrase } from "../../keys/index.ts";
import type { Result } from "../../output.ts";
import { passphraseSource } from "../../secrets.ts";

/** Makes a key, and keeps it encrypted. */
export async function create({ io, settings }: Context, name: string): Promise<Result> {
  const passphrase = await readPassphrase(`the new key ${name}`, passphraseSource(io, settings), { repeat: true });
  const { address, path } = await createKeystore({ folder: settings.keystore, name, passphrase });
  const text = `The key ${name} is that of ${address}.\nKeep a copy of ${path}, and its passphrase: without both, what the account owns is lost.`;
  return { json: { name, address, path }, text };
}
