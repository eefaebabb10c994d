// SPDX-License-Identifier: MIT
import { encryptStore } from "@commonweight/sdk";
import type { Context } from "../../context.ts";
import { readPassphrase } from "../../keys/index.ts";
import type { Result } from "../../output.ts";
import { passphraseSource } from "../../secrets.ts";

/** Encrypts a store that is in plain, or goes on where that was interrupted. */
export async function encrypt({ io, settings }: Context): Promise<Result> {
  const { store } = settings;
  const passphrase = await readPassphrase(`the store ${store}`, passphraseSource(io, settings), { repeat: true });
  const records = await encryptStore(store, { passphrase });
  return { json: { store, records }, text: `${records} records of ${store} are encrypted now.` };
}
