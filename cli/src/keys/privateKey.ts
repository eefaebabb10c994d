// SPDX-License-Identifier: MIT
import type { Hex, PrivateKeyAccount } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { WalletError } from "../errors.ts";

/** The variable that holds a key, for machines that nobody sits at. */
export const KEY_VARIABLE = "COMMONWEIGHT_PRIVATE_KEY";

/**
 * The account of a private key.
 *
 * @param key - 32 bytes in hexadecimal; white space around them, which copying brings in, is left out
 * @param where - where the key is, for the message, which never has the key in it
 * @throws {@link WalletError} where it is malformed
 */
export function accountOf(key: string, where: string): PrivateKeyAccount {
  const text = key.trim();
  const digits = text.startsWith("0x") ? text.slice(2) : text;
  const expected = "0x and 64 hexadecimal digits";
  if (!/^[0-9a-fA-F]{64}$/.test(digits)) {
    throw new WalletError(`${where} is malformed: ${text.length} characters; expected ${expected}.`);
  }
  try {
    return privateKeyToAccount(`0x${digits}` as Hex);
  } catch {
    // What was thrown may quote the key.
    throw new WalletError(`${where} is no private key: zero, or not below the order of secp256k1.`);
  }
}

/**
 * The account whose key is in the environment; undefined where there is none.
 *
 * @throws {@link WalletError} where it is malformed
 */
export function environmentAccount(env: Readonly<Record<string, string | undefined>>): PrivateKeyAccount | undefined {
  const key = env[KEY_VARIABLE];
  return key === undefined || key === "" ? undefined : accountOf(key, KEY_VARIABLE);
}
