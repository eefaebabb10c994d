// SPDX-License-Identifier: MIT
import { parseWith } from "@commonweight/sdk";
import { decryptKeystoreJson, isError } from "ethers";
import type { PrivateKeyAccount } from "viem";
import { z } from "zod";
import { WalletError } from "../errors.ts";
import { accountOf } from "./privateKey.ts";

/** No keystore needs more; one that asks for more would stop the machine. */
const MAX_MEMORY_BYTES = 2 ** 30;
const MAX_PBKDF2_COUNT = 10_000_000;

const hex = (bytes?: number) =>
  z.custom<string>(
    (value) => typeof value === "string" && new RegExp(`^(0x)?([0-9a-fA-F]{2}){${bytes ?? "1,"}}$`).test(value),
    { error: bytes === undefined ? "bytes in hexadecimal" : `${bytes} bytes in hexadecimal` },
  );
const count = (maximum: number) =>
  z
    .int({ error: "an integer" })
    .min(1, { error: "at least 1" })
    .max(maximum, { error: `at most ${maximum}` });

const scryptSchema = z
  .object({ salt: hex(), n: count(2 ** 22), r: count(64), p: count(16), dklen: z.literal(32, { error: "32" }) })
  .refine(({ n, r }) => 128 * n * r <= MAX_MEMORY_BYTES, { error: "at most 1 GiB of memory: 128 n r bytes" });
const pbkdf2Schema = z.object({
  salt: hex(),
  c: count(MAX_PBKDF2_COUNT),
  prf: z.literal("hmac-sha256", { error: "hmac-sha256" }),
  dklen: z.literal(32, { error: "32" }),
});
const cryptoParts = {
  cipher: z.literal("aes-128-ctr", { error: "aes-128-ctr" }),
  cipherparams: z.object({ iv: hex(16) }),
  ciphertext: hex(32),
  mac: hex(32),
};

/** The standard JSON of an encrypted key, version 3. What else a tool wrote into it is left out. */
const keystoreSchema = z.object({
  version: z.literal(3, { error: "3" }),
  id: z.string({ error: "a text" }).optional(),
  address: hex(20).optional(),
  crypto: z.discriminatedUnion(
    "kdf",
    [
      z.object({ ...cryptoParts, kdf: z.literal("scrypt"), kdfparams: scryptSchema }),
      z.object({ ...cryptoParts, kdf: z.literal("pbkdf2"), kdfparams: pbkdf2Schema }),
    ],
    { error: "scrypt or pbkdf2" },
  ),
});

/** An encrypted key as it lies in a file. */
export type KeystoreFile = z.infer<typeof keystoreSchema>;

/** @throws {@link InvalidValueError} naming the first part that is not as it should be, or asks for too much work */
export function parseKeystore(json: unknown): KeystoreFile {
  // Older tools write `Crypto`.
  const lower = isObject(json) && "Crypto" in json && !("crypto" in json) ? { ...json, crypto: json.Crypto } : json;
  return parseWith(keystoreSchema, lower, "keystore");
}

/**
 * The account of an encrypted key.
 *
 * @param where - what the key is called, for messages, which have neither key nor passphrase in them
 * @throws {@link WalletError} where the passphrase is another, or the key is not that of the address in the file
 */
export async function decryptKeystore(
  file: KeystoreFile,
  passphrase: string,
  where: string,
): Promise<PrivateKeyAccount> {
  let key: string;
  try {
    key = (await decryptKeystoreJson(JSON.stringify(file), passphrase)).privateKey;
  } catch (error) {
    // The error itself is left out: who knows what it quotes.
    if (isError(error, "INVALID_ARGUMENT") && error.argument === "password") {
      throw new WalletError(
        `${where} does not open with this passphrase; expected the one that it was encrypted with.`,
      );
    }
    throw new WalletError(`${where} does not open; expected the key of its address, encrypted by the standard.`);
  }
  return accountOf(key, where);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
