// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import { changeStorePassphrase } from "@commonweight/sdk";
import type { Context } from "../../context.ts";
import { readPassphrase } from "../../keys/index.ts";
import type { Result } from "../../output.ts";
import { passphraseSource } from "../../secrets.ts";

/** Gives an encrypted store another passphrase. */
export async function changePassphrase({ io, settings }: Context, file: string): Promise<Result> {
  const { store } = settings;
  const next = await readPassphrase(`the store ${store}`, { file: resolve(io.cwd, file) });
  const present = await readPassphrase(`the store ${store}`, passphraseSource(io, settings));
  await changeStorePassphrase(store, { passphrase: present }, { passphrase: next });
  return { json: { store }, text: `${store} opens with the new passphrase. Older copies of it open with the old one.` };
}
