// SPDX-License-Identifier: MIT
import { resolve } from "node:path";
import { restoreStore, StoreLockedError } from "@commonweight/sdk";
import type { Context } from "../../context.ts";
import { readPassphrase } from "../../keys/index.ts";
import type { Result } from "../../output.ts";
import { passphraseSource, unlockOf } from "../../secrets.ts";

/** Brings back what a copy has and the store lacks. A secret that differs is never overwritten: then nothing is written. */
export async function restore({ io, settings }: Context, file: string): Promise<Result> {
  const { store } = settings;
  const path = resolve(io.cwd, file);
  const ofStore = await unlockOf(io, settings);
  const { restored, unchanged } = await restoreStore(path, store, ofStore).catch(async (error: unknown) => {
    if (!(error instanceof StoreLockedError)) throw error;
    // The copy is encrypted, and under another key than the store.
    const passphrase = await readPassphrase(`the copy ${path}`, passphraseSource(io, settings));
    return restoreStore(path, store, { passphrase }, ofStore);
  });
  const text = `${restored} records are back in ${store}; ${unchanged} were there already.`;
  return { json: { store, file: path, restored, unchanged }, text };
}
