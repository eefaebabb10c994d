// SPDX-License-Identifier: MIT
import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { fileJournal, fileStore, StoreLockedError } from "@commonweight/sdk";
import { connectIpfs } from "@commonweight/sdk/content";
import { type Address, zeroAddress } from "viem";
import type { Context } from "../context.ts";
import { environmentAccount, KEY_VARIABLE, listKeystores } from "../keys/index.ts";
import { type Check, fail, look, ok, warn } from "./check.ts";

const KEY_ADVICE = `Make an encrypted key, name a signer, or, for unattended runs, set ${KEY_VARIABLE}.`;

/** Which key there is to sign with, without unlocking it. @returns its address, where that can be told */
export async function checkKeys({ io, settings }: Context): Promise<{ check: Check; address?: Address | undefined }> {
  let address: Address | undefined;
  const check = await look("key", KEY_ADVICE, async () => {
    const keystores = await listKeystores(settings.keystore);
    const inEnvironment = environmentAccount(io.env);
    const named = [
      inEnvironment && `the key in ${KEY_VARIABLE}`,
      settings.wallet && `the encrypted key ${settings.wallet}`,
      settings.signer && "an external signer",
    ].filter((one) => one !== undefined && one !== "");
    if (named.length > 1)
      return fail("key", named.join(", "), "Leave out all but one: which to sign with is never guessed.");
    const keystore = settings.wallet
      ? keystores.find(({ name }) => name === settings.wallet)
      : keystores.length === 1
        ? keystores[0]
        : undefined;
    if (inEnvironment) {
      address = inEnvironment.address;
      return warn(
        "key",
        `${address}, in plain in ${KEY_VARIABLE}`,
        "For more than unattended runs and tests, encrypt it.",
      );
    }
    if (settings.signer) return ok("key", "an external signer");
    if (keystore) {
      address = keystore.address;
      return ok("key", `${keystore.name}, encrypted${address ? `, ${address}` : ""}`);
    }
    if (settings.wallet) return fail("key", `${settings.keystore} has no key ${settings.wallet}`, KEY_ADVICE);
    if (keystores.length > 1) {
      const names = keystores.map(({ name }) => name).join(", ");
      return warn("key", `${keystores.length} encrypted keys: ${names}`, "Say which: --wallet.");
    }
    return warn("key", "none: this machine can look, but not send", KEY_ADVICE);
  });
  return { check, address };
}

/** Whether the store can be read, and is encrypted. */
export function checkStore({ settings }: Context): Promise<Check> {
  const folder = settings.store;
  return look("store", "Give a folder that this user can write: --store.", async () => {
    if (!(await stat(folder).catch(() => undefined))) {
      return ok("store", `${folder} is not there yet: it is made by the first commit or seal`);
    }
    const isWritable = await access(folder, constants.R_OK | constants.W_OK).then(
      () => true,
      () => false,
    );
    if (!isWritable)
      return fail("store", `${folder} cannot be written`, "Give a folder that this user can write: --store.");
    const nobody = { chainId: 1, escrow: zeroAddress, bounty: 0n, operator: zeroAddress };
    try {
      await fileStore(folder).listSubmissions(nobody);
      return warn("store", `${folder}, not encrypted`, "Encrypt it, and keep a copy: a lost store cannot be repaired.");
    } catch (error) {
      if (error instanceof StoreLockedError) return ok("store", `${folder}, encrypted; keep a copy of it`);
      throw error;
    }
  });
}

/** Whether something that this machine has signed is not known to be final. Nothing is opened for it. */
export function checkJournal({ settings }: Context): Promise<Check> {
  return look("transactions", "Give a folder that this user can read: --store.", async () => {
    const journal = fileJournal(settings.store);
    const open = await journal.list();
    if (open.length === 0) return ok("transactions", "none is open");
    const lines = await Promise.all(
      open.map(async (one) => {
        const name = await journal.read(one).then(
          ({ functionName }) => `${functionName}, `,
          (error: unknown) => {
            if (error instanceof StoreLockedError) return "";
            throw error;
          },
        );
        return `${name}nonce ${one.nonce} of ${one.account} on chain ${one.chainId} (${one.hash})`;
      }),
    );
    const found = `signed, and not known to be final: ${lines.join("; ")}`;
    return warn("transactions", found, "The next command that sends from the account brings it to an end first.");
  });
}

/** Where larger content is kept and fetched from. */
export function checkContent({ settings }: Context): Promise<Check> {
  return look("content", "Start it, or leave out --ipfs: a folder serves as well.", async () => {
    if (settings.ipfs === undefined) return ok("content", `the folder ${settings.content}`);
    const { kind } = await connectIpfs(settings.ipfs);
    return ok("content", kind === "kubo" ? "a node of IPFS, which keeps content" : "a gateway of IPFS, to fetch from");
  });
}
